package org.cervicalcds.fhir.reading;

import java.util.List;
import java.util.StringJoiner;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.RawJson;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/** Makes chart entries out of the fields of resources; what no finding can read is left out. */
final class Entries {
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
                        fields.reference(),
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
            case CONDITION -> chart.reason(fields.key(), fields.code);
            case SERVICE_REQUEST, MEDICATION_REQUEST, OTHER_REQUEST ->
                order(fields, fields.reference(), true, new RawJson(body, fields.from, fields.to));
            default -> {}
        }
    }

    /** Notes an observation that came because a report refers to it, also one of a code that is not read. */
    void included(ResourceFields fields) {
        chart.included(fields.key());
    }

    /** Notes what its fullUrl stands for; false where a modifier extension says something about it that is not known here. */
    private boolean isUsable(ResourceFields fields) {
        String urn = fields.urn();
        String id = urn == null ? null : fields.id.text();
        if (urn != null && id != null) {
            chart.named(urn, fields.type + "/" + id);
        }
        if (fields.modified) {
            chart.modified(fields.reference());
        }
        fields.tellLanguage();
        return !fields.modified;
    }

    private void patient(ResourceFields fields) {
        chart.patient(new Patient(fields.bareId(), fields.birthDate, !fields.inactive, fields.deceased, fields.died));
    }

    private void encounter(ResourceFields fields) {
        String id = fields.bareId();
        if (!id.isEmpty()) {
            chart.encounter(new Encounter(id, fields.status.equals("in-progress"), fields.start, fields.end));
        }
    }

    private void condition(ResourceFields fields) {
        if (fields.code == Concept.NONE) {
            return;
        }
        ConditionState state = ConditionState.of(fields);
        Condition condition = new Condition(
                fields.reference(),
                fields.code,
                fields.code.sets(),
                state.status(),
                state.verification(),
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
                fields.urn(),
                fields.subject,
                null,
                List.of(),
                fields.recorded != null ? fields.recorded : onset);
    }

    private static boolean isEncounterDiagnosis(Concept category) {
        for (Coding coding : category.codings()) {
            if (coding.code().equals("encounter-diagnosis")) {
                return true;
            }
        }
        return false;
    }

    /** Observations are read by value set only; one that says why it has no value is none. A component is one of its own. */
    private void observation(ResourceFields fields) {
        if (fields.valueWords != null && isFinal(fields.status)) {
            chart.saidIn(fields.key(), fields.valueWords);
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
        String reference = fields.reference();
        // A component has no id; the marker keeps it apart from the observation that it is part of.
        String own = said == fields || reference.indexOf('/') < 0
                ? reference
                : reference + "#component-" + fields.components.indexOf(said);
        Observation observation =
                new Observation(own, said.code, fields.status, when.date(), when.stated(), value, null);
        chart.add(
                observation,
                said == fields ? fields.urn() : null,
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
                fields.reference(),
                kind,
                fields.notDone ? NOT_DONE : fields.status,
                fields.code,
                description,
                text,
                fields.conclusionCode,
                ContainedResources.reason(fields),
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
                report, fields.urn(), fields.subject, null, List.copyOf(fields.reasonReferences), issued(fields, when));
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
                ContainedResources.results(fields));
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
        chart.medication(fields.key(), code, ingredients);
        String fullUrl = fields.url();
        if (fullUrl != null) {
            chart.medication(fullUrl, code, ingredients);
        }
    }

    private void recordedOrder(ResourceFields fields) {
        if (fields.code != Concept.NONE) {
            order(fields, fields.reference(), false, null);
        }
    }

    private void order(ResourceFields fields, String reference, boolean draft, @Nullable RawJson raw) {
        boolean isMedication = fields.kind == ResourceKind.MEDICATION_REQUEST;
        Concept code = isMedication ? ContainedResources.medication(fields) : fields.code;
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
                ContainedResources.reason(fields),
                List.copyOf(fields.reasonReferences),
                fields.recorded,
                isMedication ? DrugSupply.of(fields) : null,
                raw,
                null);
        if (fields.profession != Concept.NONE || !fields.performers.isEmpty() || !fields.performerNames.isEmpty()) {
            chart.performerOf(
                    reference, fields.profession, List.copyOf(fields.performerNames), List.copyOf(fields.performers));
        }
        chart.add(
                order,
                fields.urn(),
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
                fields.reference(),
                switch (fields.kind) {
                    case MEDICATION_STATEMENT -> MedicationUse.Kind.STATEMENT;
                    case MEDICATION_DISPENSE -> MedicationUse.Kind.DISPENSE;
                    case MEDICATION_ADMINISTRATION -> MedicationUse.Kind.ADMINISTRATION;
                    default -> MedicationUse.Kind.REQUEST;
                },
                fields.notDone ? NOT_DONE : fields.status,
                fields.intent,
                ContainedResources.medication(fields),
                fields.category,
                ContainedResources.reason(fields),
                bodySite(fields),
                fields.dosages.stream().allMatch(DosageInstruction::isOralOrUnstated),
                DrugSupply.of(fields),
                null);
        chart.add(
                use,
                fields.urn(),
                fields.subject,
                fields.medicationReference,
                List.copyOf(fields.reasonReferences),
                DrugSupply.firstKnown(fields));
    }

    private static Concept bodySite(ResourceFields fields) {
        Concept site = fields.bodySite;
        for (DosageInstruction dosage : fields.dosages) {
            site = site.and(dosage.site());
        }
        return site;
    }
}
