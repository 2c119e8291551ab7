package org.cervicalcds.engine.cards;

import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;

/**
 * What was computed for one card before the rules that hold for all cards.
 *
 * @param tier the tier that matched; null for none
 * @param undetermined no tier matched, and at least one might have
 * @param reason the finding that stopped it, or the gate
 * @param findings what the words are taken from
 */
record Verdict(CardDefinition card, @Nullable Tier tier, boolean undetermined, String reason, Findings findings) {

    /** A tier matched, and neither card nor tier is kept back. */
    boolean isSent() {
        return tier != null && card.showing(tier) == CardStatus.ON;
    }

    boolean reaches(Indicator indicator) {
        return tier != null && tier.indicator().atLeast(indicator);
    }

    boolean isReturnedOn(String hook) {
        return tier != null && tier.hooks().contains(hook);
    }
}
