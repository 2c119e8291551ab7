package org.cervicalcds.engine.cards;

import java.util.List;
import java.util.Map;

/** Knows which cards that would be sent are suppressed: those that were overridden or already shown. */
@FunctionalInterface
public interface Suppressor {
    /** Suppresses nothing. */
    Suppressor NONE = candidates -> Map.of();

    /** The suppressed cards by id; called once for an answer, and only where a card would be sent. */
    Map<String, Suppression> of(List<Candidate> candidates);
}
