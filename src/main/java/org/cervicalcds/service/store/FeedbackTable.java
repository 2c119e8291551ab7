package org.cervicalcds.service.store;

import static org.cervicalcds.service.store.DecisionTables.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cervicalcds.service.store.database.ColumnText;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.Keys;
import org.cervicalcds.service.store.reports.RollUp;
import org.jspecify.annotations.Nullable;

/**
 * Keeps feedback: a batch whole or not at all, the same item once (CDSH-FB-8).
 *
 * <p>An item is the same where client, tenant, card, outcome, suggestion and time are; without a time, where the others are. One that now
 * brings a reason or a comment is an update. Cards we do not know are kept, too (CDSH-FB-3): they may be known later, since decisions are
 * written behind the answers.
 */
final class FeedbackTable {
    /** Clocks differ; beyond this a time in the future is not believed (CDSH-FB-7). */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final Duration OLDEST = Duration.ofDays(3660);

    private static final String INSERT =
            "insert into feedback (item_key, received_at, happened_at, time_source, client, service, card, outcome,"
                    + " suggestion, reason_system, reason_code, reason_display, user_comment, tenant)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    /** What is not said again stays. */
    private static final String UPDATE =
            "update feedback set reason_system = ?, reason_code = ?, reason_display = ?, user_comment = coalesce(?, user_comment)"
                    + " where item_key = ? and (coalesce(reason_code, '') <> ? or coalesce(reason_system, '') <> ?"
                    + " or coalesce(reason_display, '') <> ? or coalesce(user_comment, '') <> coalesce(?, user_comment, ''))";

    private static final String UPDATE_COMMENT =
            "update feedback set user_comment = ? where item_key = ? and coalesce(user_comment, '') <> ?";

    private final Database database;
    private final RollUp rollUp;
    private final SnoozeReasons reasons;
    private final SuppressionTable suppressions;
    private final Clock clock;

    FeedbackTable(Database database, RollUp rollUp, SnoozeReasons reasons, SuppressionTable suppressions, Clock clock) {
        this.database = database;
        this.rollUp = rollUp;
        this.reasons = reasons;
        this.suppressions = suppressions;
        this.clock = clock;
    }

    /**
     * What became of a batch.
     *
     * @param kept items that were not there before
     * @param updated items that were there and now say more
     * @param repeated items that say nothing new
     * @param patients keys of those for whom cards are suppressed otherwise than before
     */
    record Kept(int kept, int updated, int repeated, Set<String> patients) {}

    /** An item for one suggestion, as its row. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(FeedbackItem item, @Nullable Object[] values) {}

    /** On the disk when it returns. */
    Kept keep(Caller caller, String service, List<FeedbackItem> batch) {
        Map<String, Row> rows = new TreeMap<>();
        Instant received = clock.instant();
        int items = 0;
        for (FeedbackItem item : batch) {
            List<String> suggestions = item.suggestions().isEmpty() ? List.of("") : item.suggestions();
            items += suggestions.size();
            for (String suggestion : suggestions) {
                String key = key(caller, item, suggestion);
                Row row = new Row(item, row(key, caller, service, item, suggestion, received));
                // Of one item twice in a batch the one that says more counts.
                rows.merge(key, row, (before, now) -> saysSomething(before.item()) ? before : now);
            }
        }
        if (rows.isEmpty()) {
            return new Kept(0, 0, 0, Set.of());
        }
        int all = items;
        // In the order of the key, so that two equal batches at once do not wait for each other in circles.
        return database.durably(() -> {
            int[] stored = database.template()
                    .batchUpdate(INSERT, rows.values().stream().map(Row::values).toList());
            int fresh = 0;
            Set<String> updated = new TreeSet<>();
            Set<String> settling = new TreeSet<>();
            Set<String> cards = new TreeSet<>();
            int place = 0;
            for (Map.Entry<String, Row> entry : rows.entrySet()) {
                Row row = entry.getValue();
                if (stored[place++] > 0) {
                    fresh++;
                } else if (update(entry.getKey(), row)) {
                    updated.add(entry.getKey());
                } else {
                    continue;
                }
                cards.add(ColumnText.fit(row.item().card(), 200));
                if (settles(row.item())) {
                    settling.add(entry.getKey());
                }
            }
            if (!cards.isEmpty()) {
                rollUp.answered(ColumnText.fit(caller.client(), 200), cards);
            }
            Set<String> patients = suppressions.overridden(settling, updated);
            return new Kept(fresh, updated.size(), all - fresh - updated.size(), patients);
        });
    }

    private static boolean saysSomething(FeedbackItem item) {
        return item.reason() != null || item.comment() != null;
    }

    private boolean settles(FeedbackItem item) {
        return item.outcome() == FeedbackItem.Outcome.OVERRIDDEN && reasons.settles(item.reason());
    }

    /** True where the row says more now. */
    private boolean update(String key, Row row) {
        if (!saysSomething(row.item())) {
            return false;
        }
        Object comment = row.values()[12];
        if (row.item().reason() == null) {
            return database.template().update(UPDATE_COMMENT, comment, key, comment) > 0;
        }
        Object system = row.values()[9];
        Object code = row.values()[10];
        Object display = row.values()[11];
        return database.template()
                        .update(
                                UPDATE,
                                system,
                                code,
                                display,
                                comment,
                                key,
                                code,
                                system == null ? "" : system,
                                display == null ? "" : display,
                                comment)
                > 0;
    }

    private static String key(Caller caller, FeedbackItem item, String suggestion) {
        Instant at = item.at();
        String time = at == null ? "" : at.toString();
        String outcome = item.outcome().code();
        // Without a tenant as before there were tenants, so that a repeat of what was kept then is still known as one.
        return caller.tenant().isEmpty()
                ? Keys.hash("feedback", caller.client(), item.card(), outcome, suggestion, time)
                : Keys.hash("feedback", caller.client(), item.card(), outcome, suggestion, time, caller.tenant());
    }

    private static @Nullable Object[] row(
            String key, Caller caller, String service, FeedbackItem item, String suggestion, Instant received) {
        FeedbackItem.Reason reason = item.reason();
        Instant at = item.at();
        boolean believed = at != null && !at.isAfter(received.plus(SKEW)) && !at.isBefore(received.minus(OLDEST));
        // A time that is a little ahead must not lengthen a snooze.
        Instant happened = at != null && believed && at.isBefore(received) ? at : received;
        return new @Nullable Object[] {
            key,
            utc(received),
            utc(happened),
            at == null ? "received" : believed ? "client" : "doubtful",
            ColumnText.fit(caller.client(), 200),
            ColumnText.fit(service, 200),
            ColumnText.fit(item.card(), 200),
            item.outcome().code(),
            ColumnText.fit(suggestion, 200),
            reason == null ? null : ColumnText.fitOrNull(reason.system(), 300),
            reason == null ? null : ColumnText.fit(reason.code(), 200),
            reason == null ? null : ColumnText.fitOrNull(reason.display(), 300),
            ColumnText.fitOrNull(item.comment(), FeedbackItem.LONGEST_COMMENT),
            ColumnText.fit(caller.tenant(), 200)
        };
    }
}
