package org.cervicalcds.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a card stays away.
 *
 * @param reason {@code snooze:} and the code of the override reason, or {@value #ENCOUNTER}
 * @param until when it may come back; null for the end of the encounter
 */
public record Suppression(String reason, @Nullable Instant until) {
    /** The card was shown in this encounter already. */
    public static final String ENCOUNTER = "once-per-encounter";

    static final String SNOOZE = "snooze:";
}
