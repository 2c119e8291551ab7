package org.cervicalcds.fhir;

import static org.cervicalcds.fhir.CommonMembers.orEmpty;
import static org.cervicalcds.fhir.DataTypes.bool;
import static org.cervicalcds.fhir.DataTypes.decimal;
import static org.cervicalcds.fhir.DataTypes.each;
import static org.cervicalcds.fhir.DataTypes.member;
import static org.cervicalcds.fhir.DataTypes.opens;
import static org.cervicalcds.fhir.DataTypes.quantity;
import static org.cervicalcds.fhir.DataTypes.string;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

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
            case "onsetAge" -> fields.onsetAge = years(quantity(in));
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
            case "deceasedDateTime" -> fields.deceased |= string(in) != null;
            default -> {
                return value(name, in, fields) || report(name, in, fields);
            }
        }
        return true;
    }

    private boolean value(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "valueQuantity" -> {
                DataTypes.Quantity quantity = quantity(in);
                fields.number = quantity.value();
                fields.unit = quantity.codeOrUnit();
            }
            case "dataAbsentReason" -> {
                fields.valueAbsent = true;
                in.skipChildren();
            }
            case "valueInteger" -> fields.number = decimal(in);
            case "valueCodeableConcept" -> fields.value = types.concept(in);
            case "valueString" -> fields.valueWords = string(in);
            case "valueBoolean" -> fields.yes = bool(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean report(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "conclusion" -> fields.conclusion = cut(string(in));
            case "conclusionCode", "codedDiagnosis" ->
                fields.conclusionCode = fields.conclusionCode.and(types.concept(in));
            case "text" -> {
                if (fields.kind != ResourceKind.UNSTATED && fields.kind != ResourceKind.DIAGNOSTIC_REPORT) {
                    return false;
                }
                fields.div = orEmpty(member(in, "div"));
            }
            case "presentedForm" -> each(in, form -> presentedForm(form, fields));
            case "description" -> fields.description = orEmpty(string(in));
            case "procedureCode" -> fields.code = fields.code.and(types.concept(in));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void presentedForm(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        String contentType = null;
        String data = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "contentType" -> contentType = string(in);
                case "data" -> data = string(in);
                default -> in.skipChildren();
            }
        }
        String words = data == null ? "" : Narrative.attached(contentType, data);
        if (!words.isEmpty()) {
            fields.forms.append(fields.forms.isEmpty() ? "" : "\n").append(words);
        }
    }

    private static String cut(@Nullable String text) {
        return text == null ? "" : text.length() > Narrative.LONGEST ? text.substring(0, Narrative.LONGEST) : text;
    }

    /** Completed years; an age without a unit is one in years. */
    private static @Nullable Integer years(DataTypes.Quantity age) {
        if (age.value() == null) {
            return null;
        }
        CalendarUnit unit = CalendarUnit.of(age.codeOrUnit());
        BigDecimal years = unit == null || unit == CalendarUnit.YEAR
                ? age.value()
                : unit.toDays(age.value()).divide(BigDecimal.valueOf(365), 3, RoundingMode.DOWN);
        boolean unreadable = unit == null && !age.codeOrUnit().isEmpty();
        return unreadable || years.signum() < 0 || years.compareTo(OLDEST) > 0 ? null : years.intValue();
    }
}
