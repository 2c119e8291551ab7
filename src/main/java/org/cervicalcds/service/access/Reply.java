package org.cervicalcds.service.access;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    /** How long the server asks to be left alone, which is believed up to a number of seconds; empty where it does not say. */
    Optional<Duration> rest(long mostSeconds) {
        String after = retryAfter == null ? "" : retryAfter.strip();
        return SECONDS.matcher(after).matches()
                ? Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(after), mostSeconds)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
