package org.cervicalcds.engine.cards;

import org.jspecify.annotations.Nullable;

/**
 * What was decided about one card definition in one hook call.
 *
 * @param card id of the card definition
 * @param tier the tier that matched, also where the card stayed silent for another reason; null where none matched
 * @param reason name of the finding that stopped it, or of the rule (such as {@code gate:deceased}); empty for a shown card
 */
public record Decision(String card, Outcome outcome, @Nullable Indicator tier, String reason) {

    /** Whether a card is shown; undetermined means that data were missing that could have changed it. */
    public enum Outcome {
        SHOWN,
        SILENT,
        UNDETERMINED
    }
}
