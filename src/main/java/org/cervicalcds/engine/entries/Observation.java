package org.cervicalcds.engine.entries;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR Observation with the one value that was read.
 *
 * @param status Observation.status as it came; empty where missing
 * @param date effective[x], else issued
 * @param stated the date is effective[x]
 */
public record Observation(
        String reference,
        Concept code,
        String status,
        @Nullable PartialDate date,
        boolean stated,
        Value value,
        @Nullable EventDate event)
        implements Entry {

    /**
     * What was observed; at most one part is filled, {@code words} may stand beside it.
     *
     * @param number valueQuantity or valueInteger
     * @param unit the UCUM code where the unit is known, else as it came; empty where missing
     * @param concept valueCodeableConcept
     * @param words valueString, or the text of the concept
     * @param yes valueBoolean
     * @param bound how the number stands to what was measured
     */
    public record Value(
            @Nullable BigDecimal number,
            String unit,
            Concept concept,
            String words,
            @Nullable Boolean yes,
            Bound bound) {
        public static final Value NONE = new Value(null, "", Concept.NONE, "", null);

        public Value(@Nullable BigDecimal number, String unit, Concept concept, String words, @Nullable Boolean yes) {
            this(number, unit, concept, words, yes, Bound.EXACT);
        }
    }

    /** How a number stands to what was measured: itself, or beyond it in one direction ("> 39"). */
    public enum Bound {
        EXACT,
        AT_LEAST,
        AT_MOST
    }

    /** Counts for every observation: final, amended or corrected. */
    public boolean isFinal() {
        return status.equals("final") || status.equals("amended") || status.equals("corrected");
    }

    /** Counts for vital signs: final or preliminary. */
    public boolean isFinalOrPreliminary() {
        return isFinal() || status.equals("preliminary");
    }

    /** The same with the date that other entries settle. */
    public Observation settled(@Nullable EventDate when) {
        return new Observation(reference, code, status, date, stated, value, when);
    }
}
