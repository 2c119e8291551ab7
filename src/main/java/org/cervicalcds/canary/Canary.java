package org.cervicalcds.canary;

import org.cervicalcds.cards.Decision;
import org.cervicalcds.cards.Indicator;
import org.cervicalcds.cards.Showing;
import org.jspecify.annotations.Nullable;

/**
 * A made-up hook call for which a tier of a card must match.
 *
 * @param title of the vignette it is
 * @param body the request, with everything in prefetch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Canary(String card, Indicator tier, String title, String hook, byte[] body) {

    /** Why the decision is not as it must be; null where it is. Whether a card that matches is also shown is the site's to say. */
    static @Nullable String fault(Indicator expected, @Nullable Decision decision) {
        if (decision == null) {
            return "was not evaluated";
        }
        boolean spoke = decision.outcome() == Decision.Outcome.SHOWN || Showing.isReason(decision.reason());
        if (spoke && decision.tier() == expected) {
            return null;
        }
        Indicator tier = decision.tier();
        return (spoke && tier != null ? "is " + tier.code() : "is silent")
                + (decision.reason().isEmpty() ? "" : " (" + decision.reason() + ")");
    }
}
