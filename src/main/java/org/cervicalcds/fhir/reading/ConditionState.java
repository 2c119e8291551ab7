package org.cervicalcds.fhir.reading;

import java.util.List;
import java.util.Locale;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;

/** Whether a condition goes on, and whether it is there at all, by its statuses, its dates and what stands beside its code. */
record ConditionState(Condition.ClinicalStatus status, Condition.Verification verification) {
    /** SNOMED CT, "Confirmed present", in place of the code of HL7. */
    private static final String CONFIRMED_PRESENT = "410605003";

    static ConditionState of(ResourceFields fields) {
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
        return new ConditionState(status, verification);
    }

    /** What ICD-10-GM says beside the code where verificationStatus says nothing (docs/clinical.md, matching rule 12). */
    private static Condition.Verification verification(Concept.Certainty certainty) {
        return switch (certainty) {
            case EXCLUDED -> Condition.Verification.REFUTED;
            case SUSPECTED -> Condition.Verification.UNCONFIRMED;
            case CONFIRMED, PAST -> Condition.Verification.CONFIRMED;
        };
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
}
