package org.cervicalcds.service.store.reports;

import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.cervicalcds.service.store.database.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts one day: what became of cards, and how long calls and answers took. */
final class DayCounts {
    /** The time from a card to the first answer to it, beside the parts of {@link Latency}. */
    static final String RESPONSE = "response";

    private static final String DECISIONS =
            """
            insert into card_day (called_on, called_week, client, card, tier, card_hash, outcome, why, cards)
            select d.called_on, d.called_week, d.client, d.card, coalesce(d.tier, ''), d.card_hash, d.outcome,
              case when d.outcome in ('suppressed', 'undetermined') then d.reason else '' end, sum(d.calls)
            from (
              select c.called_on, c.called_week, c.client, s.card, s.tier, s.card_hash, s.outcome, s.reason, c.calls
              from (
                select called_on, called_week, client, decision_set, count(*) as calls
                from hook_call
                where not is_repeat and called_on = :day and decision_set is not null
                group by called_on, called_week, client, decision_set
              ) c
              join decision_in_set s on s.set_id = c.decision_set
              union all
              select h.called_on, h.called_week, h.client, o.card, o.tier, o.card_hash, o.outcome, o.reason, 1
              from hook_call h join card_decision o on o.call_id = h.id
              where not h.is_repeat and h.called_on = :day and h.decision_set is null
            ) d
            group by 1, 2, 3, 4, 5, 6, 7, 8
            """;

    /** Feedback on all cards of the first calls of the day and of their repeats, which come within minutes: that day or the next. */
    private static final String FEEDBACK =
            """
            from hook_call h
            join sent_card s on s.call_id = h.id
            join feedback f on f.card = s.uuid and f.client = s.client
            join hook_call c on c.id = h.first_id
            where h.called_on in (:day, :next) and c.called_on = :day and not c.is_repeat
            """;

    /**
     * What a clinician takes for one display of a card: the service shows it in the same tier to the same patient's clinicians within an
     * encounter of that day, however often they look. Without an encounter each call is one.
     */
    private static final String DISPLAY =
            "c.client, c.service, coalesce(c.encounter_key, cast(c.id as varchar(36))), s.card, s.tier";

    /** The decision about a card that was sent, by its keys: PostgreSQL would make all of call_decision for it. */
    private static final String DECISION =
            """
            left join decision_in_set d on d.set_id = c.decision_set and d.card = s.card and d.outcome = 'shown'
            left join card_decision o on o.call_id = c.id and o.card = s.card and o.outcome = 'shown'
            """;

    private static final String HASH = "coalesce(d.card_hash, o.card_hash)";

    /** Of the shown cards those that were on a screen of the same encounter before: they are no new displays. */
    static final String AGAIN =
            """
            insert into card_day (called_on, called_week, client, card, tier, card_hash, outcome, why, cards)
            select a.called_on, a.called_week, a.client, a.card, a.tier, a.card_hash, 'again', '', count(*)
            from (
              select c.called_on, c.called_week, c.client, s.card, coalesce(d.tier, o.tier, '') as tier,
            """
                    + HASH + " as card_hash, row_number() over (partition by " + DISPLAY + ", " + HASH
                    + " order by c.called_at, c.id) as place "
                    + "from hook_call c join sent_card s on s.call_id = c.id "
                    + DECISION
                    + """
              where c.called_on = :day and not c.is_repeat and c.encounter_key is not null
            ) a
            where a.place > 1 and a.card_hash is not null
            group by 1, 2, 3, 4, 5, 6
            """;

    /** The last feedback on each card that was displayed. */
    static final String ANSWERS =
            """
            insert into card_day (called_on, called_week, client, card, tier, card_hash, outcome, why, cards)
            select a.called_on, a.called_week, a.client, a.card, a.tier, a.card_hash, a.outcome,
              case when a.outcome = 'overridden' then a.reason else '' end, count(*)
            from (
              select c.called_on, c.called_week, c.client, s.card, coalesce(d.tier, o.tier, '') as tier,
            """
                    + HASH + " as card_hash, f.outcome, coalesce(f.reason_code, '') as reason,"
                    + " row_number() over (partition by " + DISPLAY + ", " + HASH
                    + " order by f.happened_at desc, f.item_key) as place "
                    + FEEDBACK.replace("where", DECISION + "where")
                    + """
            ) a
            where a.place = 1 and a.card_hash is not null
            group by 1, 2, 3, 4, 5, 6, 7, 8
            """;

    private static final String FOLLOWED =
            "select c.called_week, c.client, s.card, s.tier, " + HASH + ", f.suggestion, s.suggestion_labels "
                    + FEEDBACK.replace("where", DECISION + "where")
                    + " and f.outcome = 'accepted' and f.suggestion <> '' and " + HASH + " is not null";

    private static final String RESPONSES =
            """
            select c.client, s.card, cast(min(extract(epoch from f.happened_at - s.sent_at)) as double precision) as seconds
            """
                    + FEEDBACK
                    + "group by " + DISPLAY;

    private static final int PAGE = 2000;

    private final Database database;

    DayCounts(Database database) {
        this.database = database;
    }

    /** In place of what was counted before. */
    void count(LocalDate day) {
        for (String table : List.of("card_day", "time_day")) {
            run("delete from " + table + " where called_on = :day", day);
        }
        run(DECISIONS, day);
        run(AGAIN, day);
        answered(day, database.client().sql(ANSWERS)).update();
        followed(day);
        times(day);
    }

    private void run(String sql, LocalDate day) {
        database.client().sql(sql).param("day", day).update();
    }

    /** How often each suggestion was accepted, by its label as the card has it. */
    private void followed(LocalDate day) {
        Map<List<Object>, Long> counts = new LinkedHashMap<>();
        answered(day, database.client().sql(FOLLOWED)).query((ResultSet row) -> {
            String label = SuggestionLabels.of(row.getString(7), row.getString(6));
            counts.merge(
                    List.of(
                            row.getObject(1, LocalDate.class),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            label),
                    1L,
                    Long::sum);
        });
        List<Object[]> rows = new ArrayList<>();
        counts.forEach((key, count) -> {
            List<Object> row = new ArrayList<>(key);
            row.add(0, day);
            row.add(count);
            rows.add(row.toArray());
        });
        if (!rows.isEmpty()) {
            database.template()
                    .batchUpdate(
                            "insert into card_day (called_on, called_week, client, card, tier, card_hash, outcome, why, cards)"
                                    + " values (?, ?, ?, ?, ?, ?, 'followed', ?, ?)",
                            rows);
        }
    }

    /** A statement about feedback on the cards of a day. */
    static JdbcClient.StatementSpec answered(LocalDate day, JdbcClient.StatementSpec statement) {
        return statement.param("day", day).param("next", day.plusDays(1));
    }

    private void times(LocalDate day) {
        Map<List<String>, Histogram> histograms = new HashMap<>();
        Page page = new Page(new UUID(0, 0), PAGE);
        while (page.rows() == PAGE) {
            page = page(day, page.last(), histograms);
        }
        answered(day, database.client().sql(RESPONSES)).query((ResultSet row) -> {
            histogram(histograms, row, RESPONSE).add(1000 * row.getDouble(3));
        });
        List<Object[]> rows = new ArrayList<>();
        histograms.forEach((key, histogram) ->
                rows.add(new Object[] {day, key.get(0), key.get(1), key.get(2), histogram.toString()}));
        if (!rows.isEmpty()) {
            database.template()
                    .batchUpdate(
                            "insert into time_day (called_on, client, kind, name, histogram) values (?, ?, ?, ?, ?)",
                            rows);
        }
    }

    /** Where a page ended, and how many rows it had. */
    private record Page(UUID last, int rows) {}

    /** Page by page, so that a day of a hundred thousand calls never is in memory. */
    private Page page(LocalDate day, UUID after, Map<List<String>, Histogram> histograms) {
        List<UUID> ids = database.client()
                .sql("select client, service, read_us, fetch_us, decide_us, write_us, total_us, id from hook_call"
                        + " where called_on = :day and id > :after order by called_on, id limit " + PAGE)
                .param("day", day)
                .param("after", after)
                .query((row, n) -> {
                    for (Latency.Part part : Latency.Part.values()) {
                        histogram(histograms, row, part.name().toLowerCase(Locale.ROOT))
                                .add(row.getLong(part.column()));
                    }
                    return row.getObject("id", UUID.class);
                })
                .list();
        return ids.isEmpty() ? new Page(after, 0) : new Page(ids.get(ids.size() - 1), ids.size());
    }

    /** Of a row that begins with client and name. */
    private static Histogram histogram(Map<List<String>, Histogram> all, ResultSet row, String kind)
            throws java.sql.SQLException {
        return all.computeIfAbsent(List.of(row.getString(1), kind, row.getString(2)), k -> new Histogram());
    }
}
