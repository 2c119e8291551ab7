package org.cervicalcds.engine.cards;

import java.util.List;

/**
 * A card that would be sent, before it is known whether it is suppressed.
 *
 * @param evidence references of the resources it rests on; one that the overridden card did not rest on ends a snooze
 * @param unsettledBy codes of the override reasons that do not settle it, because of what its tier rests on
 * @param repeatDays it is shown once in so many days for each patient and client; 0 for no limit
 */
public record Candidate(String card, Indicator tier, List<String> evidence, List<String> unsettledBy, int repeatDays) {

    /** A card that every reason settles and that may repeat. */
    public Candidate(String card, Indicator tier, List<String> evidence) {
        this(card, tier, evidence, List.of(), 0);
    }

    @Override
    public String toString() {
        return "Candidate[" + card + ":" + tier.code() + "]";
    }
}
