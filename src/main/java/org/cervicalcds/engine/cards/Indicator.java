package org.cervicalcds.engine.cards;

import java.util.Locale;

/** How urgent a card is (CDSH-CARD-4), the most urgent first. */
public enum Indicator {
    CRITICAL,
    WARNING,
    INFO;

    /** The word CDS Hooks uses. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean atLeast(Indicator other) {
        return compareTo(other) <= 0;
    }
}
