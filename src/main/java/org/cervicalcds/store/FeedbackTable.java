package org.cervicalcds.store;

import static org.cervicalcds.store.DecisionTables.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps feedback: a batch whole or not at all, the same item once (CDSH-FB-8).
 *
 * <p>An item is the same where client, card, outcome, suggestion and time are; without a time, where the others are. Cards we do not know
 * are kept, too (CDSH-FB-3): they may be known later, since decisions are written behind the answers.
 */
final class FeedbackTable {
    /** Clocks differ; beyond this a time in the future is not believed (CDSH-FB-7). */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final Duration OLDEST = Duration.ofDays(3660);

    private static final String INSERT =
            "insert into feedback (item_key, received_at, happened_at, time_source, client, service, card, outcome,"
                    + " suggestion, reason_system, reason_code, reason_display, user_comment)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    private final Database database;
    private final RollUp rollUp;
    private final Clock clock;

    FeedbackTable(Database database, RollUp rollUp, Clock clock) {
        this.database = database;
        this.rollUp = rollUp;
        this.clock = clock;
    }

    /** Returns how many items were not there before; on the disk when it returns. */
    int keep(String client, String service, List<FeedbackItem> batch) {
        Map<String, @Nullable Object[]> rows = new TreeMap<>();
        Instant received = clock.instant();
        for (FeedbackItem item : batch) {
            List<String> suggestions = item.suggestions().isEmpty() ? List.of("") : item.suggestions();
            for (String suggestion : suggestions) {
                String key = key(client, item, suggestion);
                rows.putIfAbsent(key, row(key, client, service, item, suggestion, received));
            }
        }
        if (rows.isEmpty()) {
            return 0;
        }
        // In the order of the key, so that two equal batches at once do not wait for each other in circles.
        return database.durably(() -> {
            int[] stored = database.template().batchUpdate(INSERT, List.copyOf(rows.values()));
            int kept = Arrays.stream(stored).filter(n -> n > 0).sum();
            if (kept > 0) {
                rollUp.answered(
                        Text.fit(client, 200),
                        batch.stream()
                                .map(item -> Text.fit(item.card(), 200))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
            return kept;
        });
    }

    private static String key(String client, FeedbackItem item, String suggestion) {
        Instant at = item.at();
        return Keys.hash(
                "feedback", client, item.card(), item.outcome().code(), suggestion, at == null ? "" : at.toString());
    }

    private static @Nullable Object[] row(
            String key, String client, String service, FeedbackItem item, String suggestion, Instant received) {
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
            Text.fit(client, 200),
            Text.fit(service, 200),
            Text.fit(item.card(), 200),
            item.outcome().code(),
            Text.fit(suggestion, 200),
            reason == null ? null : Text.fitOrNull(reason.system(), 300),
            reason == null ? null : Text.fit(reason.code(), 200),
            reason == null ? null : Text.fitOrNull(reason.display(), 300),
            Text.fitOrNull(item.comment(), FeedbackItem.LONGEST_COMMENT)
        };
    }
}
