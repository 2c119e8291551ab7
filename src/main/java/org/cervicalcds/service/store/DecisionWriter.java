package org.cervicalcds.service.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.cervicalcds.service.background.BackgroundWriter;
import org.cervicalcds.service.background.ThrottledLog;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.DatabaseErrors;
import org.cervicalcds.service.store.database.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes decisions in batches, off the hot path.
 *
 * <p>While the database is away the queue fills; what finds it full is lost, counted and told. On closing, what waits is written first.
 */
final class DecisionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DecisionWriter.class);
    private static final int LARGEST_BATCH = 2000;
    /** A transaction costs as much as dozens of rows. What waits longer is in the way of the collector, and is written in longer bursts. */
    private static final Duration LINGER = Duration.ofMillis(100);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BackgroundWriter<DecisionRecord> writer;
    private final DecisionTables tables;
    private final Database database;
    private final Counter written;
    private final Counter lost;
    private final Counter errors;
    private final ThrottledLog waiting = new ThrottledLog(log);
    private final ThrottledLog losing = new ThrottledLog(log);

    DecisionWriter(DecisionTables tables, Database database, int capacity, Duration lastChance, MeterRegistry meters) {
        this.tables = tables;
        this.database = database;
        this.writer = new BackgroundWriter<>(
                "store-writer",
                new BackgroundWriter.Pace(capacity, LARGEST_BATCH, LINGER, PAUSE, lastChance),
                this::write);
        this.written = counter("written", meters);
        this.lost = counter("lost", meters);
        this.errors = Meters.errors(meters, "decisions");
        Gauge.builder("cervical.cds.store.queue", writer, BackgroundWriter::waiting)
                .description("Hook calls that wait to be written")
                .register(meters);
    }

    private static Counter counter(String result, MeterRegistry meters) {
        return Counter.builder("cervical.cds.store.decisions")
                .description("Hook calls whose decisions were to be kept")
                .tag("result", result)
                .register(meters);
    }

    void start() {
        writer.start();
    }

    /** Never waits, never throws. */
    void add(DecisionRecord decision) {
        if (!writer.offer(decision)) {
            lose(1, "the queue is full");
        }
    }

    private void lose(int count, String why) {
        lost.increment(count);
        losing.warn("Decisions are lost to the record: " + why);
    }

    private void write(List<DecisionRecord> batch) {
        if (!database.isOpen()) {
            return;
        }
        try {
            tables.write(batch);
            written.increment(batch.size());
            batch.clear();
        } catch (RuntimeException e) {
            errors.increment();
            if (DatabaseErrors.isInTheData(e)) {
                oneByOne(batch);
            } else {
                waiting.warn("Decisions wait, the store is away: " + DatabaseErrors.of(e));
            }
        }
    }

    /** One record that cannot be written must not hold up the others. */
    private void oneByOne(List<DecisionRecord> batch) {
        while (!batch.isEmpty()) {
            try {
                tables.write(batch.subList(0, 1));
                written.increment();
            } catch (RuntimeException e) {
                if (!DatabaseErrors.isInTheData(e)) {
                    return;
                }
                lose(1, DatabaseErrors.of(e));
            }
            batch.remove(0);
        }
    }

    /** Writes what waits, for some seconds at the most. */
    @Override
    public void close() {
        int left = writer.finish();
        if (left > 0) {
            lose(left, "the service stops and the store is away");
        }
    }
}
