package org.cervicalcds.fhir.reading;

import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Availability.Extent;
import org.jspecify.annotations.Nullable;

/**
 * What came for one prefetch key or query.
 *
 * @param next address of the next page, where what came was one page of more (CDSH-PFD-6)
 * @param came entries that match, as far as they were counted
 * @param total how many match, as the server says; 0 where it does not
 * @param cause why it is nothing, or not all; {@link Cause#NONE} where only next page and counts tell
 */
public record SuppliedData(State state, @Nullable String next, int came, int total, Cause cause) {

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

    public static final SuppliedData DATA = new SuppliedData(State.DATA, null, 0, 0, Cause.NONE);
    public static final SuppliedData EMPTY = new SuppliedData(State.EMPTY, null, 0, 0, Cause.NONE);
    public static final SuppliedData UNUSABLE = new SuppliedData(State.UNUSABLE, null, 0, 0, Cause.UNREADABLE);

    /** Nothing came, for this reason. */
    public static SuppliedData failed(Cause cause) {
        return new SuppliedData(State.FAILED, null, 0, 0, cause);
    }

    /** The same, of which is known that it is not all. */
    public SuppliedData butNotAll(Cause why) {
        return new SuppliedData(state, next, came, total, why);
    }

    /** This page and the one that came after it. */
    public SuppliedData and(SuppliedData further) {
        boolean anyData = state == State.DATA || further.state == State.DATA;
        return new SuppliedData(
                anyData ? State.DATA : State.EMPTY,
                further.next,
                came + further.came,
                Math.max(total, further.total),
                cause == Cause.NONE ? further.cause : cause);
    }

    /** This and what another query of the same need brought. */
    public SuppliedData beside(SuppliedData other) {
        SuppliedData both = and(other);
        return new SuppliedData(both.state, both.next, both.came, total + other.total, both.cause);
    }

    /** The server says that there is more than came, and not where. */
    public boolean isShort() {
        return next == null && total > came;
    }

    /** How much of the need this is by itself, without further pages. */
    public Availability availability() {
        if (state == State.FAILED || state == State.UNUSABLE) {
            return Availability.nothing(cause);
        }
        Cause why = cause != Cause.NONE
                ? cause
                : next != null ? Cause.MORE_PAGES : isShort() ? Cause.COUNT_SHORT : Cause.NONE;
        if (why == Cause.NONE) {
            return Availability.ALL;
        }
        return new Availability(state == State.DATA ? Extent.PART : Extent.NOTHING, why, came, total);
    }
}
