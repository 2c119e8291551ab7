package org.cervicalcds.engine.cards;

import java.util.Locale;

/** Whether a card definition, or one of its tiers, is evaluated, and whether what it says is sent. */
public enum CardStatus {
    /** Evaluated and sent. */
    ON,
    /** Evaluated and logged, never sent: the site watches how often it would speak. */
    SILENT,
    /** Evaluated and logged, not sent: nobody has signed the card as it is now. */
    UNSIGNED,
    /** Not there. */
    OFF;

    /** Takes part in decisions; what is not sent keeps back no other card. */
    boolean isEvaluated() {
        return this != OFF;
    }

    /** The word of the content for it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason a decision gives for a card or tier that is evaluated and not sent. */
    public String reason() {
        return this == UNSIGNED ? "rule:unsigned" : "rule:silent";
    }

    /** Says that a decision's reason is that the card is evaluated and not sent. */
    public static boolean isReason(String reason) {
        return reason.equals(UNSIGNED.reason()) || reason.equals(SILENT.reason());
    }
}
