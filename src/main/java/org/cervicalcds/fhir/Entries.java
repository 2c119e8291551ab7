package org.cervicalcds.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.cervicalcds.chart.ChartBuilder;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.Condition;
import org.cervicalcds.chart.Encounter;
import org.cervicalcds.chart.ImagingWords;
import org.cervicalcds.chart.MedicationUse;
import org.cervicalcds.chart.Observation;
import org.cervicalcds.chart.Order;
import org.cervicalcds.chart.PartialDate;
import org.cervicalcds.chart.Patient;
import org.cervicalcds.chart.RawJson;
import org.cervicalcds.chart.Report;
import org.cervicalcds.chart.Supply;
import org.cervicalcds.terminology.Coding;
import org.jspecify.annotations.Nullable;

/** Makes chart entries out of the fields of resources; what no finding can read is left out. */
final class Entries {
    private final ChartBuilder chart;

    Entries(ChartBuilder chart) {
        this.chart = chart;
    }

    /** Adds a resource of the record. */
    void ofRecord(ResourceFields fields) {
        switch (fields.kind) {
            case PATIENT -> patient(fields);
            case ENCOUNTER -> encounter(fields);
            case CONDITION -> condition(fields);
            case OBSERVATION -> observation(fields);
            case DIAGNOSTIC_REPORT, PROCEDURE, IMAGING_STUDY -> report(fields);
            case MEDICATION -> medication(fields);
            case SERVICE_REQUEST -> recordedOrder(fields);
            case MEDICATION_REQUEST, MEDICATION_STATEMENT, MEDICATION_DISPENSE, MEDICATION_ADMINISTRATION ->
                medicationUse(fields);
            case UNSTATED, BUNDLE, OPERATION_OUTCOME, OTHER_REQUEST, OTHER -> {}
        }
    }

    /** Adds a draft order, or a Medication that stands beside the orders (Epic). */
    void ofDrafts(ResourceFields fields, byte[] body) {
        switch (fields.kind) {
            case MEDICATION -> medication(fields);
            case SERVICE_REQUEST, MEDICATION_REQUEST, OTHER_REQUEST ->
                order(fields, reference(fields), true, new RawJson(body, fields.from, fields.to));
            default -> {}
        }
    }

    private void patient(ResourceFields fields) {
        chart.patient(new Patient(
                CommonMembers.orEmpty(fields.id.text()), fields.birthDate, !fields.inactive, fields.deceased));
    }

    private void encounter(ResourceFields fields) {
        String id = fields.id.text();
        if (id != null) {
            chart.encounter(new Encounter(id, fields.status.equals("in-progress"), fields.start));
        }
    }

    private void condition(ResourceFields fields) {
        if (fields.code == Concept.NONE) {
            return;
        }
        Condition.ClinicalStatus status = clinicalStatus(fields.clinicalStatus);
        if (fields.abated && fields.abatement == null && isNotSaidToGoOn(status)) {
            status = Condition.ClinicalStatus.RESOLVED;
        }
        Condition condition = new Condition(
                reference(fields),
                fields.code,
                fields.code.sets(),
                status,
                verification(fields.verification),
                fields.happened != null ? fields.happened : fields.start,
                fields.onsetAge,
                fields.abatement,
                fields.recorded,
                fields.bodySite,
                fields.note.toString(),
                isEncounterDiagnosis(fields.category),
                fields.encounter,
                null);
        chart.add(condition, fields.subject, null, List.of());
    }

    private static boolean isEncounterDiagnosis(Concept category) {
        for (Coding coding : category.codings()) {
            if (coding.code().equals("encounter-diagnosis")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNotSaidToGoOn(Condition.ClinicalStatus status) {
        return switch (status) {
            case NOT_GIVEN, INACTIVE, REMISSION, RESOLVED -> true;
            case ACTIVE, RECURRENCE, RELAPSE -> false;
        };
    }

    private static Condition.ClinicalStatus clinicalStatus(List<String> codes) {
        for (String code : codes) {
            switch (code.toLowerCase(Locale.ROOT)) {
                case "active" -> {
                    return Condition.ClinicalStatus.ACTIVE;
                }
                case "recurrence" -> {
                    return Condition.ClinicalStatus.RECURRENCE;
                }
                case "relapse" -> {
                    return Condition.ClinicalStatus.RELAPSE;
                }
                case "remission" -> {
                    return Condition.ClinicalStatus.REMISSION;
                }
                case "inactive" -> {
                    return Condition.ClinicalStatus.INACTIVE;
                }
                case "resolved" -> {
                    return Condition.ClinicalStatus.RESOLVED;
                }
                default -> {}
            }
        }
        return Condition.ClinicalStatus.NOT_GIVEN;
    }

    private static Condition.Verification verification(List<String> codes) {
        for (String code : codes) {
            switch (code.toLowerCase(Locale.ROOT)) {
                case "confirmed" -> {
                    return Condition.Verification.CONFIRMED;
                }
                case "provisional" -> {
                    return Condition.Verification.PROVISIONAL;
                }
                case "unconfirmed", "differential" -> {
                    return Condition.Verification.UNCONFIRMED;
                }
                case "refuted" -> {
                    return Condition.Verification.REFUTED;
                }
                case "entered-in-error" -> {
                    return Condition.Verification.ENTERED_IN_ERROR;
                }
                default -> {}
            }
        }
        return codes.isEmpty() ? Condition.Verification.CONFIRMED : Condition.Verification.UNCONFIRMED;
    }

    /** Observations are read by value set only; one that says why it has no value is none. */
    private void observation(ResourceFields fields) {
        if (!fields.code.isKnown()) {
            return;
        }
        When when = When.of(fields);
        String words = fields.valueWords != null ? fields.valueWords : CommonMembers.orEmpty(fields.value.text());
        Observation.Value value =
                fields.number == null && fields.value == Concept.NONE && words.isEmpty() && fields.yes == null
                        ? Observation.Value.NONE
                        : new Observation.Value(fields.number, fields.unit, fields.value, words, fields.yes);
        if (value == Observation.Value.NONE && fields.valueAbsent) {
            return;
        }
        Observation observation =
                new Observation(reference(fields), fields.code, fields.status, when.date(), when.stated(), value, null);
        chart.add(observation, fields.subject, null, List.of());
    }

    /** The date of something that was done or seen: a time, the end of a period, when it was issued, at last when it began. */
    private record When(@Nullable PartialDate date, boolean stated) {
        static When of(ResourceFields fields) {
            if (fields.happened != null) {
                return new When(fields.happened, true);
            }
            if (fields.end != null) {
                return new When(fields.end, true);
            }
            return fields.recorded != null ? new When(fields.recorded, false) : new When(fields.start, true);
        }
    }

    private void report(ResourceFields fields) {
        Report.Kind kind = Report.Kind.valueOf(fields.kind.name());
        String description = kind == Report.Kind.IMAGING_STUDY ? fields.description : "";
        ImagingWords imaging = fields.imaging != null ? fields.imaging : imaging(fields.code, description);
        if (!fields.code.isKnown() && imaging == ImagingWords.NONE) {
            return;
        }
        String text = kind == Report.Kind.DIAGNOSTIC_REPORT ? reportText(fields) : "";
        When when = When.of(fields);
        Report report = new Report(
                reference(fields),
                kind,
                fields.status,
                fields.code,
                description,
                text,
                fields.reason,
                fields.bodySite,
                when.date(),
                when.stated(),
                imaging,
                null);
        chart.add(report, fields.subject, null, List.copyOf(fields.reasonReferences));
    }

    private static ImagingWords imaging(Concept code, String description) {
        if (code.isKnown()) {
            return ImagingWords.NONE;
        }
        return description.isEmpty() ? code.imaging() : ImagingWords.of(code.words() + "\n" + description);
    }

    private static String reportText(ResourceFields fields) {
        return lines(
                fields.conclusion,
                fields.conclusionCode.words(),
                fields.div.isEmpty() ? "" : Narrative.words(fields.div),
                fields.forms.toString());
    }

    private static String lines(String... texts) {
        StringJoiner lines = new StringJoiner("\n");
        for (String text : texts) {
            if (!text.isEmpty()) {
                lines.add(text);
            }
        }
        return lines.toString();
    }

    private void medication(ResourceFields fields) {
        Concept code = RequestMembers.withIngredients(fields.code, fields.ingredients);
        String id = fields.id.text();
        if (id != null) {
            chart.medication("Medication/" + id, code);
        }
        String fullUrl = fullUrl(fields);
        if (fullUrl != null) {
            chart.medication(lastTwoSegments(fullUrl), code);
        }
    }

    private void recordedOrder(ResourceFields fields) {
        if (fields.code != Concept.NONE) {
            order(fields, reference(fields), false, null);
        }
    }

    private void order(ResourceFields fields, String reference, boolean draft, @Nullable RawJson raw) {
        boolean isMedication = fields.kind == ResourceKind.MEDICATION_REQUEST;
        Concept code = isMedication ? fields.medication : fields.code;
        contained(fields, reference);
        Order order = new Order(
                reference,
                draft,
                false,
                fields.status,
                fields.intent,
                fields.doNotPerform,
                code,
                fields.category,
                bodySite(fields),
                lines(code.words(), fields.orderDetail.words(), fields.note.toString()),
                fields.reason,
                List.copyOf(fields.reasonReferences),
                fields.recorded,
                isMedication ? supply(fields) : null,
                raw,
                null);
        chart.add(order, fields.subject, isMedication ? fields.medicationReference : null, order.reasonReferences());
    }

    private void medicationUse(ResourceFields fields) {
        if (fields.medication == Concept.NONE && fields.medicationReference == null) {
            return;
        }
        String reference = reference(fields);
        contained(fields, reference);
        MedicationUse use = new MedicationUse(
                reference,
                switch (fields.kind) {
                    case MEDICATION_STATEMENT -> MedicationUse.Kind.STATEMENT;
                    case MEDICATION_DISPENSE -> MedicationUse.Kind.DISPENSE;
                    case MEDICATION_ADMINISTRATION -> MedicationUse.Kind.ADMINISTRATION;
                    default -> MedicationUse.Kind.REQUEST;
                },
                fields.status,
                fields.intent,
                fields.medication,
                fields.category,
                fields.reason,
                bodySite(fields),
                fields.dosages.stream().allMatch(DosageInstruction::isOralOrUnstated),
                supply(fields),
                null);
        chart.add(use, fields.subject, fields.medicationReference, List.copyOf(fields.reasonReferences));
    }

    private void contained(ResourceFields fields, String owner) {
        for (ResourceFields.ContainedMedication medication : fields.contained) {
            chart.medication(owner + "#" + medication.id(), medication.code());
        }
    }

    private static Concept bodySite(ResourceFields fields) {
        Concept site = fields.bodySite;
        for (DosageInstruction dosage : fields.dosages) {
            site = site.and(dosage.site());
        }
        return site;
    }

    private static Supply supply(ResourceFields fields) {
        List<Supply.Dose> doses = new ArrayList<>(fields.dosages.size());
        for (DosageInstruction dosage : fields.dosages) {
            doses.add(dosage.dose(fields.quantityUnit));
        }
        PartialDate from =
                switch (fields.kind) {
                    case MEDICATION_REQUEST -> fields.recorded;
                    case MEDICATION_DISPENSE -> fields.happened != null ? fields.happened : fields.recorded;
                    default -> fields.start != null ? fields.start : fields.happened;
                };
        return new Supply(from, lastDay(fields), fields.supplyDays, fields.repeats, fields.quantity, doses);
    }

    /** Where a single time stands in place of a period, it is also the end, unless the statement says that it goes on. */
    private static @Nullable PartialDate lastDay(ResourceFields fields) {
        return switch (fields.kind) {
            case MEDICATION_ADMINISTRATION -> fields.end != null ? fields.end : fields.happened;
            case MEDICATION_STATEMENT ->
                fields.end != null || fields.start != null || !fields.status.equals("completed")
                        ? fields.end
                        : fields.happened;
            default -> null;
        };
    }

    /** Type and id; where the resource has no id, what its fullUrl ends in, if that is of its type. */
    private static String reference(ResourceFields fields) {
        String id = fields.id.text();
        if (id != null) {
            return fields.type + "/" + id;
        }
        String fullUrl = fullUrl(fields);
        if (fullUrl != null) {
            String last = lastTwoSegments(fullUrl);
            if (last.startsWith(fields.type + "/") && last.length() > fields.type.length() + 1) {
                return last;
            }
        }
        return fields.type;
    }

    private static @Nullable String fullUrl(ResourceFields fields) {
        return fields.fullUrl == null ? null : fields.fullUrl.text();
    }

    private static String lastTwoSegments(String url) {
        int last = url.lastIndexOf('/');
        int before = last < 0 ? -1 : url.lastIndexOf('/', last - 1);
        return before < 0 ? url : url.substring(before + 1);
    }
}
