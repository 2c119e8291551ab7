package org.cervicalcds.engine.chart;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How much processor time one call may take to judge a chart. Asking is cheap enough to be done for each entry and each finding.
 *
 * <p>The time of the thread counts; where it is not told, as for virtual threads, the time that passed, of which a pause in which the thread
 * did not run counts as {@value #LONGEST_STEP_MILLIS} ms at most.
 */
public final class CpuBudget {
    /** For whoever may take as long as it takes: vignettes, and calls that nobody waits for. */
    public static final CpuBudget UNLIMITED = new CpuBudget(Long.MAX_VALUE);

    private static final int LONGEST_STEP_MILLIS = 50;
    private static final long LONGEST_STEP = LONGEST_STEP_MILLIS * 1_000_000L;
    private static final int ASKED_BETWEEN_LOOKS = 16;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long nanos;
    private final long startedCpu;
    private long last;
    private long passed;
    private long moved;
    private int asked;
    private boolean spent;

    private CpuBudget(long nanos) {
        this.nanos = nanos;
        this.startedCpu = nanos == Long.MAX_VALUE ? -1 : cpu();
        this.last = System.nanoTime();
    }

    /** So much from now on, for the thread that asks. */
    public static CpuBudget of(Duration time) {
        return new CpuBudget(time.toNanos());
    }

    /** Says that it is spent; it stays so. */
    public boolean isSpent() {
        if (spent || nanos == Long.MAX_VALUE || ++asked % ASKED_BETWEEN_LOOKS != 0) {
            return spent;
        }
        long now = System.nanoTime();
        passed += now - last;
        moved += Math.min(now - last, LONGEST_STEP);
        last = now;
        if (passed >= nanos) {
            long cpu = startedCpu < 0 ? -1 : cpu();
            spent = (cpu < 0 ? moved : cpu - startedCpu) >= nanos;
        }
        return spent;
    }

    /** Nanoseconds of this thread; -1 where that is not told. */
    private static long cpu() {
        try {
            return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : -1;
        } catch (UnsupportedOperationException virtual) {
            return -1;
        }
    }
}
