package org.cervicalcds.hooks;

import java.util.concurrent.ThreadLocalRandom;

/** How long the parts of one hook call took. */
final class Stopwatch {
    private final String requestId =
            Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final StringBuilder laps = new StringBuilder(64);
    private long last = System.nanoTime();

    String requestId() {
        return requestId;
    }

    /** Ends a part. */
    void lap(String part) {
        long now = System.nanoTime();
        laps.append(' ').append(part).append('=').append((now - last) / 1000).append("us");
        last = now;
    }

    void appendTo(StringBuilder line) {
        line.append(laps);
    }
}
