package org.cervicalcds.service.cdshooks;

import org.cervicalcds.engine.chart.Availability.Cause;

/** The words of a 412: what an answer needs and could not be had, and the class of the cause; never an address (CDSH-PFD-2). */
final class MissingData {
    private MissingData() {}

    /** @param what with a capital letter */
    static String text(String what, Cause cause) {
        return what + " could not be had: " + why(cause) + (cause == Cause.NONE ? "." : " (" + cause.code() + ").");
    }

    private static String why(Cause cause) {
        return switch (cause) {
            case NONE -> "what came is of somebody else";
            case NO_ACCESS ->
                "not sent in prefetch, and the request gives no access to a FHIR server (fhirServer with fhirAuthorization)";
            case NO_TOKEN -> "not sent in prefetch, and the FHIR server of the request comes without a token";
            case TOKEN_NOT_USABLE ->
                "not sent in prefetch, and the token is expired, no bearer token, or made out to another client or patient";
            case SERVER_NOT_ALLOWED ->
                "not sent in prefetch, and this service may not ask the FHIR server of the request";
            case PRIVATE_ADDRESS ->
                "not sent in prefetch, and the FHIR server of the request lies at a private address";
            case PLAIN_HTTP ->
                "not sent in prefetch, and the FHIR server of the request would get the token over plain http";
            case NO_SCOPE -> "the scope of the token does not cover it";
            case REFUSED -> "the query was refused";
            case FAILED -> "the query failed";
            case LATE -> "the answer did not come in time";
            case SERVER_BUSY -> "the FHIR server has failed too often, or asked for a rest";
            case UNREADABLE -> "what came cannot be read";
            case MORE_PAGES,
                    COUNT_SHORT,
                    LIST_CUT,
                    UNKNOWN_CODES,
                    ATTACHMENT_NOT_READ,
                    CODES_LEFT_OUT,
                    TOO_MANY,
                    TEXT_TOO_LONG,
                    NOT_JUDGED -> "what came holds nothing of it, though there is more";
        };
    }
}
