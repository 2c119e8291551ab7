package org.cervicalcds.hooks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** How long the parts of one hook call took. */
final class Stopwatch {
    private final String requestId =
            Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final Map<String, Long> laps = new LinkedHashMap<>();
    private final long started = System.nanoTime();
    private long last = started;

    String requestId() {
        return requestId;
    }

    /** Ends a part. */
    void lap(String part) {
        long now = System.nanoTime();
        laps.put(part, (now - last) / 1000);
        last = now;
    }

    /** Nanoseconds since the start. */
    long nanos() {
        return System.nanoTime() - started;
    }

    /** Microseconds of each part, in order. */
    Map<String, Long> micros() {
        return laps;
    }

    void appendTo(StringBuilder line) {
        laps.forEach((part, micros) ->
                line.append(' ').append(part).append('=').append(micros).append("us"));
    }
}
