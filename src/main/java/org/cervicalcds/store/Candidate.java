package org.cervicalcds.store;

import java.util.List;
import org.cervicalcds.cards.Indicator;

/**
 * A card that is about to be sent.
 *
 * @param evidence references of the resources it rests on; one that the overridden card did not rest on ends a snooze
 */
public record Candidate(String card, Indicator tier, List<String> evidence) {
    @Override
    public String toString() {
        return "Candidate[" + card + ":" + tier.code() + "]";
    }
}
