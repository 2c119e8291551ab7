package org.cervicalcds.fhir;

import org.jspecify.annotations.Nullable;

/**
 * What a FHIR server sent; never printed.
 *
 * @param body as it came, empty unless the status is 200
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(
        int status,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String retryAfter,
        byte[] body) {

    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
