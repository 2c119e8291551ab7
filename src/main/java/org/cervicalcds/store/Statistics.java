package org.cervicalcds.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts over what is kept. Repeats of a hook call count once; feedback on a repeat counts for the first call. */
public final class Statistics {
    private static final String DECISIONS =
            """
            select d.card, coalesce(d.tier, '') as tier, h.client, d.card_hash, h.called_week, d.outcome,
              case when d.outcome in ('suppressed', 'undetermined') then d.reason else '' end as why, count(*) as n
            from card_decision d join hook_call h on h.id = d.call_id
            where not h.is_repeat and h.called_on between :first and :last
            group by 1, 2, 3, 4, 5, 6, 7
            """;

    /** The last feedback on each shown card of a first call. */
    private static final String ANSWERED =
            """
            with answered as (
              select h.first_id, s.card, f.outcome, coalesce(f.reason_code, '') as reason,
                row_number() over (partition by h.first_id, s.card order by f.happened_at desc, f.item_key) as place
              from feedback f
              join sent_card s on s.uuid = f.card and s.client = f.client
              join hook_call h on h.id = s.call_id
            )
            select d.card, coalesce(d.tier, '') as tier, h.client, d.card_hash, h.called_week, a.outcome,
              case when a.outcome = 'overridden' then a.reason else '' end as why, count(*) as n
            from answered a
            join hook_call h on h.id = a.first_id
            join card_decision d on d.call_id = h.id and d.card = a.card and d.outcome = 'shown'
            where a.place = 1 and h.called_on between :first and :last
            group by 1, 2, 3, 4, 5, 6, 7
            """;

    private static final String LATENCIES =
            """
            select service, %s, count(*) as n from hook_call
            where called_on between :first and :last group by service order by service
            """
                    .formatted(percentiles());

    private static final String RESPONSES =
            """
            select card, count(*) as n, percentile_cont(0.5) within group (order by seconds) as p50,
              percentile_cont(0.9) within group (order by seconds) as p90
            from (
              select h.first_id, s.card, cast(min(extract(epoch from f.happened_at - s.sent_at)) as double precision) as seconds
              from feedback f
              join sent_card s on s.uuid = f.card and s.client = f.client
              join hook_call h on h.id = s.call_id
              where h.called_on between :first and :last
              group by h.first_id, s.card
            ) answered
            group by card order by card
            """;

    private static final String DAILY =
            """
            select d.card, h.client, h.called_on, count(*) as calls,
              sum(case when d.outcome in ('shown', 'suppressed', 'unsigned') then 1 else 0 end) as fired
            from card_decision d join hook_call h on h.id = d.call_id
            where not h.is_repeat and h.called_on between :first and :last
            group by d.card, h.client, h.called_on order by d.card, h.client, h.called_on
            """;

    private static final String COMMENTS =
            """
            select f.happened_at, coalesce(s.card, '') as card, f.client, f.outcome, coalesce(f.reason_code, '') as reason,
              f.user_comment
            from feedback f left join sent_card s on s.uuid = f.card and s.client = f.client
            where f.user_comment is not null and f.user_comment <> ''
            order by f.happened_at desc, f.item_key limit :most
            """;

    private final Database database;

    Statistics(Database database) {
        this.database = database;
    }

    private static String percentiles() {
        List<String> columns = new ArrayList<>();
        for (Latency.Part part : Latency.Part.values()) {
            for (String share : List.of("0.5", "0.95", "0.99")) {
                columns.add("percentile_cont(" + share + ") within group (order by cast(" + part.column()
                        + " as double precision)) as " + part.column() + "_" + share.substring(2));
            }
        }
        return String.join(", ", columns);
    }

    /** In the order of card, tier, client, content and week. */
    public List<CardCounts> cards(Span span) {
        return database.orUnavailable(() -> {
            Map<String, Counting> all = new TreeMap<>();
            count(DECISIONS, span, all);
            count(ANSWERED, span, all);
            return all.values().stream().map(Counting::counts).toList();
        });
    }

    private void count(String sql, Span span, Map<String, Counting> all) {
        database.client()
                .sql(sql)
                .param("first", span.first())
                .param("last", span.last())
                .query((ResultSet row) -> {
                    List<String> group = new ArrayList<>();
                    for (int column = 1; column <= 4; column++) {
                        group.add(row.getString(column));
                    }
                    LocalDate week = row.getObject("called_week", LocalDate.class);
                    all.computeIfAbsent(String.join("\u0000", group) + "\u0000" + week, k -> new Counting(group, week))
                            .add(row.getString("outcome"), row.getString("why"), row.getLong("n"));
                });
    }

    /** Counts of one group on their way. */
    private static final class Counting {
        private final List<String> group;
        private final LocalDate week;
        private final Map<String, Long> outcomes = new TreeMap<>();
        private final Map<String, Map<String, Long>> reasons = new TreeMap<>();

        Counting(List<String> group, LocalDate week) {
            this.group = group;
            this.week = week;
        }

        void add(String outcome, String why, long count) {
            outcomes.merge(outcome, count, Long::sum);
            reasons.computeIfAbsent(outcome, o -> new TreeMap<>()).merge(why, count, Long::sum);
        }

        private long of(String outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        private Map<String, Long> reasonsOf(String outcome) {
            return new LinkedHashMap<>(reasons.getOrDefault(outcome, Map.of()));
        }

        CardCounts counts() {
            return new CardCounts(
                    group.get(0),
                    group.get(1),
                    group.get(2),
                    group.get(3),
                    week,
                    of("shown"),
                    of("accepted"),
                    of("overridden"),
                    of("suppressed"),
                    of("silent"),
                    of("undetermined"),
                    of("unsigned"),
                    reasonsOf("overridden"),
                    reasonsOf("suppressed"),
                    reasonsOf("undetermined"));
        }
    }

    /** How long hook calls took, by service; repeats count, since they took their time. */
    public List<Latency> latencies(Span span) {
        return database.orUnavailable(() -> database.client()
                .sql(LATENCIES)
                .param("first", span.first())
                .param("last", span.last())
                .query(Latency::of)
                .list());
    }

    /**
     * How long it took from the card to the first feedback on it.
     *
     * @param answered how many cards were answered
     * @param medianSeconds half of them within
     * @param ninetyPercentSeconds nine of ten within
     */
    public record TimeToResponse(String card, long answered, double medianSeconds, double ninetyPercentSeconds) {}

    /** In the order of the card. */
    public List<TimeToResponse> timesToResponse(Span span) {
        return database.orUnavailable(() -> database.client()
                .sql(RESPONSES)
                .param("first", span.first())
                .param("last", span.last())
                .query((row, n) -> new TimeToResponse(
                        row.getString("card"), row.getLong("n"), row.getDouble("p50"), row.getDouble("p90")))
                .list());
    }

    /**
     * What a clinician wrote; may hold patient data.
     *
     * @param card empty where it belongs to no card we know
     * @param reason code; empty for none
     */
    public record Comment(Instant at, String card, String client, String outcome, String reason, String text) {
        @Override
        public String toString() {
            return "Comment[" + card + "]";
        }
    }

    /** The latest first. */
    public List<Comment> comments(int most) {
        return database.orUnavailable(() -> database.client()
                .sql(COMMENTS)
                .param("most", most)
                .query(Statistics::comment)
                .list());
    }

    private static Comment comment(ResultSet row, int number) throws SQLException {
        return new Comment(
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getString("card"),
                row.getString("client"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("user_comment"));
    }

    /** A card at a client, with how often it fired on each day. */
    public record Firing(String card, String client, List<ControlChart.Day> days) {

        /** Its control chart, the last day of which is the last of {@code days}. */
        public ControlChart chart() {
            return ControlChart.of(days);
        }
    }

    /** How often each card fired (was shown, suppressed or held back unsigned) among the hook calls that decided it. */
    public List<Firing> firings(Span span) {
        return database.orUnavailable(() -> {
            Map<List<String>, List<ControlChart.Day>> all = new LinkedHashMap<>();
            database.client()
                    .sql(DAILY)
                    .param("first", span.first())
                    .param("last", span.last())
                    .query((ResultSet row) -> {
                        all.computeIfAbsent(
                                        List.of(row.getString("card"), row.getString("client")), k -> new ArrayList<>())
                                .add(new ControlChart.Day(
                                        row.getObject("called_on", LocalDate.class),
                                        row.getLong("calls"),
                                        row.getLong("fired")));
                    });
            List<Firing> firings = new ArrayList<>();
            all.forEach((key, days) -> firings.add(new Firing(key.get(0), key.get(1), List.copyOf(days))));
            return firings;
        });
    }

    /** A decision and what is known of its card, for one uuid; for finding out what feedback is about. */
    public record Known(String card, String tier, String contentHash, String content, Instant sentAt) {}

    /** The decision behind a card that was sent; empty where the uuid is not known. */
    public Optional<Known> known(String client, String cardUuid) {
        return database.orUnavailable(() -> database.client()
                .sql("select s.card, s.tier, d.card_hash, h.content, s.sent_at from sent_card s"
                        + " join hook_call h on h.id = s.call_id join card_decision d on d.call_id = s.call_id and d.card = s.card"
                        + " where s.uuid = :uuid and s.client = :client")
                .param("uuid", cardUuid)
                .param("client", client)
                .query((row, n) -> new Known(
                        row.getString("card"),
                        row.getString("tier"),
                        row.getString("card_hash"),
                        row.getString("content"),
                        row.getObject("sent_at", OffsetDateTime.class).toInstant()))
                .optional());
    }
}
