package org.cervicalcds.fhir.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.Concept;
import org.cervicalcds.engine.chart.Condition;
import org.cervicalcds.engine.chart.Encounter;
import org.cervicalcds.engine.chart.FhirReference;
import org.cervicalcds.engine.chart.ImagingWords;
import org.cervicalcds.engine.chart.MedicationUse;
import org.cervicalcds.engine.chart.Observation;
import org.cervicalcds.engine.chart.Order;
import org.cervicalcds.engine.chart.PartialDate;
import org.cervicalcds.engine.chart.Patient;
import org.cervicalcds.engine.chart.RawJson;
import org.cervicalcds.engine.chart.Report;
import org.cervicalcds.engine.chart.Supply;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/** Makes chart entries out of the fields of resources; what no finding can read is left out. */
final class Entries {
    /** SNOMED CT, "Confirmed present", in place of the code of HL7. */
    private static final String CONFIRMED_PRESENT = "410605003";

    /** What R4 calls it that older releases said with a flag. */
    private static final String NOT_DONE = "not-done";

    private final ChartBuilder chart;

    Entries(ChartBuilder chart) {
        this.chart = chart;
    }

    /** Adds a resource of the record. */
    void ofRecord(ResourceFields fields) {
        if (!isUsable(fields)) {
            return;
        }
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
            case PRACTITIONER_ROLE, PRACTITIONER, ORGANIZATION ->
                chart.performer(
                        reference(fields),
                        fields.profession.and(fields.code),
                        List.copyOf(fields.performerNames),
                        List.copyOf(fields.performers));
            case UNSTATED, BUNDLE, OPERATION_OUTCOME, OTHER_REQUEST, OTHER -> {}
        }
    }

    /** Adds a draft order, or a Medication that stands beside the orders (Epic). */
    void ofDrafts(ResourceFields fields, byte[] body) {
        if (fields.kind != ResourceKind.MEDICATION && fields.kind != ResourceKind.CONDITION) {
            chart.draft();
        }
        if (!isUsable(fields)) {
            return;
        }
        switch (fields.kind) {
            case MEDICATION -> medication(fields);
            case CONDITION -> chart.reason(key(fields), fields.code);
            case SERVICE_REQUEST, MEDICATION_REQUEST, OTHER_REQUEST ->
                order(fields, reference(fields), true, new RawJson(body, fields.from, fields.to));
            default -> {}
        }
    }

    /** Notes an observation that came because a report refers to it, also one of a code that is not read. */
    void included(ResourceFields fields) {
        chart.included(key(fields));
    }

    /** Notes what its fullUrl stands for; false where a modifier extension says something about it that is not known here. */
    private boolean isUsable(ResourceFields fields) {
        String urn = urn(fields);
        String id = urn == null ? null : fields.id.text();
        if (urn != null && id != null) {
            chart.named(urn, fields.type + "/" + id);
        }
        if (fields.modified) {
            chart.modified(reference(fields));
        }
        fields.tellLanguage();
        return !fields.modified;
    }

    private void patient(ResourceFields fields) {
        chart.patient(new Patient(id(fields), fields.birthDate, !fields.inactive, fields.deceased, fields.died));
    }

    private void encounter(ResourceFields fields) {
        String id = id(fields);
        if (!id.isEmpty()) {
            chart.encounter(new Encounter(id, fields.status.equals("in-progress"), fields.start, fields.end));
        }
    }

    /** Its id, else the one that its fullUrl tells; empty where neither does. */
    private static String id(ResourceFields fields) {
        String reference = reference(fields);
        return reference.substring(Math.min(reference.length(), fields.type.length() + 1));
    }

    private void condition(ResourceFields fields) {
        if (fields.code == Concept.NONE) {
            return;
        }
        Condition.ClinicalStatus status = clinicalStatus(fields.clinicalStatus);
        if (fields.abated && fields.abatement == null && isNotSaidToGoOn(status)) {
            status = Condition.ClinicalStatus.RESOLVED;
        }
        Condition.Verification verification = verification(fields.verification);
        Concept.Certainty certainty = fields.code.certainty();
        if (certainty != null && fields.verification.isEmpty()) {
            verification = verification(certainty);
        }
        if (certainty == Concept.Certainty.PAST
                && verification == Condition.Verification.CONFIRMED
                && status != Condition.ClinicalStatus.RESOLVED) {
            status = Condition.ClinicalStatus.INACTIVE;
        }
        Condition condition = new Condition(
                reference(fields),
                fields.code,
                fields.code.sets(),
                status,
                verification,
                fields.happened != null ? fields.happened : fields.start,
                fields.onsetAge,
                fields.abatement,
                fields.recorded,
                fields.bodySite,
                FreeText.of(fields.note.toString(), fields.language).upTo(FreeText.MOST),
                isEncounterDiagnosis(fields.category),
                fields.encounter,
                null);
        PartialDate onset = condition.onset();
        chart.add(
                condition,
                urn(fields),
                fields.subject,
                null,
                List.of(),
                fields.recorded != null ? fields.recorded : onset);
    }

    /** What ICD-10-GM says beside the code where verificationStatus says nothing (docs/clinical.md, matching rule 12). */
    private static Condition.Verification verification(Concept.Certainty certainty) {
        return switch (certainty) {
            case EXCLUDED -> Condition.Verification.REFUTED;
            case SUSPECTED -> Condition.Verification.UNCONFIRMED;
            case CONFIRMED, PAST -> Condition.Verification.CONFIRMED;
        };
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
                case "confirmed", CONFIRMED_PRESENT -> {
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

    /** Observations are read by value set only; one that says why it has no value is none. A component is one of its own. */
    private void observation(ResourceFields fields) {
        if (fields.valueWords != null && isFinal(fields.status)) {
            chart.saidIn(key(fields), fields.valueWords);
        }
        observation(fields, fields);
        for (ResourceFields component : fields.components) {
            observation(fields, component);
        }
    }

    private static boolean isFinal(String status) {
        return status.equals("final") || status.equals("amended") || status.equals("corrected");
    }

    /** @param said the observation itself or one of its components */
    private void observation(ResourceFields fields, ResourceFields said) {
        if (!said.code.isKnown()) {
            return;
        }
        Observation.Value value = value(said);
        if (value == Observation.Value.NONE && said.valueAbsent) {
            return;
        }
        When when = When.of(fields);
        String reference = reference(fields);
        // A component has no id; the marker keeps it apart from the observation that it is part of.
        String own = said == fields || reference.indexOf('/') < 0
                ? reference
                : reference + "#component-" + fields.components.indexOf(said);
        Observation observation =
                new Observation(own, said.code, fields.status, when.date(), when.stated(), value, null);
        chart.add(
                observation,
                said == fields ? urn(fields) : null,
                fields.subject,
                null,
                List.of(),
                issued(fields, when));
    }

    private static Observation.Value value(ResourceFields said) {
        String words = said.valueWords != null ? said.valueWords : CommonMembers.orEmpty(said.value.text());
        boolean nothing = said.number == null && said.value == Concept.NONE && words.isEmpty() && said.yes == null;
        return nothing
                ? Observation.Value.NONE
                : new Observation.Value(said.number, said.unit, said.value, words, said.yes, said.bound);
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
        FreeText text = kind == Report.Kind.DIAGNOSTIC_REPORT
                ? FreeText.of(reportText(fields), fields.language)
                : FreeText.NONE;
        When when = When.of(fields);
        Report report = new Report(
                reference(fields),
                kind,
                fields.notDone ? NOT_DONE : fields.status,
                fields.code,
                description,
                text,
                fields.conclusionCode,
                reason(fields),
                fields.bodySite,
                when.date(),
                when.stated(),
                imaging,
                kind == Report.Kind.DIAGNOSTIC_REPORT && fields.unreadForms,
                null);
        if (!fields.results.isEmpty()) {
            chart.results(report.reference(), List.copyOf(fields.results));
        }
        chart.add(
                report, urn(fields), fields.subject, null, List.copyOf(fields.reasonReferences), issued(fields, when));
    }

    /** A result is known when it is issued, which may be days after it was taken. */
    private static @Nullable PartialDate issued(ResourceFields fields, When when) {
        return fields.recorded != null ? fields.recorded : when.date();
    }

    private static ImagingWords imaging(Concept code, String description) {
        if (code.isKnown()) {
            return ImagingWords.NONE;
        }
        return description.isEmpty() ? code.imaging() : ImagingWords.of(code.words() + "\n" + description);
    }

    private static String reportText(ResourceFields fields) {
        return paragraphs(
                fields.conclusion,
                fields.conclusionCode.words(),
                fields.div.isEmpty() ? "" : Narrative.words(fields.div),
                fields.forms.toString(),
                containedResults(fields));
    }

    private static String containedResults(ResourceFields fields) {
        StringJoiner words = new StringJoiner("\n\n");
        for (String reference : fields.results) {
            ResourceFields.Contained result = inside(reference, fields);
            if (result != null && !result.words().isEmpty()) {
                words.add(result.words());
            }
        }
        return words.toString();
    }

    private static String paragraphs(String... texts) {
        StringJoiner paragraphs = new StringJoiner("\n\n");
        for (String text : texts) {
            if (!text.isEmpty()) {
                paragraphs.add(text);
            }
        }
        return paragraphs.toString();
    }

    private void medication(ResourceFields fields) {
        Concept code = RequestMembers.withIngredients(fields.code, fields.ingredients);
        List<String> ingredients = List.copyOf(fields.ingredientReferences);
        chart.medication(key(fields), code, ingredients);
        String fullUrl = fullUrl(fields);
        if (fullUrl != null) {
            chart.medication(fullUrl, code, ingredients);
        }
    }

    private void recordedOrder(ResourceFields fields) {
        if (fields.code != Concept.NONE) {
            order(fields, reference(fields), false, null);
        }
    }

    private void order(ResourceFields fields, String reference, boolean draft, @Nullable RawJson raw) {
        boolean isMedication = fields.kind == ResourceKind.MEDICATION_REQUEST;
        Concept code = isMedication ? medicationCode(fields) : fields.code;
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
                FreeText.of(
                                paragraphs(code.words(), fields.orderDetail.words(), fields.note.toString()),
                                fields.language)
                        .upTo(FreeText.MOST),
                reason(fields),
                List.copyOf(fields.reasonReferences),
                fields.recorded,
                isMedication ? supply(fields) : null,
                raw,
                null);
        if (fields.profession != Concept.NONE || !fields.performers.isEmpty() || !fields.performerNames.isEmpty()) {
            chart.performerOf(
                    reference, fields.profession, List.copyOf(fields.performerNames), List.copyOf(fields.performers));
        }
        chart.add(
                order,
                urn(fields),
                fields.subject,
                isMedication ? fields.medicationReference : null,
                order.reasonReferences(),
                fields.recorded);
    }

    private void medicationUse(ResourceFields fields) {
        if (fields.medication == Concept.NONE && fields.medicationReference == null) {
            return;
        }
        MedicationUse use = new MedicationUse(
                reference(fields),
                switch (fields.kind) {
                    case MEDICATION_STATEMENT -> MedicationUse.Kind.STATEMENT;
                    case MEDICATION_DISPENSE -> MedicationUse.Kind.DISPENSE;
                    case MEDICATION_ADMINISTRATION -> MedicationUse.Kind.ADMINISTRATION;
                    default -> MedicationUse.Kind.REQUEST;
                },
                fields.notDone ? NOT_DONE : fields.status,
                fields.intent,
                medicationCode(fields),
                fields.category,
                reason(fields),
                bodySite(fields),
                fields.dosages.stream().allMatch(DosageInstruction::isOralOrUnstated),
                supply(fields),
                null);
        chart.add(
                use,
                urn(fields),
                fields.subject,
                fields.medicationReference,
                List.copyOf(fields.reasonReferences),
                firstKnown(fields));
    }

    /** When a medication came into the record: ordered, stated, handed over or given. */
    private static @Nullable PartialDate firstKnown(ResourceFields fields) {
        if (fields.kind == ResourceKind.MEDICATION_DISPENSE || fields.kind == ResourceKind.MEDICATION_ADMINISTRATION) {
            PartialDate done = fields.happened != null ? fields.happened : fields.end;
            return done != null ? done : fields.recorded != null ? fields.recorded : fields.start;
        }
        if (fields.recorded != null) {
            return fields.recorded;
        }
        return fields.start != null ? fields.start : fields.happened;
    }

    /** The medication with what a resource that it contains says of it. */
    private static Concept medicationCode(ResourceFields fields) {
        return fields.medication.and(contained(fields.medicationReference, fields));
    }

    /** The reason with what the resources that it contains say of it. */
    private static Concept reason(ResourceFields fields) {
        Concept reason = fields.reason;
        for (String reference : fields.reasonReferences) {
            reason = reason.and(contained(reference, fields));
        }
        return reason;
    }

    private static Concept contained(@Nullable String reference, ResourceFields fields) {
        ResourceFields.Contained resource = inside(reference, fields);
        if (resource == null) {
            return Concept.NONE;
        }
        Concept code = resource.code();
        for (String ingredient : resource.ingredients()) {
            ResourceFields.Contained item = inside(ingredient, fields);
            if (item != null) {
                code = RequestMembers.withIngredients(code, item.code());
            }
        }
        return code;
    }

    private static ResourceFields.@Nullable Contained inside(@Nullable String reference, ResourceFields fields) {
        if (reference == null || fields.contained.isEmpty()) {
            return null;
        }
        FhirReference named = FhirReference.of(reference);
        if (named.form() == FhirReference.Form.CONTAINED) {
            for (ResourceFields.Contained resource : fields.contained) {
                if (resource.id().equals(named.id())) {
                    return resource;
                }
            }
        }
        return null;
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
        return new Supply(
                from, lastDay(fields), fields.supplyDays, fields.repeats, fields.quantity, doses, fields.initialFill);
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
            FhirReference named = FhirReference.of(fullUrl);
            if (named.type().equals(fields.type)) {
                return named.key();
            }
        }
        return fields.type;
    }

    /** What other resources call it: type and id, else the URN of its fullUrl. */
    private static String key(ResourceFields fields) {
        String reference = reference(fields);
        String urn = reference.indexOf('/') < 0 ? urn(fields) : null;
        return urn == null ? reference : urn;
    }

    private static @Nullable String fullUrl(ResourceFields fields) {
        return fields.fullUrl == null ? null : fields.fullUrl.text();
    }

    /** Its fullUrl where that is a URN, which other resources may refer to; null for most. */
    private static @Nullable String urn(ResourceFields fields) {
        return fields.fullUrl != null && fields.fullUrl.isUrn() ? fields.fullUrl.text() : null;
    }
}
