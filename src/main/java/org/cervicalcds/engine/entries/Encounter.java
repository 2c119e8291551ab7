package org.cervicalcds.engine.entries;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An encounter: that of the hook's context, or one that came beside it. */
public record Encounter(String id, boolean inProgress, @Nullable PartialDate start, @Nullable PartialDate end) {

    /** Says that it is over, and ended not before an instant and not in the future. */
    public boolean endedSince(Instant earliest, Instant now) {
        return !inProgress
                && end != null
                && !end.earliest().isAfter(now)
                && !end.latest().isBefore(earliest);
    }
}
