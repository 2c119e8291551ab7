package org.cervicalcds.cards;

import java.util.List;
import org.cervicalcds.findings.Finding;

/**
 * Why a card was shown or not: what each of its tiers asked for and what was found.
 *
 * @param card id of the card definition
 * @param tiers the tiers in the order they were tried
 */
public record Explanation(String card, List<TierTried> tiers) {

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
