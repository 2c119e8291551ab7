package org.cervicalcds.service.background;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Writes the first of many like messages at once and then at most one a minute, with the number of those left out. */
public final class ThrottledLog {
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    public ThrottledLog(Logger log) {
        this.log = log;
    }

    public void warn(String message) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            long count = leftOut.getAndSet(0);
            log.warn("{}{}", message, count == 0 ? "" : " (and " + count + " times before)");
        } else {
            leftOut.incrementAndGet();
        }
    }
}
