package org.cervicalcds.engine.entries;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something happened, as far as the record tells, settled against one evaluation instant.
 *
 * @param date the date it was taken from
 * @param at the instant that comparisons take
 * @param origin where the date stands in the resource
 * @param recency how far the date can prove that the event is recent
 * @param recorded when it was recorded, the second witness of a vague date
 * @param future the date lies more than a day after now
 */
public record EventDate(
        PartialDate date, Instant at, Origin origin, Recency recency, @Nullable Instant recorded, boolean future) {

    /** A clock that runs ahead, or a day that has begun elsewhere, is no future. */
    private static final Duration FUTURE_TOLERANCE = Duration.ofDays(1);

    /** Where a date stands in the resource. */
    public enum Origin {
        /** onset[x], effective[x] or the like: the resource says when it happened. */
        STATED,
        /** Only recordedDate or issued: when somebody wrote it down. */
        RECORDED,
        /** An undated diagnosis of the encounter that is going on. */
        ENCOUNTER
    }

    /** By which of its dates an entry counts as recent. */
    public enum Recency {
        BY_DATE,
        BY_DATE_AND_RECORDED,
        /** An undated diagnosis of the encounter that is going on. */
        ALWAYS,
        NEVER
    }

    /** As the entry says it, seen from an instant. */
    public static EventDate of(
            PartialDate date, Origin origin, @Nullable PartialDate recorded, boolean vague, Instant now) {
        Recency recency = Recency.BY_DATE;
        if (date.precision() == PartialDate.Precision.YEAR && origin != Origin.ENCOUNTER) {
            boolean thisYear = !date.earliest().isAfter(now) && !date.latest().isBefore(now);
            recency = thisYear ? Recency.BY_DATE_AND_RECORDED : Recency.NEVER;
        } else if (origin == Origin.ENCOUNTER) {
            recency = Recency.ALWAYS;
        } else if (vague) {
            recency = Recency.BY_DATE_AND_RECORDED;
        }
        return new EventDate(
                date,
                date.latestUpTo(now),
                origin,
                recency,
                recorded == null ? null : recorded.latestUpTo(now),
                date.earliest().isAfter(now.plus(FUTURE_TOLERANCE)));
    }

    /** Says that it would be the same when settled against any later instant. */
    public boolean isFinal(Instant now) {
        return origin != Origin.ENCOUNTER
                && date.latest().isBefore(now)
                && (recorded == null || recorded.isBefore(now));
    }

    /** Says whether the event is on or after the start of a window. */
    public boolean within(Instant start) {
        return switch (recency) {
            case BY_DATE -> !at.isBefore(start);
            case BY_DATE_AND_RECORDED -> !at.isBefore(start) && recorded != null && !recorded.isBefore(start);
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    /** Says whether the event is surely older than the start of a window. */
    public boolean before(Instant start) {
        return recency != Recency.ALWAYS && at.isBefore(start);
    }
}
