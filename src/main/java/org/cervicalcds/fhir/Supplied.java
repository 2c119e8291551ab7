package org.cervicalcds.fhir;

import org.cervicalcds.chart.Availability;
import org.jspecify.annotations.Nullable;

/**
 * What came for one prefetch key or query.
 *
 * @param next address of the next page, where what came was one page of more (CDSH-PFD-6)
 */
public record Supplied(State state, @Nullable String next) {

    /** What a prefetch value or an answer turned out to be. */
    public enum State {
        /** At least one resource. */
        DATA,
        /** Asked, and there is nothing: null or a Bundle without resources (CDSH-PFD-3, CDSH-PFD-4). */
        EMPTY,
        /** The client ran the query and it failed: do not repeat it (CDSH-PFD-5). */
        FAILED,
        /** No FHIR at all: as good as not sent (CDSH-PFD-8). */
        UNUSABLE
    }

    public static final Supplied DATA = new Supplied(State.DATA, null);
    public static final Supplied EMPTY = new Supplied(State.EMPTY, null);
    public static final Supplied FAILED = new Supplied(State.FAILED, null);
    public static final Supplied UNUSABLE = new Supplied(State.UNUSABLE, null);

    /** How much of the need this is by itself, without further pages. */
    public Availability availability() {
        return switch (state) {
            case DATA, EMPTY -> next == null ? Availability.ALL : Availability.PART;
            case FAILED, UNUSABLE -> Availability.NOTHING;
        };
    }
}
