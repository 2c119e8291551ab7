package org.cervicalcds.cards;

import java.time.Instant;
import java.util.List;
import org.cervicalcds.findings.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Why a card was shown or not: what each of its tiers asked for and what was found.
 *
 * @param card id of the card definition
 * @param tiers the tiers in the order they were tried
 * @param until when it may come back, where it was put away for a time
 */
public record Explanation(String card, List<TierTried> tiers, @Nullable Instant until) {
    public Explanation(String card, List<TierTried> tiers) {
        this(card, tiers, null);
    }

    /** The same for a card that was put away. */
    public Explanation until(@Nullable Instant comesBack) {
        return new Explanation(card, tiers, comesBack);
    }

    /**
     * One tier.
     *
     * @param hooks the hooks on which it is shown
     * @param when what had to be present
     * @param unless what had to be absent
     * @param matches it matched
     * @param showing whether it is sent; of a tier that is off nothing is read
     */
    public record TierTried(
            Indicator indicator,
            List<String> hooks,
            List<Finding> when,
            List<Finding> unless,
            boolean matches,
            Showing showing) {}
}
