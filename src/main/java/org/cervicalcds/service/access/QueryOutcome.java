package org.cervicalcds.service.access;

import java.util.Locale;

/**
 * How one query to a FHIR server went; it says nothing about whom it was.
 *
 * @param server base address where our settings name it, else {@value #OTHER}
 * @param startedNanos of {@link System#nanoTime}
 * @param endedNanos of {@link System#nanoTime}
 */
public record QueryOutcome(String server, String resourceType, Outcome outcome, long startedNanos, long endedNanos) {
    /** A server that our settings do not name. */
    public static final String OTHER = "other";

    /** How it ended. */
    public enum Outcome {
        /** With a resource that can be read, as far as the envelope tells. */
        ANSWERED,
        /** With a status of 3xx or 4xx. */
        REFUSED,
        /** With a status of 5xx, or no connection. */
        FAILED,
        /** With 200 and something that is no JSON, or too long. */
        UNUSABLE,
        /** Not within the time budget. */
        LATE,
        /** It was not sent: the server failed too often, asked for a rest, or too many asked it at once. */
        TURNED_AWAY;

        /** The word for meters and traces. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
