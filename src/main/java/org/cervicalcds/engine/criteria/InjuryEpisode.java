package org.cervicalcds.engine.criteria;

import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.terminology.Coding;

/** What the 7th character of an ICD-10-CM injury code says about when the injury was; codes of other editions have none (docs/clinical.md, matching rule 4). */
public enum InjuryEpisode {
    /** The code says nothing about it, or it does not matter. */
    ANY,
    /** A fracture under its first treatment: A, B, C or no 7th character. */
    NEW_FRACTURE,
    /** A fracture under later treatment, or what it left: D, G, K, P or S. */
    FOLLOWED_FRACTURE,
    /** An injury that may be recent: follow-up codes need an onset of their own, sequelae never count. */
    INJURY,
    /** As {@link #INJURY}, but for S codes only; other codes of the set are no injuries. */
    INJURY_BY_S_CODE;

    public boolean holds(Coding coding, Condition condition) {
        if (this == ANY) {
            return true;
        }
        if (this == FOLLOWED_FRACTURE) {
            return !isOfNewFracture(coding);
        }
        if (!coding.isIcd10()) {
            return true;
        }
        String code = coding.normalCode();
        if (this == INJURY_BY_S_CODE && !code.startsWith("S")) {
            return true;
        }
        return switch (code.length() < 7 ? 'A' : code.charAt(6)) {
            case 'D', 'G', 'K', 'P' -> this != NEW_FRACTURE && !isFracture(code) && statesOnset(condition);
            case 'S' -> false;
            default -> true;
        };
    }

    /** Says that the code is none of a fracture under later treatment or of its sequelae; codes without a 7th character are none. */
    public static boolean isOfNewFracture(Coding coding) {
        String code = coding.isIcd10() ? coding.normalCode() : "";
        return code.length() < 7 || !isFracture(code) || "ABC".indexOf(code.charAt(6)) >= 0;
    }

    /** Fracture of skull, neck, thoracic or lumbar spine: with a follow-up character a fracture under treatment, not a new injury. */
    private static boolean isFracture(String code) {
        return code.startsWith("S02") || code.startsWith("S12") || code.startsWith("S22") || code.startsWith("S32");
    }

    private static boolean statesOnset(Condition condition) {
        EventDate event = condition.event();
        return condition.hasOwnOnset() && event != null && event.origin() == EventDate.Origin.STATED;
    }
}
