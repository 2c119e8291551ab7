package org.cervicalcds.engine.chart;

import java.util.List;
import java.util.Map;

/**
 * What came and does not count in the chart, so that it is told instead of dropped in silence.
 *
 * @param leftOut resources that were left out, the first {@value #MOST_NAMED} of them
 * @param ofOthers how many were left out because they are another patient's
 * @param modified how many were left out because a modifier extension that is not known changes what they mean
 * @param unknownSystems how many entries have no code but of that code system, which is not known here; the first
 *     {@value #MOST_NAMED} systems
 * @param notJudged how many entries came beyond the most that are judged
 * @param longTexts how many entries have a text that is not read to its end
 * @param everyDraftSelected the selections of the call name no draft, so all count as selected
 * @param noDraftOrders the hook is about draft orders, and its context brought none
 */
public record ChartGaps(
        List<LeftOut> leftOut,
        int ofOthers,
        int modified,
        Map<String, Integer> unknownSystems,
        int notJudged,
        int longTexts,
        boolean everyDraftSelected,
        boolean noDraftOrders) {
    public static final ChartGaps NONE = new ChartGaps(List.of(), 0, 0, Map.of(), 0, 0, false, false);
    static final int MOST_NAMED = 50;

    /** Why a resource was left out. */
    public enum Reason {
        /** Its subject is another patient, or no patient at all (CDSH-PFD-10). */
        OTHER_PATIENT,
        /** It has a modifier extension that is not known here (FHIR R4, extensibility.html#modifierExtension). */
        MODIFIER_EXTENSION;

        /** The word for logs and explanations. */
        public String code() {
            return this == OTHER_PATIENT ? "other-patient" : "modifier-extension";
        }
    }

    /** A resource that was left out. */
    public record LeftOut(String reference, Reason reason) {}
}
