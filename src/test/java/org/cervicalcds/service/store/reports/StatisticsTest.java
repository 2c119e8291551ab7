package org.cervicalcds.service.store.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.Call;
import org.cervicalcds.service.store.Caller;
import org.cervicalcds.service.store.DecisionRecord;
import org.cervicalcds.service.store.DecisionRecord.Durations;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.FeedbackItem;
import org.cervicalcds.service.store.Scene;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The counts equal those made by another way. */
@Tag("database")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StatisticsTest {
    private static final StatisticsScope YEAR =
            StatisticsScope.of(new Span(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)));

    private final Scene scene;

    StatisticsTest(TestDatabase database, @TempDir Path folder) {
        this.scene = Scene.on(database, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void eachShownCardHasOneAnswerAtMost() {
        Instant now = scene.clock.instant();
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.WARNING, "u1"));
        scene.awaitWritten();
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.WARNING, "u1-again"));
        scene.record(scene.call("P2"), Scene.shown("a", Indicator.WARNING, "u2"));
        scene.record(scene.call("P3"), Scene.shown("a", Indicator.WARNING, "u3"));
        scene.record(scene.call("P4"), Scene.shown("a", Indicator.WARNING, "u4"));
        scene.record(scene.call("P5"), Scene.outcome("a", Indicator.WARNING, Outcome.SUPPRESSED, "snooze:x"));
        scene.record(scene.call("P6"), Scene.outcome("a", null, Outcome.UNDETERMINED, "recent-trauma"));
        scene.awaitWritten();
        scene.keep(
                // On the repeat: counts for the first call. Two suggestions: one answer.
                Scene.accepted("u1-again", now.minusSeconds(10), "s1", "s2"),
                // Changed their mind: the last one counts.
                Scene.accepted("u2", now.minusSeconds(20), "s1"),
                Scene.overridden("u2", "already-addressed", now.minusSeconds(5)),
                new FeedbackItem("u3", FeedbackItem.Outcome.OVERRIDDEN, List.of(), null, "no, thanks", now),
                Scene.overridden("not-ours", "already-addressed", now));
        scene.store.keep(Caller.of("other"), "s", List.of(Scene.accepted("u4", now, "s")));

        List<CardCounts> counts = scene.store.statistics().cards(YEAR);
        assertThat(counts).hasSize(2);
        CardCounts undetermined = counts.get(0);
        assertThat(undetermined.tier()).isEmpty();
        assertThat(undetermined.undetermined()).isEqualTo(1);
        assertThat(undetermined.undeterminedBy()).isEqualTo(Map.of("recent-trauma", 1L));
        CardCounts warning = counts.get(1);
        assertThat(warning)
                .isEqualTo(new CardCounts(
                        "a",
                        "warning",
                        "clinic",
                        "hash-a",
                        LocalDate.of(2026, 3, 2),
                        4,
                        0,
                        1,
                        2,
                        1,
                        0,
                        0,
                        0,
                        Map.of("", 1L, "already-addressed", 1L),
                        Map.of("", 3L),
                        Map.of("snooze:x", 1L),
                        Map.of()));
        assertThat(warning.noAnswer()).isEqualTo(1);
        assertThat(scene.store.statistics().comments(YEAR, 5))
                .singleElement()
                .satisfies(comment -> assertThat(comment.text()).isEqualTo("no, thanks"));
    }

    /** Who looks again in the same encounter, or has the page refresh itself, is not shown another card. */
    @Test
    void aRefreshWithinAnEncounterIsNoNewDisplay() {
        Instant now = scene.clock.instant();
        scene.record(scene.call("H1", "P1", "E1"), Scene.shown("a", Indicator.WARNING, "u1"));
        scene.record(scene.call("H2", "P1", "E1"), Scene.shown("a", Indicator.WARNING, "u2"));
        scene.record(scene.call("H3", "P1", "E1"), Scene.shown("a", Indicator.WARNING, "u3"));
        scene.record(scene.call("H4", "P1", "E2"), Scene.shown("a", Indicator.WARNING, "u4"));
        scene.record(scene.call("H5", "P2", "E1"), Scene.shown("a", Indicator.WARNING, "u5"));
        scene.record(scene.call("H6", "P3", null), Scene.shown("a", Indicator.WARNING, "u6"));
        scene.record(scene.call("H7", "P3", null), Scene.shown("a", Indicator.WARNING, "u7"));
        // More urgent than what was seen before: that is new.
        scene.record(scene.call("H8", "P1", "E1"), Scene.shown("a", Indicator.CRITICAL, "u8"));
        scene.awaitWritten();
        scene.keep(
                Scene.overridden("u1", "already-addressed", now.minusSeconds(60)),
                Scene.accepted("u3", now.minusSeconds(10), "s-u3"));

        assertThat(scene.store.statistics().cards(YEAR))
                .extracting(
                        CardCounts::tier,
                        CardCounts::shown,
                        CardCounts::again,
                        CardCounts::accepted,
                        CardCounts::overridden)
                .containsExactly(tuple("critical", 1L, 0L, 0L, 0L), tuple("warning", 5L, 2L, 1L, 0L));
        assertThat(scene.store.statistics().cards(YEAR).get(1).followedBy()).isEqualTo(Map.of("Order CT", 1L));
        assertThat(scene.store.statistics().timesToResponse(YEAR))
                .singleElement()
                .satisfies(time -> assertThat(time.answered()).isEqualTo(1));
        assertThat(scene.store.statistics().firings(YEAR).get(0).days().get(0))
                .as("control charts are about calls")
                .isEqualTo(new ControlChart.Day(LocalDate.of(2026, 3, 4), 8, 8));
    }

    @Test
    void aSimulatedMonthEqualsAnIndependentCount() {
        Random random = new Random(6);
        Map<String, long[]> expected = new TreeMap<>();
        Map<String, long[]> daily = new TreeMap<>();
        List<FeedbackItem> feedback = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            scene.clock.set(Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofMinutes(72L * i)));
            Call call = scene.call("H" + i, "P" + random.nextInt(50), "E" + i);
            LocalDate day = scene.clock.instant().atZone(scene.clock.getZone()).toLocalDate();
            List<DecisionRecord.CardOutcome> outcomes = new ArrayList<>();
            for (String card : List.of("a", "b", "c")) {
                Outcome outcome = Outcome.values()[random.nextInt(5)];
                long[] counts = expected.computeIfAbsent(
                        card + " " + day.minusDays(day.getDayOfWeek().getValue() - 1), k -> new long[7]);
                counts[outcome.ordinal()]++;
                long[] fired = daily.computeIfAbsent(card + " " + day, k -> new long[2]);
                fired[0]++;
                fired[1] += outcome == Outcome.SILENT || outcome == Outcome.UNDETERMINED ? 0 : 1;
                String uuid = card + i;
                if (outcome == Outcome.SHOWN) {
                    outcomes.add(Scene.shown(card, Indicator.WARNING, uuid, "Condition/" + i));
                    int answer = random.nextInt(3);
                    if (answer == 0) {
                        feedback.add(Scene.accepted(uuid, scene.clock.instant(), "s-" + uuid));
                        counts[5]++;
                    } else if (answer == 1) {
                        feedback.add(Scene.overridden(uuid, "specialist-plan", scene.clock.instant()));
                        counts[6]++;
                    }
                } else {
                    outcomes.add(Scene.outcome(card, Indicator.WARNING, outcome, "because"));
                }
            }
            scene.record(call, outcomes.toArray(DecisionRecord.CardOutcome[]::new));
        }
        scene.keep(feedback.toArray(FeedbackItem[]::new));
        scene.keep(feedback.toArray(FeedbackItem[]::new));
        scene.awaitWritten();

        Map<String, long[]> found = new TreeMap<>();
        for (CardCounts c : scene.store.statistics().cards(YEAR)) {
            found.put(c.card() + " " + c.week(), new long[] {
                c.shown(), c.silent(), c.undetermined(), c.suppressed(), c.unsigned(), c.accepted(), c.overridden()
            });
        }
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (group, counts) -> assertThat(found.get(group)).as(group).containsExactly(counts));

        Map<String, long[]> firings = new TreeMap<>();
        for (Statistics.Firing firing : scene.store.statistics().firings(YEAR)) {
            for (ControlChart.Day day : firing.days()) {
                firings.put(firing.card() + " " + day.date(), new long[] {day.calls(), day.fired()});
            }
            assertThat(firing.chart().verdict()).isNotEqualTo(ControlChart.Verdict.SILENT);
        }
        assertThat(firings.keySet()).isEqualTo(daily.keySet());
        daily.forEach((day, counts) -> assertThat(firings.get(day)).as(day).containsExactly(counts));
    }

    @Test
    void onlyTheDaysOfTheSpanCount() {
        for (String at : List.of(
                "2026-03-01T23:59:59Z", "2026-03-02T00:00:00Z", "2026-03-08T23:59:59Z", "2026-03-09T00:00:00Z")) {
            scene.clock.set(Instant.parse(at));
            scene.record(scene.call("P1"), Scene.shown("a", Indicator.INFO, at));
        }
        scene.awaitWritten();
        assertThat(scene.store.statistics().cards(StatisticsScope.of(Span.until(LocalDate.of(2026, 3, 8), 7))))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.shown()).isEqualTo(2);
                    assertThat(c.week()).isEqualTo(LocalDate.of(2026, 3, 2));
                });
    }

    @Test
    void latenciesAndTimesToResponseAreThoseWorkedOutByHand() {
        // Totals 10, 20, … 1000 µs: the median lies between 500 and 510, 95 % at 950.5, 99 % at 990.1.
        for (int i = 1; i <= 100; i++) {
            scene.store.record(new DecisionRecord(
                    scene.call("P"),
                    scene.clock.instant(),
                    "c",
                    new Durations(i, 2L * i, 3L * i, 4L * i),
                    200,
                    List.of()));
        }
        Scene.await(() -> scene.count("cervical.cds.store.decisions", "result", "written") == 100);
        Latency latency = scene.store.statistics().latencies(YEAR).get(0);
        assertThat(latency.calls()).isEqualTo(100);
        assertThat(latency.parts()).hasEntrySatisfying(Latency.Part.TOTAL, total -> {
            assertThat(total.p50()).isCloseTo(505.0, withinPercentage(2));
            assertThat(total.p95()).isCloseTo(950.5, withinPercentage(2));
            assertThat(total.p99()).isCloseTo(990.1, withinPercentage(2));
        });

        Instant sent = scene.clock.instant();
        for (int i = 1; i <= 4; i++) {
            scene.store.record(new DecisionRecord(
                    scene.call("P" + i),
                    sent,
                    "c",
                    new Durations(0, 0, 0, 0),
                    200,
                    List.of(Scene.shown("a", Indicator.INFO, "u" + i))));
        }
        Scene.await(() -> scene.count("cervical.cds.store.decisions", "result", "written") == 104);
        scene.clock.move(Duration.ofHours(1));
        scene.keep(
                Scene.accepted("u1", sent.plusMillis(1500), "s"),
                Scene.accepted("u1", sent.plusSeconds(500), "s"),
                Scene.accepted("u2", sent.plusSeconds(10), "s"),
                Scene.accepted("u3", sent.plusSeconds(20), "s"));
        assertThat(scene.store.statistics().timesToResponse(YEAR))
                .singleElement()
                .satisfies(time -> {
                    assertThat(time.answered()).isEqualTo(3);
                    assertThat(time.medianSeconds()).isCloseTo(10.0, withinPercentage(1));
                    assertThat(time.ninetyPercentSeconds()).isCloseTo(20.0, withinPercentage(1));
                });
    }

    @Test
    void exportsHoldEverythingOnce() {
        scene.record(
                scene.call("P1"),
                Scene.shown("a", Indicator.WARNING, "u1", "Condition/1"),
                Scene.outcome("b", null, Outcome.SILENT, "as"));
        scene.record(scene.store.call(Caller.of(""), "neck-view", "patient-view", null, null, null));
        scene.awaitWritten();
        scene.keep(
                new FeedbackItem("u1", FeedbackItem.Outcome.OVERRIDDEN, List.of(), null, "=1+1, \"so\"\nthere", null),
                Scene.accepted("not-ours", Instant.parse("2026-03-04T09:00:00.5Z"), "s1"));
        OffsetDateTime from = OffsetDateTime.parse("2026-03-01T00:00:00Z");
        StringWriter feedback = new StringWriter();
        scene.store.exports().feedback(from, from.plusDays(30), feedback);
        assertThat(feedback.toString())
                .startsWith("received_at,happened_at,time_source,client,service,card_uuid,")
                .contains("2026-03-04T10:00:00Z,2026-03-04T10:00:00Z,received,clinic,neck-view,u1,overridden,,,,,"
                        + "\"'=1+1, \"\"so\"\"\nthere\",a,warning,hash-a,content-1,2026-03-04T10:00:00Z,")
                .contains("2026-03-04T09:00:00.500Z,client,clinic,neck-view,not-ours,accepted,s1,,,,,,,,,,,");
        StringWriter decisions = new StringWriter();
        scene.store.exports().decisions(from, from.plusDays(30), decisions);
        assertThat(decisions.toString().split("\r\n")).hasSize(4);
        assertThat(decisions.toString()).contains(",a,hash-a,warning,shown,,u1,s-u1,", ",b,hash-b,,silent,as,,,");
        StringWriter none = new StringWriter();
        scene.store.exports().decisions(from.minusDays(30), from, none);
        assertThat(none.toString().split("\r\n")).hasSize(1);
    }

    @Test
    void exportsOfManyPagesMissNothing() {
        int items = 2 * Exports.PAGE + 1;
        FeedbackItem[] batch = new FeedbackItem[items];
        for (int i = 0; i < items; i++) {
            batch[i] = Scene.accepted("c" + i, null, "s");
            scene.record(
                    scene.call("P"),
                    Scene.outcome("a", null, Outcome.SILENT, ""),
                    Scene.outcome("b", null, Outcome.SILENT, ""));
        }
        // All at one moment, as a batch is.
        scene.keep(batch);
        scene.awaitWritten();
        OffsetDateTime from = scene.clock.instant().atOffset(java.time.ZoneOffset.UTC);
        StringWriter feedback = new StringWriter();
        scene.store.exports().feedback(from, from.plusDays(1), feedback);
        assertThat(feedback.toString().lines()).hasSize(items + 1).doesNotHaveDuplicates();
        StringWriter decisions = new StringWriter();
        scene.store.exports().decisions(from, from.plusDays(1), decisions);
        assertThat(decisions.toString().lines()).hasSize(2 * items + 1).doesNotHaveDuplicates();
    }

    @Test
    void anExportKeepsToItsTimeAndGoesDayByDay() {
        Instant now = scene.clock.instant();
        for (Duration ago : List.of(
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofDays(1),
                Duration.ofDays(1).plusMillis(1),
                Duration.ofDays(3),
                Duration.ofDays(40))) {
            scene.record(scene.call("P"), now.minus(ago), Scene.outcome("a", null, Outcome.SILENT, ""));
        }
        scene.awaitWritten();
        OffsetDateTime to = now.atOffset(java.time.ZoneOffset.UTC);
        assertThat(times(to.minusDays(1), to))
                .containsExactlyInAnyOrder(now.minus(Duration.ofDays(1)), now.minusMillis(1));
        assertThat(times(to.minusDays(50), to.plusDays(1)))
                .hasSize(6)
                .isSortedAccordingTo(
                        Comparator.comparing(time -> time.truncatedTo(java.time.temporal.ChronoUnit.DAYS)));
        assertThat(times(to.minusYears(2), to.minusYears(1))).isEmpty();
    }

    private List<Instant> times(OffsetDateTime from, OffsetDateTime to) {
        StringWriter decisions = new StringWriter();
        scene.store.exports().decisions(from, to, decisions);
        return decisions
                .toString()
                .lines()
                .skip(1)
                .map(line -> Instant.parse(line.substring(0, line.indexOf(','))))
                .toList();
    }
}
