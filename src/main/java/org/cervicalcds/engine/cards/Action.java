package org.cervicalcds.engine.cards;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.entries.Order;
import org.jspecify.annotations.Nullable;

/** One thing that a suggestion does. */
public sealed interface Action {
    /** What it does, in words for people (CDSH-ACT-2). */
    String description();

    /**
     * Creates a ServiceRequest (status draft, intent proposal) for the context patient.
     *
     * @param system address of the code system
     * @param priority FHIR request priority; null for routine
     * @param note free text; null for none
     * @param reasonReferences the entries it rests on, as {@code Type/id}
     */
    record Create(
            String description,
            String system,
            String code,
            String display,
            @Nullable String priority,
            @Nullable String note,
            List<String> reasonReferences)
            implements Action {}

    /** Takes a draft away (CDSH-ACT-5). */
    record Delete(String description, Order order) implements Action {}

    /** Returns a draft whole, with one change (CDSH-ACT-4). */
    record Update(String description, Order order, Change change) implements Action {}

    /** What an update changes. */
    sealed interface Change {}

    /** Adds a note at the end of {@code note}. */
    record AddNote(String text) implements Change {}

    /**
     * Sets {@code dispenseRequest.expectedSupplyDuration} to some days, allows no repeats, and shortens whatever else says how long or
     * how much.
     *
     * @param quantity what is given out at most, in the unit of the order; null where the order names no quantity, or no more than that
     * @param dosages which dosage instructions, counted from 0, hold for longer
     */
    record LimitSupply(int days, @Nullable BigDecimal quantity, Set<Integer> dosages) implements Change {}
}
