package org.cervicalcds.service.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.DatabaseErrors;
import org.cervicalcds.service.store.database.Meters;
import org.cervicalcds.service.store.database.ThrottledLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes decisions in batches, off the hot path.
 *
 * <p>While the database is away the queue fills; what finds it full is lost, counted and told. On closing, what waits is written first.
 */
final class DecisionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DecisionWriter.class);
    private static final int LARGEST_BATCH = 2000;
    private static final long LINGER_MILLIS = 100;
    private static final long GATHER_MILLIS = 100;
    private static final long PAUSE_MILLIS = 1000;

    private final BlockingQueue<DecisionRecord> queue;
    private final DecisionTables tables;
    private final Database database;
    private final Duration lastChance;
    private final Counter written;
    private final Counter lost;
    private final Counter errors;
    private final ThrottledLog waiting = new ThrottledLog(log);
    private final ThrottledLog losing = new ThrottledLog(log);
    private final Thread thread = new Thread(this::run, "store-writer");
    private final List<DecisionRecord> batch = new ArrayList<>();
    private volatile boolean closing;
    private volatile long deadline;

    DecisionWriter(DecisionTables tables, Database database, int capacity, Duration lastChance, MeterRegistry meters) {
        this.tables = tables;
        this.lastChance = lastChance;
        this.database = database;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.written = Counter.builder("cervical.cds.store.decisions")
                .description("Hook calls whose decisions were to be kept")
                .tag("result", "written")
                .register(meters);
        this.lost = Counter.builder("cervical.cds.store.decisions")
                .description("Hook calls whose decisions were to be kept")
                .tag("result", "lost")
                .register(meters);
        this.errors = Meters.errors(meters, "decisions");
        Gauge.builder("cervical.cds.store.queue", queue, BlockingQueue::size)
                .description("Hook calls that wait to be written")
                .register(meters);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Never waits, never throws. */
    void add(DecisionRecord decision) {
        if (closing || !queue.offer(decision)) {
            lose(1, "the queue is full");
        }
    }

    private void lose(int count, String why) {
        lost.increment(count);
        losing.warn("Decisions are lost to the record: " + why);
    }

    private void run() {
        while (!(closing && queue.isEmpty() && batch.isEmpty())) {
            gather();
            if (batch.isEmpty()) {
                continue;
            }
            if (database.isOpen() && write()) {
                batch.clear();
            } else if (closing && System.nanoTime() - deadline >= 0) {
                lose(batch.size() + queue.size(), "the service stops and the store is away");
                return;
            } else {
                pause(closing ? GATHER_MILLIS : PAUSE_MILLIS);
            }
        }
    }

    private void gather() {
        if (!batch.isEmpty()) {
            return;
        }
        try {
            DecisionRecord first = queue.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                linger();
                queue.drainTo(batch, LARGEST_BATCH - 1);
            }
        } catch (InterruptedException e) {
            log.debug("Nobody interrupts the writer; it goes on until it is closed");
        }
    }

    /** A transaction costs as much as dozens of rows. What waits longer is in the way of the collector, and is written in longer bursts. */
    private void linger() {
        if (!closing && queue.size() < LARGEST_BATCH) {
            pause(LINGER_MILLIS);
        }
    }

    /** False to try the same batch again later. */
    private boolean write() {
        try {
            tables.write(batch);
            written.increment(batch.size());
            return true;
        } catch (RuntimeException e) {
            errors.increment();
            if (DatabaseErrors.isInTheData(e)) {
                return oneByOne();
            }
            waiting.warn("Decisions wait, the store is away: " + DatabaseErrors.of(e));
            return false;
        }
    }

    /** One record that cannot be written must not hold up the others. */
    private boolean oneByOne() {
        while (!batch.isEmpty()) {
            try {
                tables.write(batch.subList(0, 1));
                written.increment();
            } catch (RuntimeException e) {
                if (!DatabaseErrors.isInTheData(e)) {
                    return false;
                }
                lose(1, DatabaseErrors.of(e));
            }
            batch.remove(0);
        }
        return true;
    }

    private void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            log.debug("Woken to stop");
        }
    }

    /** Writes what waits, for some seconds at the most. */
    @Override
    public void close() {
        deadline = System.nanoTime() + lastChance.toNanos();
        closing = true;
        try {
            thread.join(2 * lastChance.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
