package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.CommonMembers.orEmpty;
import static org.cervicalcds.fhir.reading.DataTypes.bool;
import static org.cervicalcds.fhir.reading.DataTypes.decimal;
import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.member;
import static org.cervicalcds.fhir.reading.DataTypes.opens;
import static org.cervicalcds.fhir.reading.DataTypes.string;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the members of Patient, Condition, Observation, DiagnosticReport, Procedure and ImagingStudy that others do not have. */
final class ClinicalMembers {
    private static final BigDecimal OLDEST = BigDecimal.valueOf(150);

    private final DataTypes types;

    ClinicalMembers(DataTypes types) {
        this.types = types;
    }

    /** Reads the value at hand if the member is one of these. */
    boolean read(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "clinicalStatus" -> fields.clinicalStatus.addAll(types.statuses(in));
            case "verificationStatus" -> fields.verification.addAll(types.statuses(in));
            case "onsetDateTime", "performedDateTime", "started" -> fields.happened = types.date(in);
            case "onsetPeriod", "performedPeriod" -> {
                DataTypes.Period period = types.period(in);
                fields.start = period.start();
                fields.end = period.end();
            }
            case "onsetAge" -> fields.onsetAge = years(types.quantity(in));
            case "abatementDateTime" -> fields.abatement = types.date(in);
            case "abatementPeriod" -> {
                DataTypes.Period period = types.period(in);
                fields.abatement = period.end() != null ? period.end() : period.start();
            }
            case "abatementBoolean" -> fields.abated |= Boolean.TRUE.equals(bool(in));
            case "abatementAge", "abatementRange" -> {
                in.skipChildren();
                fields.abated = true;
            }
            case "abatementString" -> fields.abated |= string(in) != null;
            case "birthDate" -> fields.birthDate = types.date(in);
            case "active" -> fields.inactive = Boolean.FALSE.equals(bool(in));
            case "deceasedBoolean" -> fields.deceased |= Boolean.TRUE.equals(bool(in));
            case "deceasedDateTime" -> {
                fields.died = types.date(in);
                fields.deceased |= string(in) != null;
            }
            case "_deceasedDateTime" -> {
                String member = opens(in) ? in.nextName() : null;
                for (; member != null; member = in.nextName()) {
                    fields.deceased = true;
                    in.nextToken();
                    in.skipChildren();
                }
            }
            case "notDone", "notPerformed" -> fields.notDone |= Boolean.TRUE.equals(bool(in));
            default -> {
                return value(name, in, fields) || report(name, in, fields);
            }
        }
        return true;
    }

    private boolean value(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "valueQuantity" -> {
                measured(types.quantity(in), fields);
            }
            case "component" -> each(in, component -> component(component, fields));
            case "dataAbsentReason" -> {
                fields.valueAbsent = true;
                in.skipChildren();
            }
            case "valueInteger" -> fields.number = decimal(in);
            case "valueCodeableConcept" -> fields.value = types.concept(in);
            case "valueString" -> {
                fields.valueWords = string(in);
                if (fields.valueWords != null && fields.kind != ResourceKind.DIAGNOSTIC_REPORT) {
                    measured(types.measured(fields.valueWords), fields);
                }
            }
            case "valueRange" -> measured(types.bound(in), fields);
            case "valueBoolean" -> fields.yes = bool(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void measured(DataTypes.Quantity quantity, ResourceFields fields) {
        fields.number = quantity.number();
        fields.unit = quantity.unit();
        fields.bound = quantity.bound();
    }

    /** A component of an observation is read like one of its own if its code is in a value set. */
    private void component(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        ResourceFields component = new ResourceFields();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("code")) {
                component.code = component.code.and(types.concept(in));
            } else if (name.equals("modifierExtension")) {
                component.modified |= in.currentToken() != JsonToken.VALUE_NULL;
                in.skipChildren();
            } else if (name.equals("component") || !value(name, in, component)) {
                in.skipChildren();
            }
        }
        if (component.code.isKnown() && !component.modified) {
            fields.components.add(component);
        }
    }

    private boolean report(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "conclusion" -> fields.conclusion = Narrative.plain(cut(string(in)));
            case "conclusionCode", "codedDiagnosis" ->
                fields.conclusionCode = fields.conclusionCode.and(types.concept(in));
            case "text" -> {
                if (fields.kind != ResourceKind.UNSTATED && fields.kind != ResourceKind.DIAGNOSTIC_REPORT) {
                    return false;
                }
                fields.div = orEmpty(member(in, "div"));
                fields.unreadForms |= Narrative.isTooLong(fields.div);
            }
            case "result" -> each(in, result -> result(result, fields));
            case "presentedForm" -> each(in, form -> presentedForm(form, fields));
            case "description" -> fields.description = orEmpty(string(in));
            case "procedureCode" -> fields.code = fields.code.and(types.concept(in));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void result(JsonCursor in, ResourceFields fields) {
        String reference = types.reference(in).reference();
        if (reference != null) {
            fields.results.add(reference);
        }
    }

    /** An attachment that is only named by its address, or of a kind that is not read, leaves the report unread in part. */
    private static void presentedForm(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        String contentType = null;
        String data = null;
        boolean attached = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "contentType" -> contentType = string(in);
                case "data" -> data = string(in);
                case "url" -> attached |= string(in) != null;
                default -> in.skipChildren();
            }
        }
        String words = data == null ? "" : Narrative.attached(contentType, data);
        fields.unreadForms |= data != null && Narrative.isTooLong(data);
        if (words.isEmpty()) {
            fields.unreadForms |= attached || data != null;
        } else {
            fields.forms.append(fields.forms.isEmpty() ? "" : "\n\n").append(words);
        }
    }

    private static String cut(@Nullable String text) {
        return text == null ? "" : text.length() > Narrative.LONGEST ? text.substring(0, Narrative.LONGEST) : text;
    }

    /** Completed years; an age without a unit is one in years. */
    private static @Nullable Integer years(DataTypes.Quantity age) {
        BigDecimal value = age.value();
        if (value == null) {
            return null;
        }
        CalendarUnit unit = CalendarUnit.of(age.unit());
        BigDecimal years = unit == null || unit == CalendarUnit.YEAR
                ? value
                : unit.toDays(value).divide(BigDecimal.valueOf(365), 3, RoundingMode.DOWN);
        boolean unreadable = unit == null && !age.unit().isEmpty();
        return unreadable || years.signum() < 0 || years.compareTo(OLDEST) > 0 ? null : years.intValue();
    }
}
