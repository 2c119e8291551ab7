package org.cervicalcds.hooks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.cervicalcds.fhir.Asked;

/** How long the parts of one hook call took. */
final class Stopwatch {
    private final String requestId =
            Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final Map<String, Long> laps = new LinkedHashMap<>();
    private final long started = System.nanoTime();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
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

    /** Notes a query; may be called from several threads. */
    void asked(Asked query) {
        asked.add(query);
    }

    /** The queries that have ended so far. */
    Queue<Asked> asked() {
        return asked;
    }

    /** The start, of {@link System#nanoTime}. */
    long startedNanos() {
        return started;
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
