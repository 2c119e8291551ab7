package org.cervicalcds.service.background;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes what others leave for it, many items at a time; whoever leaves one never waits.
 *
 * <p>It is never interrupted: H2 closes its file on an interrupted thread.
 */
public final class BackgroundWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWriter.class);
    private static final long IDLE_MILLIS = 100;

    /** Where the items go. */
    @FunctionalInterface
    public interface Target<T> {
        /** Writes items from the front of the list and removes those that are done with; the others are given again. */
        void write(List<T> items) throws InterruptedException;
    }

    /**
     * How much and how long.
     *
     * @param waiting most items that wait
     * @param batch most items at a time
     * @param linger how long more are waited for once there is one
     * @param pause before the same items are given again where none was done with
     * @param lastChance for what waits at the end; half of it while nothing gets through
     */
    public record Pace(int waiting, int batch, Duration linger, Duration pause, Duration lastChance) {}

    private final ThrottledLog failures = new ThrottledLog(LOG);
    private final Pace pace;
    private final Target<T> target;
    private final BlockingQueue<T> queue;
    private final List<T> batch = new ArrayList<>();
    private final Thread thread;
    private volatile int inHand;
    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile long deadline;

    /** @param name of the thread */
    public BackgroundWriter(String name, Pace pace, Target<T> target) {
        this.pace = pace;
        this.target = target;
        this.queue = new ArrayBlockingQueue<>(pace.waiting());
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Leaves an item; false where too many wait, or the end has come. */
    public boolean offer(T item) {
        return !closing && queue.offer(item);
    }

    /** How many items wait. */
    public int waiting() {
        return queue.size();
    }

    private void run() {
        while (!stopped && !(closing && queue.isEmpty() && batch.isEmpty())) {
            try {
                if (batch.isEmpty()) {
                    gather();
                }
                if (!batch.isEmpty()) {
                    write();
                }
            } catch (InterruptedException e) {
                LOG.debug("Interrupted; only the end of the queue ends the thread");
            }
        }
    }

    private void gather() throws InterruptedException {
        T first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        inHand = 1;
        if (!closing && queue.size() < pace.batch()) {
            Thread.sleep(pace.linger().toMillis());
        }
        queue.drainTo(batch, pace.batch() - 1);
        inHand = batch.size();
    }

    private void write() throws InterruptedException {
        try {
            target.write(batch);
        } catch (RuntimeException e) {
            failures.warn(thread.getName() + ": " + e.getClass().getName() + "; what waits is tried again");
            Thread.sleep(IDLE_MILLIS);
        }
        boolean stuck = batch.size() == inHand;
        inHand = batch.size();
        if (stuck && closing && System.nanoTime() - deadline >= 0) {
            stopped = true;
        } else if (stuck) {
            Thread.sleep(closing ? IDLE_MILLIS : pace.pause().toMillis());
        }
    }

    /** Takes no more, writes what waits, and returns how many items could not be written in time. */
    public int finish() {
        Duration lastChance = pace.lastChance();
        deadline = System.nanoTime() + lastChance.toNanos() / 2;
        closing = true;
        try {
            thread.join(lastChance.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped = true;
        return inHand + queue.size();
    }
}
