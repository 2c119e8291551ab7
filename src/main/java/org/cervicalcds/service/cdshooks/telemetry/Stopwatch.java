package org.cervicalcds.service.cdshooks.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.cervicalcds.service.access.QueryOutcome;

/** How long the parts of one hook call took. */
public final class Stopwatch {
    private final String requestId =
            Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final Map<String, Long> laps = new LinkedHashMap<>();
    private final long started = System.nanoTime();
    private final Queue<QueryOutcome> asked = new ConcurrentLinkedQueue<>();
    private long last = started;
    private long lookUp;

    public String requestId() {
        return requestId;
    }

    /** Ends a part. */
    public void lap(String part) {
        long now = System.nanoTime();
        laps.put(part, (now - last) / 1000);
        last = now;
    }

    /** Does some work within a part that does not count as part of it: the look-up of what is suppressed. */
    <T> T lookUp(Supplier<T> work) {
        long before = System.nanoTime();
        try {
            return work.get();
        } finally {
            long took = System.nanoTime() - before;
            lookUp += took;
            last += took;
        }
    }

    /** Microseconds of the look-up; 0 where there was none. */
    long lookUpMicros() {
        return lookUp / 1000;
    }

    /** Notes a query; may be called from several threads. */
    public void asked(QueryOutcome query) {
        asked.add(query);
    }

    /** The queries that have ended so far. */
    public Queue<QueryOutcome> asked() {
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
    public Map<String, Long> micros() {
        return laps;
    }

    void appendTo(StringBuilder line) {
        laps.forEach((part, micros) ->
                line.append(' ').append(part).append('=').append(micros).append("us"));
        if (lookUp > 0) {
            line.append(" lookup=").append(lookUpMicros()).append("us");
        }
    }
}
