package org.cervicalcds.engine.criteria;

import java.time.Duration;
import java.time.Instant;
import org.cervicalcds.engine.entries.EventDate;
import org.jspecify.annotations.Nullable;

/**
 * Which event dates count, measured back from now; a day is 24 hours.
 *
 * @param within dated, and not longer ago than this
 * @param orUndated an event without a date passes {@code within}
 * @param before dated, and longer ago than this
 * @param atLeastAgo dated, and at least this long ago
 * @param notWithin undated, or longer ago than this
 * @param notBefore undated, or not surely longer ago than this
 */
public record Window(
        @Nullable Duration within,
        boolean orUndated,
        @Nullable Duration before,
        @Nullable Duration atLeastAgo,
        @Nullable Duration notWithin,
        @Nullable Duration notBefore) {
    public static final Window ANY = new Window(null, false, null, null, null, null);

    /** Says whether an event counts; null is an event without a date. */
    public boolean holds(@Nullable EventDate event, Instant now) {
        if (within != null && (event == null ? !orUndated : !event.within(now.minus(within)))) {
            return false;
        }
        if (before != null && (event == null || !event.before(now.minus(before)))) {
            return false;
        }
        if (atLeastAgo != null && (event == null || event.at().isAfter(now.minus(atLeastAgo)))) {
            return false;
        }
        if (notBefore != null && event != null && event.before(now.minus(notBefore))) {
            return false;
        }
        return notWithin == null || event == null || !event.within(now.minus(notWithin));
    }
}
