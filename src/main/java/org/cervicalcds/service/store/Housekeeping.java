package org.cervicalcds.service.store;

import static org.cervicalcds.service.store.DecisionTables.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.DatabaseErrors;
import org.cervicalcds.service.store.reports.RollUp;
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
    private final SuppressionTable suppressions;
    private final Duration retention;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "store-housekeeping");
        made.setDaemon(true);
        return made;
    });

    Housekeeping(Database database, RollUp rollUp, SuppressionTable suppressions, Duration retention, Clock clock) {
        this.database = database;
        this.rollUp = rollUp;
        this.suppressions = suppressions;
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
            log.warn("Days were not counted, next try in ten minutes: {}", DatabaseErrors.of(e));
        }
    }

    private void purgeQuietly() {
        try {
            long removed = purge();
            if (removed > 0) {
                log.info("{} rows older than {} days were removed", removed, retention.toDays());
            }
        } catch (RuntimeException e) {
            log.warn("Old rows were not removed, next try in an hour: {}", DatabaseErrors.of(e));
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
        suppressions.purge(oldest);
        long calls = inChunks(() -> calls(oldest));
        DecisionSets.removeUnused(database, LocalDate.ofInstant(oldest, clock.getZone()));
        return calls + inChunks(() -> feedback(oldest));
    }

    private long inChunks(Supplier<Integer> chunk) {
        long removed = 0;
        int last;
        do {
            last = database.inTransaction(chunk);
            removed += last;
        } while (last == CHUNK);
        return removed;
    }

    /** Looked for by their days, which is what the index has; a day is over last in a zone west of here. */
    private int calls(Instant oldest) {
        List<UUID> calls = database.client()
                .sql("select id from hook_call where called_on <= ? and called_at < ? order by called_on, id limit "
                        + CHUNK)
                .params(LocalDate.ofInstant(oldest, ZoneOffset.UTC).plusDays(1), utc(oldest))
                .query(UUID.class)
                .list();
        if (calls.isEmpty()) {
            return 0;
        }
        rollUp.removing(calls);
        return database.client()
                .sql("delete from hook_call where id in (:calls)")
                .param("calls", calls)
                .update();
    }

    private int feedback(Instant oldest) {
        return database.client()
                .sql("delete from feedback where item_key in (select item_key from feedback where received_at < ?"
                        + " order by received_at limit " + CHUNK + ")")
                .param(utc(oldest))
                .update();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
