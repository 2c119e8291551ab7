package org.cervicalcds.engine.cards;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a card that would be sent is not.
 *
 * @param reason {@link #SNOOZE} and the code of the override reason, {@link #ENCOUNTER} or {@link #REPEAT}
 * @param until when it may come back; null for the end of the encounter
 */
public record Suppression(String reason, @Nullable Instant until) {
    /** The card was overridden; the code of the reason follows. */
    public static final String SNOOZE = "snooze:";

    /** The card was shown in this encounter already. */
    public static final String ENCOUNTER = "once-per-encounter";

    /** The card was shown to this patient's clinicians within its days. */
    public static final String REPEAT = "already-shown";

    private static final String RULE = "rule:";

    /** As a decision names it. */
    String decisionReason() {
        return RULE + reason;
    }

    /** Says that a decision's reason is a suppression. */
    public static boolean isReason(String decisionReason) {
        return decisionReason.startsWith(RULE + SNOOZE)
                || decisionReason.equals(RULE + ENCOUNTER)
                || decisionReason.equals(RULE + REPEAT);
    }
}
