package org.cervicalcds.replay;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Tells how far something is: on a terminal a bar in one line, else a line every ten seconds. For any number of threads. */
final class Progress implements AutoCloseable {
    private static final long ON_TERMINAL_MILLIS = 500;
    private static final long ELSE_MILLIS = 10_000;
    private static final int WIDTH = 30;
    private static final double MEGA = 1 << 20;

    private final PrintStream out;
    private final boolean terminal;
    private final String task;
    private final String unit;
    private final long all;
    private final double scale;
    private final LongAdder done = new LongAdder();
    private final long began = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "progress");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param unit what is counted: {@code MB} is counted in bytes
     * @param all how many there are, as far as that is known
     */
    Progress(PrintStream out, boolean terminal, String task, String unit, long all) {
        this.out = out;
        this.terminal = terminal;
        this.task = task;
        this.unit = unit;
        this.all = all;
        this.scale = unit.equals("MB") ? MEGA : 1;
        long pause = terminal ? ON_TERMINAL_MILLIS : ELSE_MILLIS;
        clock.scheduleAtFixedRate(this::tell, pause, pause, TimeUnit.MILLISECONDS);
    }

    void step(long more) {
        done.add(more);
    }

    private void tell() {
        String line = line(done.sum(), (System.nanoTime() - began) / 1e9);
        if (terminal) {
            out.print("\r" + line + "   ");
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** How far it is after some seconds, at which rate, and how long it will take at that. */
    String line(long count, double seconds) {
        double share = all == 0 ? 1 : Math.min(1.0, (double) count / all);
        double rate = seconds <= 0 ? 0 : count / seconds;
        long left = rate <= 0 ? -1 : Math.round(Math.max(0, all - count) / rate);
        String bar = terminal
                ? "[" + "=".repeat((int) (WIDTH * share)) + " ".repeat(WIDTH - (int) (WIDTH * share)) + "] "
                : "";
        return String.format(
                Locale.ROOT,
                "%s %s%.0f %%, %,.0f of %,.0f %s, %,.0f %s a second%s",
                task,
                bar,
                Math.floor(100 * share),
                count / scale,
                all / scale,
                unit,
                rate / scale,
                unit,
                left < 0 ? "" : ", " + left / 60 + ":" + String.format(Locale.ROOT, "%02d", left % 60) + " left");
    }

    /** Says how it ended, where anybody was told that it went on. */
    @Override
    public void close() {
        clock.shutdownNow();
        if (terminal) {
            tell();
            out.println();
        }
    }
}
