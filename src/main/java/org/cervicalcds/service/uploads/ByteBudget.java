package org.cervicalcds.service.uploads;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How many bytes of long bodies may be in memory at the same time. */
public final class ByteBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final LongAdder refused = new LongAdder();

    /**
     * @param most in bytes; a body longer than that is never taken
     */
    public ByteBudget(long most) {
        this.most = most;
    }

    /** Takes so many bytes, which are to be given back, or none where there are not enough. */
    public boolean take(long bytes) {
        long before;
        do {
            before = taken.get();
            if (before + bytes > most) {
                refused.increment();
                return false;
            }
        } while (!taken.compareAndSet(before, before + bytes));
        return true;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** In bytes. */
    public long most() {
        return most;
    }

    /** In bytes. */
    public long taken() {
        return taken.get();
    }

    /** How often there were not enough. */
    long refused() {
        return refused.sum();
    }
}
