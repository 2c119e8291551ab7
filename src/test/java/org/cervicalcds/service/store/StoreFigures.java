package org.cervicalcds.service.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Durations;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.database.TestDatabase;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.Statistics;
import org.cervicalcds.service.store.reports.StatisticsScope;

/**
 * Measures the writer and the statistics on both databases over a year on record; not a test. Run by hand, with the number of calls a day and of
 * combinations of decisions (without the latter hardly one repeats): {@code java -cp <test class path> org.cervicalcds.service.store.StoreFigures 400 2000}.
 */
final class StoreFigures {
    private static final int CARDS = 11;
    private static final int DAYS = 365;
    private static final Random RANDOM = new Random(1);

    private StoreFigures() {}

    public static void main(String[] args) throws IOException, SQLException {
        int callsADay = Integer.parseInt(args[0]);
        int combinations = args.length > 1 ? Integer.parseInt(args[1]) : Integer.MAX_VALUE;
        for (TestDatabase database : TestDatabase.values()) {
            Path folder = Files.createTempDirectory("figures");
            try (Scene scene = Scene.on(database, folder)) {
                measure(database, scene, callsADay, combinations);
            }
        }
    }

    private static void measure(TestDatabase database, Scene scene, int callsADay, int combinations)
            throws SQLException {
        System.out.printf(
                "%s: %d days of %d calls with %d cards each, %d combinations%n",
                database, DAYS, callsADay, CARDS, combinations);
        Instant end = scene.clock.instant();
        long start = System.nanoTime();
        int answers = 0;
        for (int day = DAYS - 1; day >= 0; day--) {
            List<FeedbackItem> feedback = new ArrayList<>();
            for (int i = 0; i < callsADay; i++) {
                Instant at = end.minus(Duration.ofDays(day)).minusSeconds(i % 30_000);
                scene.record(
                        scene.call("P" + RANDOM.nextInt(20_000)),
                        at,
                        durations(),
                        outcomes(at, RANDOM.nextInt(combinations), feedback));
            }
            scene.awaitWritten();
            scene.keep(feedback.toArray(FeedbackItem[]::new));
            answers += feedback.size();
        }
        double seconds = seconds(start);
        long rows = (long) DAYS * callsADay * (CARDS + 1);
        System.out.printf(
                "  written: %,d rows (and %,d answers) in %.1f s, %,.0f rows and %,.0f calls a second%n",
                rows, answers, seconds, rows / seconds, (double) DAYS * callsADay / seconds);
        if (database == TestDatabase.POSTGRESQL) {
            try (Connection connection = TestDatabase.connect(scene.settings);
                    Statement statement = connection.createStatement()) {
                statement.execute("analyze");
            }
        }
        time("first count of all days", () -> scene.store.statistics());
        System.out.println("  counts of days: " + scene.query("select count(*) from card_day") + ", histograms: "
                + scene.query("select count(*) from time_day"));
        StatisticsScope year = StatisticsScope.of(Span.until(LocalDate.ofInstant(end, java.time.ZoneOffset.UTC), DAYS));
        for (int i = 0; i < 3; i++) {
            time("nothing new, whole page", () -> page(scene, year));
            scene.record(scene.call("P1"), Scene.outcome("card-1", null, Outcome.SILENT, ""));
            scene.awaitWritten();
            time("today counted anew, whole page", () -> page(scene, year));
            Instant old = end.minus(Duration.ofDays(200));
            scene.record(scene.call("P1"), old, Scene.outcome("card-1", null, Outcome.SILENT, ""));
            scene.awaitWritten();
            time("an old day counted anew, whole page", () -> page(scene, year));
        }
        Statistics statistics = scene.store.statistics();
        time("  of this, cards", () -> statistics.cards(year));
        time("  of this, latencies", () -> statistics.latencies(year));
        time("  of this, times to response", () -> statistics.timesToResponse(year));
        time("  of this, firings", () -> statistics.firings(year));
        time("  of this, comments", () -> statistics.comments(year, 100));
        time("  of this, clients", statistics::clients);
    }

    private static void page(Scene scene, StatisticsScope year) {
        Statistics statistics = scene.store.statistics();
        statistics.cards(year);
        statistics.latencies(year);
        statistics.timesToResponse(year);
        statistics.firings(StatisticsScope.of(Span.until(year.span().last(), 63)));
        statistics.comments(year, 100);
        statistics.clients();
    }

    private static Durations durations() {
        return new Durations(time(150), time(20_000), time(90), time(30));
    }

    private static long time(int usual) {
        return Math.round(usual * Math.exp(RANDOM.nextGaussian() / 2));
    }

    private static CardOutcome[] outcomes(Instant at, int combination, List<FeedbackItem> feedback) {
        Random decided = new Random(combination);
        return IntStream.range(0, CARDS)
                .mapToObj(card -> {
                    String id = "card-" + card;
                    int dice = decided.nextInt(100);
                    Indicator tier = Indicator.values()[decided.nextInt(3)];
                    if (dice < 2) {
                        String uuid = UUID.randomUUID().toString();
                        if (RANDOM.nextBoolean()) {
                            feedback.add(
                                    RANDOM.nextBoolean()
                                            ? Scene.accepted(uuid, at.plusSeconds(RANDOM.nextInt(300)), "s")
                                            : Scene.overridden(
                                                    uuid, "specialist-plan", at.plusSeconds(RANDOM.nextInt(300))));
                        }
                        return Scene.shown(id, tier, uuid, "Condition/" + RANDOM.nextInt(1000));
                    }
                    return dice < 20
                            ? Scene.outcome(id, null, Outcome.UNDETERMINED, "finding-" + decided.nextInt(4))
                            : Scene.outcome(id, null, Outcome.SILENT, "finding-" + decided.nextInt(4));
                })
                .toArray(CardOutcome[]::new);
    }

    private static void time(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf("  %s: %.0f ms%n", what, 1000 * seconds(start));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
