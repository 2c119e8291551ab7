package org.cervicalcds.service.operations.canary;

import java.util.Set;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * A made-up hook call for which a tier of a card must match.
 *
 * @param title of the vignette it is
 * @param body the request, with everything in prefetch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Canary(String card, Indicator tier, String title, String hook, byte[] body) {
    /** Another card speaks for the order; which one depends on the cards that are on at the site. */
    private static final String SAME_ORDER = "rule:same-order";

    /** Lines that another card carries are dropped, and what is left does not speak on this hook. */
    private static final String NOT_ON_THIS_HOOK = "rule:not-on-this-hook";

    /** The tier matched, and another card is more urgent; which others are there is the site's to say. */
    private static final Set<String> GAVE_WAY = Set.of("rule:info-beside-more-urgent", "rule:max-cards");

    /**
     * Why the decision is not as it must be; null where it is. Whether a card that matches is also shown is the site's
     * to say, and so is which cards stand beside it.
     *
     * @param othersPutAway the site does not show some critical or warning tier, so that cards divide their lines
     *     otherwise than the vignette says
     */
    static @Nullable String fault(Indicator expected, @Nullable Decision decision, boolean othersPutAway) {
        if (decision == null) {
            return "was not evaluated";
        }
        if (decision.reason().equals(SAME_ORDER)
                || (othersPutAway && decision.reason().equals(NOT_ON_THIS_HOOK))) {
            return null;
        }
        boolean spoke = decision.outcome() == Decision.Outcome.SHOWN
                || CardStatus.isReason(decision.reason())
                || GAVE_WAY.contains(decision.reason());
        if (spoke && decision.tier() == expected) {
            return null;
        }
        Indicator tier = decision.tier();
        return (spoke && tier != null ? "is " + tier.code() : "is silent")
                + (decision.reason().isEmpty() ? "" : " (" + decision.reason() + ")");
    }
}
