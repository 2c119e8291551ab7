package org.cervicalcds.fhir.reading;

import java.util.Locale;
import org.cervicalcds.engine.chart.ReferenceChart;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.text.FreeText;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Conditions as HAPI reads them. */
final class HapiConditions {
    private final HapiDataTypes types;
    private final ReferenceChart chart;
    private final HapiReferences references;

    HapiConditions(HapiDataTypes types, ReferenceChart chart, HapiReferences references) {
        this.types = types;
        this.chart = chart;
        this.references = references;
    }

    void condition(Condition condition, @Nullable String fullUrl) {
        Concept code = types.concept(condition.getCode());
        if (code == Concept.NONE) {
            return;
        }
        Type abatement = condition.getAbatement();
        PartialDate abated = null;
        boolean undated = false;
        if (abatement instanceof DateTimeType date) {
            abated = types.date(date);
        } else if (abatement instanceof Period period) {
            PartialDate end = types.date(period.getEndElement());
            abated = end != null ? end : types.date(period.getStartElement());
        } else {
            undated = abatement != null;
        }
        var status = clinicalStatus(condition.getClinicalStatus());
        var verification = verification(condition.getVerificationStatus());
        String letter = types.certainty(condition.getCode());
        if (HapiDataTypes.codes(condition.getVerificationStatus()).isEmpty()) {
            verification = switch (letter) {
                case "A" -> org.cervicalcds.engine.entries.Condition.Verification.REFUTED;
                case "V" -> org.cervicalcds.engine.entries.Condition.Verification.UNCONFIRMED;
                default -> verification;
            };
        }
        boolean goesOn = status == org.cervicalcds.engine.entries.Condition.ClinicalStatus.ACTIVE
                || status == org.cervicalcds.engine.entries.Condition.ClinicalStatus.RECURRENCE
                || status == org.cervicalcds.engine.entries.Condition.ClinicalStatus.RELAPSE;
        PartialDate onset = null;
        if (condition.getOnset() instanceof DateTimeType date) {
            onset = types.date(date);
        } else if (condition.getOnset() instanceof Period period) {
            onset = types.date(period.getStartElement());
        }
        if (undated && !goesOn) {
            status = org.cervicalcds.engine.entries.Condition.ClinicalStatus.RESOLVED;
        } else if (letter.equals("Z")
                && verification == org.cervicalcds.engine.entries.Condition.Verification.CONFIRMED
                && status != org.cervicalcds.engine.entries.Condition.ClinicalStatus.RESOLVED) {
            status = org.cervicalcds.engine.entries.Condition.ClinicalStatus.INACTIVE;
        }
        chart.add(
                new org.cervicalcds.engine.entries.Condition(
                        HapiReferences.reference(condition, fullUrl),
                        code,
                        code.sets(),
                        status,
                        verification,
                        onset,
                        condition.hasOnsetAge() ? HapiDosage.years(condition.getOnsetAge(), types) : null,
                        abated,
                        types.date(condition.getRecordedDateElement()),
                        types.concept(condition.getBodySite()),
                        FreeText.of(HapiReferences.notes(condition.getNote())),
                        condition.getCategory().stream()
                                .flatMap(category -> category.getCoding().stream())
                                .anyMatch(coding -> "encounter-diagnosis".equals(coding.getCode())),
                        condition.getEncounter().hasReference()
                                ? references.nameOf(condition.getEncounter().getReference())
                                : null,
                        null),
                HapiReferences.urn(fullUrl),
                references.subject(condition.getSubject()));
    }

    private static org.cervicalcds.engine.entries.Condition.ClinicalStatus clinicalStatus(CodeableConcept concept) {
        for (String word : HapiDataTypes.statuses(concept)) {
            for (var status : org.cervicalcds.engine.entries.Condition.ClinicalStatus.values()) {
                if (status != org.cervicalcds.engine.entries.Condition.ClinicalStatus.NOT_GIVEN
                        && status.name().equalsIgnoreCase(word)) {
                    return status;
                }
            }
        }
        return org.cervicalcds.engine.entries.Condition.ClinicalStatus.NOT_GIVEN;
    }

    private static org.cervicalcds.engine.entries.Condition.Verification verification(CodeableConcept concept) {
        for (String word : HapiDataTypes.statuses(concept)) {
            String name = word.equals("410605003")
                    ? "CONFIRMED"
                    : word.toUpperCase(Locale.ROOT).replace('-', '_');
            for (var status : org.cervicalcds.engine.entries.Condition.Verification.values()) {
                if (status.name().equals(name.equals("DIFFERENTIAL") ? "UNCONFIRMED" : name)) {
                    return status;
                }
            }
        }
        return HapiDataTypes.statuses(concept).isEmpty()
                ? org.cervicalcds.engine.entries.Condition.Verification.CONFIRMED
                : org.cervicalcds.engine.entries.Condition.Verification.UNCONFIRMED;
    }
}
