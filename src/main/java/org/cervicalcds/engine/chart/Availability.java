package org.cervicalcds.engine.chart;

/**
 * How much of a need the chart was given, and why not more; only when all of it came does "not found" mean "absent".
 *
 * @param extent how much came
 * @param cause why not more; {@link Cause#NONE} where all came
 * @param came how many entries came, where they were counted; else 0
 * @param total how many there are, as the server says; 0 where it does not say
 */
public record Availability(Extent extent, Cause cause, int came, int total) {
    public static final Availability ALL = new Availability(Extent.ALL, Cause.NONE, 0, 0);

    /** How much came. */
    public enum Extent {
        ALL,
        /** Some of more. */
        PART,
        /** Not supplied, or the query failed. */
        NOTHING
    }

    /** Why a need did not come whole: a class of cause that can be told to anybody, never an address. */
    public enum Cause {
        /** It came. */
        NONE,
        /** It was not in the request, and the request gives no access to a FHIR server. */
        NO_ACCESS,
        /** The request names a FHIR server and brings no token for it. */
        NO_TOKEN,
        /** The token is expired, of a type that is not known, or made out to another client or patient. */
        TOKEN_NOT_USABLE,
        /** The FHIR server is none that the settings allow. */
        SERVER_NOT_ALLOWED,
        /** The FHIR server lies at a private address, which the settings do not allow. */
        PRIVATE_ADDRESS,
        /** The token would have travelled unencrypted. */
        PLAIN_HTTP,
        /** The token's scope does not cover it. */
        NO_SCOPE,
        /** The FHIR server refused the query, or the client says that it did. */
        REFUSED,
        /** The FHIR server failed, or could not be reached. */
        FAILED,
        /** The answer did not come in time. */
        LATE,
        /** The FHIR server was not asked: it failed too often, asked for a rest, or too many asked it at once. */
        SERVER_BUSY,
        /** What came could not be read. */
        UNREADABLE,
        /** A further page was not fetched: there are too many, or its address is not below the server's base. */
        MORE_PAGES,
        /** The server says that there are more entries than it sent, and gives no next page. */
        COUNT_SHORT,
        /** The client sends no more entries than came. */
        LIST_CUT,
        /** Most of the codes are of code systems that are not known here. */
        UNKNOWN_CODES,
        /** Reports hold nothing but attachments that are not read: a PDF, or an address. */
        ATTACHMENT_NOT_READ,
        /** There are more entries than are judged in one call. */
        TOO_MANY,
        /** A text is so long that it is not read to its end. */
        TEXT_TOO_LONG,
        /** The time for judging them was spent. */
        NOT_JUDGED,
        /** The client's query leaves out codes, since a query has only so many characters. */
        CODES_LEFT_OUT;

        private final String code = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

        /** The word for logs, meters and {@code why}. */
        public String code() {
            return code;
        }
    }

    /** Some of more. */
    public static Availability part(Cause cause, int came, int total) {
        return new Availability(Extent.PART, cause, came, total);
    }

    /** Nothing at all. */
    public static Availability nothing(Cause cause) {
        return new Availability(Extent.NOTHING, cause, 0, 0);
    }

    public boolean isAll() {
        return extent == Extent.ALL;
    }

    /** Says whether the server told of more entries than came. */
    public boolean isCounted() {
        return total > came;
    }
}
