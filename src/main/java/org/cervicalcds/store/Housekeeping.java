package org.cervicalcds.store;

import static org.cervicalcds.store.DecisionTables.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is older than the retention every hour, and keeps the counts of days fresh, in small transactions; replicas may do it side by side. */
final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int CHUNK = 1000;
    /** Soon: what runs for the first time loads classes, and that is better done before there is much to do. */
    private static final long FIRST_COUNT_SECONDS = 10;

    private static final long COUNT_SECONDS = 600;

    private final Database database;
    private final RollUp rollUp;
    private final Duration retention;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "store-housekeeping");
        made.setDaemon(true);
        return made;
    });

    Housekeeping(Database database, RollUp rollUp, Duration retention, Clock clock) {
        this.database = database;
        this.rollUp = rollUp;
        this.retention = retention;
        this.clock = clock;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::countQuietly, FIRST_COUNT_SECONDS, COUNT_SECONDS, TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(this::purgeQuietly, 2, 60, TimeUnit.MINUTES);
    }

    private void countQuietly() {
        try {
            if (database.isOpen()) {
                rollUp.refresh();
            }
        } catch (RuntimeException e) {
            log.warn("Days were not counted, next try in ten minutes: {}", Trouble.of(e));
        }
    }

    private void purgeQuietly() {
        try {
            long removed = purge();
            if (removed > 0) {
                log.info("{} rows older than {} days were removed", removed, retention.toDays());
            }
        } catch (RuntimeException e) {
            log.warn("Old rows were not removed, next try in an hour: {}", Trouble.of(e));
        }
    }

    /** Returns the number of hook calls and feedback items removed. */
    long purge() {
        Instant now = clock.instant();
        Instant oldest = now.minus(retention);
        database.client()
                .sql("delete from used_token where expires_at < ?")
                .param(utc(now))
                .update();
        database.client()
                .sql("delete from first_of_instance where called_at < ?")
                .param(utc(now.minus(FirstCalls.REPEAT.multipliedBy(6))))
                .update();
        long calls = inChunks("hook_call", "id", "called_at", oldest, () -> rollUp.removing(oldest, CHUNK));
        DecisionSets.removeUnused(database, LocalDate.ofInstant(oldest, clock.getZone()));
        return calls + inChunks("feedback", "item_key", "received_at", oldest, () -> {});
    }

    private long inChunks(String table, String key, String time, Instant oldest, Runnable first) {
        String sql = "delete from " + table + " where " + key + " in (select " + key + " from " + table + " where "
                + time + " < ? order by " + time + " limit " + CHUNK + ")";
        long removed = 0;
        int last;
        do {
            last = database.inTransaction(() -> {
                first.run();
                return database.client().sql(sql).param(utc(oldest)).update();
            });
            removed += last;
        } while (last == CHUNK);
        return removed;
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
