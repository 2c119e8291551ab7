package org.cervicalcds.service.operations.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.cervicalcds.engine.cards.Indicator;

/**
 * How the canaries are.
 *
 * @param played how many there are
 * @param failed what is wrong, by card and tier; the titles of vignettes and what was decided
 */
record CanaryReport(Instant at, Duration took, int played, SortedMap<CardTier, List<String>> failed) {

    /** A tier of a card. */
    record CardTier(String card, Indicator tier) implements Comparable<CardTier> {
        @Override
        public int compareTo(CardTier other) {
            int cards = card.compareTo(other.card);
            return cards != 0 ? cards : tier.compareTo(other.tier);
        }

        @Override
        public String toString() {
            return card + ":" + tier.code();
        }
    }
}
