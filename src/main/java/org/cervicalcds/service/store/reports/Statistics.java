package org.cervicalcds.service.store.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cervicalcds.service.store.database.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts over what is kept, read from those of each day. Repeats of a hook call count once; feedback on a repeat counts for the first call. */
public final class Statistics {
    private static final String WHERE =
            """
            where called_on between :first and :last and (:card = '' or card = :card) and (:client = '' or client = :client)
            """;

    private static final String CARDS =
            "select card, tier, client, card_hash, called_week, outcome, why, sum(cards) as n from card_day " + WHERE
                    + " group by card, tier, client, card_hash, called_week, outcome, why";

    private static final String TIMES =
            """
            select kind, name, histogram from time_day
            where called_on between :first and :last and (:client = '' or client = :client)
              and (kind = 'response') = :response and (:card = '' or name = :card)
            """;

    /** Answers, and cards shown again, are of those that were counted as shown already. */
    private static final String DAILY =
            """
            select card, client, called_on, sum(cards) as calls,
              sum(case when outcome in ('shown', 'suppressed', 'unsigned') then cards else 0 end) as fired
            from card_day
            """
                    + WHERE
                    + """
            and outcome not in ('accepted', 'overridden', 'again', 'followed')
            group by card, client, called_on order by card, client, called_on
            """;

    private static final String COMMENTS =
            """
            select f.happened_at, coalesce(s.card, '') as card, f.client, f.outcome, coalesce(f.reason_code, '') as reason,
              f.user_comment
            from feedback f left join sent_card s on s.uuid = f.card and s.client = f.client
            where f.user_comment is not null and f.user_comment <> '' and f.happened_at >= :from and f.happened_at < :to
              and (:card = '' or s.card = :card) and (:client = '' or f.client = :client)
            order by f.happened_at desc, f.item_key limit :most
            """;

    static final String KNOWN =
            """
            select s.card, s.tier, coalesce(d.card_hash, o.card_hash) as card_hash, h.content, s.sent_at
            from sent_card s
            join hook_call h on h.id = s.call_id
            left join decision_in_set d on d.set_id = h.decision_set and d.card = s.card
            left join card_decision o on o.call_id = s.call_id and o.card = s.card
            where s.uuid = :uuid and s.client = :client and (d.card is not null or o.card is not null)
            """;

    private final Database database;

    private final ZoneId zone;

    /** Days are those of the zone. */
    public Statistics(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    /** In the order of card, tier, client, content and week. */
    public List<CardCounts> cards(StatisticsScope slice) {
        return database.orUnavailable(() -> {
            Map<String, Counting> all = new TreeMap<>();
            about(slice, CARDS).query((ResultSet row) -> {
                List<String> group = new ArrayList<>();
                for (int column = 1; column <= 4; column++) {
                    group.add(row.getString(column));
                }
                LocalDate week = row.getObject("called_week", LocalDate.class);
                all.computeIfAbsent(String.join("\u0000", group) + "\u0000" + week, k -> new Counting(group, week))
                        .add(row.getString("outcome"), row.getString("why"), row.getLong("n"));
            });
            return all.values().stream().map(Counting::counts).toList();
        });
    }

    private JdbcClient.StatementSpec about(StatisticsScope slice, String sql) {
        return database.client()
                .sql(sql)
                .param("first", slice.span().first())
                .param("last", slice.span().last())
                .param("card", slice.card())
                .param("client", slice.client());
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
                    of("shown") - of("again"),
                    of("again"),
                    of("accepted"),
                    of("overridden"),
                    of("suppressed"),
                    of("silent"),
                    of("undetermined"),
                    of("unsigned"),
                    reasonsOf("overridden"),
                    reasonsOf("followed"),
                    reasonsOf("suppressed"),
                    reasonsOf("undetermined"));
        }
    }

    /**
     * How long hook calls took, by service, whatever the cards; repeats count, since they took their time. Percentiles are right within 1 %.
     */
    public List<Latency> latencies(StatisticsScope slice) {
        Map<String, Map<Latency.Part, Latency.Percentiles>> services = new TreeMap<>();
        Map<String, Long> calls = new TreeMap<>();
        times(new StatisticsScope(slice.span(), "", slice.client()), false).forEach((key, histogram) -> {
            Latency.Part part = Latency.Part.valueOf(key.get(1).toUpperCase(Locale.ROOT));
            services.computeIfAbsent(key.get(0), k -> new EnumMap<>(Latency.Part.class))
                    .put(part, Latency.Percentiles.of(histogram));
            calls.put(key.get(0), histogram.count());
        });
        List<Latency> latencies = new ArrayList<>();
        services.forEach(
                (service, parts) -> latencies.add(new Latency(service, calls.getOrDefault(service, 0L), parts)));
        return latencies;
    }

    private Map<List<String>, Histogram> times(StatisticsScope slice, boolean response) {
        return database.orUnavailable(() -> {
            Map<List<String>, Histogram> all = new LinkedHashMap<>();
            about(slice, TIMES).param("response", response).query((ResultSet row) -> all.computeIfAbsent(
                            List.of(row.getString("name"), row.getString("kind")), k -> new Histogram())
                    .add(row.getString("histogram")));
            return all;
        });
    }

    /**
     * How long it took from the card to the first feedback on it; percentiles are right within 1 %.
     *
     * @param answered how many cards were answered
     * @param medianSeconds half of them within
     * @param ninetyPercentSeconds nine of ten within
     */
    public record TimeToResponse(String card, long answered, double medianSeconds, double ninetyPercentSeconds) {}

    /** In the order of the card. */
    public List<TimeToResponse> timesToResponse(StatisticsScope slice) {
        Map<String, TimeToResponse> cards = new TreeMap<>();
        times(slice, true)
                .forEach((key, histogram) -> cards.put(
                        key.get(0),
                        new TimeToResponse(
                                key.get(0),
                                histogram.count(),
                                histogram.percentile(0.5) / 1000,
                                histogram.percentile(0.9) / 1000)));
        return List.copyOf(cards.values());
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

    /** The latest first; on cards we do not know only where no card is asked for. */
    public List<Comment> comments(StatisticsScope slice, int most) {
        Span span = slice.span();
        return database.orUnavailable(() -> database.client()
                .sql(COMMENTS)
                .param("from", start(span.first()))
                .param("to", start(span.last().plusDays(1)))
                .param("card", slice.card())
                .param("client", slice.client())
                .param("most", most)
                .query(Statistics::comment)
                .list());
    }

    private OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay(zone).toOffsetDateTime();
    }

    /** Every site that ever called, as far as it is kept. */
    public List<String> clients() {
        return database.orUnavailable(() -> database.client()
                .sql("select distinct client from card_day order by client")
                .query(String.class)
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
    public List<Firing> firings(StatisticsScope slice) {
        return database.orUnavailable(() -> {
            Map<List<String>, List<ControlChart.Day>> all = new LinkedHashMap<>();
            about(slice, DAILY).query((ResultSet row) -> {
                all.computeIfAbsent(List.of(row.getString("card"), row.getString("client")), k -> new ArrayList<>())
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
                .sql(KNOWN)
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
