package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.store.database.TestDatabase;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The counts of days stay equal to a count over all rows, whatever comes late, twice, from several replicas, or goes. */
@Tag("database")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RollUpTest {
    private static final StatisticsScope EVER =
            StatisticsScope.of(new Span(LocalDate.of(2020, 1, 1), LocalDate.of(2030, 12, 31)));

    /** Everything read from the rows; no suggestion here has a label. */
    private static final String BY_ROWS =
            """
            with told as (
              select c.called_on, c.client, d.card, coalesce(d.tier, '') as tier, d.card_hash, f.outcome, f.suggestion,
                coalesce(f.reason_code, '') as reason,
                row_number() over (
                  partition by c.called_on, c.client, c.service, coalesce(c.encounter_key, cast(c.id as varchar(36))), d.card, d.tier, d.card_hash
                  order by f.happened_at desc, f.item_key) as place
              from feedback f
              join sent_card s on s.uuid = f.card and s.client = f.client
              join hook_call h on h.id = s.call_id
              join hook_call c on c.id = h.first_id
              join call_decision d on d.call_id = c.id and d.card = s.card and d.outcome = 'shown'
            ), shown as (
              select c.*, d.card, d.tier, d.card_hash
              from hook_call c join call_decision d on d.call_id = c.id and d.outcome = 'shown'
              where not c.is_repeat
            ), counted as (
              select h.called_on, h.client, d.card, coalesce(d.tier, '') as tier, d.card_hash, d.outcome,
                case when d.outcome in ('suppressed', 'undetermined') then d.reason else '' end as why
              from call_decision d join hook_call h on h.id = d.call_id where not h.is_repeat
              union all
              select called_on, client, card, tier, card_hash, outcome, case when outcome = 'overridden' then reason else '' end
              from told where place = 1
              union all
              select called_on, client, card, tier, card_hash, 'followed', '' from told where outcome = 'accepted' and suggestion <> ''
              union all
              select l.called_on, l.client, l.card, coalesce(l.tier, ''), l.card_hash, 'again', ''
              from shown l where exists (
                select 1 from shown e
                where e.called_on = l.called_on and e.client = l.client and e.service = l.service and e.encounter_key = l.encounter_key
                  and e.card = l.card and e.tier = l.tier and e.card_hash = l.card_hash
                  and (e.called_at < l.called_at or e.called_at = l.called_at and e.id < l.id))
            )
            select concat_ws('|', called_on, client, card, tier, card_hash, outcome, why), cast(count(*) as varchar(20)) from counted
            group by called_on, client, card, tier, card_hash, outcome, why
            """;

    private static final String BY_DAYS =
            "select concat_ws('|', called_on, client, card, tier, card_hash, outcome, why), cast(cards as varchar(20)) from card_day";

    private final Scene scene;

    RollUpTest(TestDatabase database, @TempDir Path folder) {
        this.scene = Scene.on(database, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Map<String, String> map(String sql) {
        List<String> values = scene.query(sql);
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < values.size(); i += 2) {
            map.put(values.get(i), values.get(i + 1));
        }
        return map;
    }

    private void countsAreTrue() {
        scene.store.statistics();
        assertThat(map(BY_DAYS)).isEqualTo(map(BY_ROWS));
    }

    private long shown() {
        return scene.store.statistics().cards(EVER).stream()
                .mapToLong(CardCounts::shown)
                .sum();
    }

    private long accepted() {
        return scene.store.statistics().cards(EVER).stream()
                .mapToLong(CardCounts::accepted)
                .sum();
    }

    /** Versions before kept a row for each card of each call. */
    @Test
    void rowsOfBeforeAreCountedBesideTheSetsOfTheSameDay() {
        for (String patient : List.of("P1", "P2")) {
            scene.sent(scene.call(patient), "a", Indicator.WARNING);
        }
        String answered = scene.sent(scene.call("P3"), "a", Indicator.WARNING);
        scene.execute("insert into card_decision (call_id, card, card_hash, tier, outcome, reason)"
                + " select call_id, card, card_hash, tier, outcome, reason from call_decision where call_id in"
                + " (select call_id from sent_card where uuid = '" + answered + "')");
        scene.execute(
                "update hook_call set decision_set = null where id in (select call_id from sent_card where uuid = '"
                        + answered + "')");
        scene.keep(Scene.accepted(answered, null, "s"));
        assertThat(shown()).isEqualTo(3);
        assertThat(accepted()).isEqualTo(1);
        countsAreTrue();
    }

    /** They are read in pages of 2,000. */
    @Test
    void theTimesOfAllCallsOfADayAreCounted() {
        for (int i = 0; i < 4001; i++) {
            scene.record(scene.call("P1"));
        }
        scene.awaitWritten();
        scene.store.statistics();
        long counted = scene.query("select histogram from time_day where kind = 'total'").stream()
                .flatMap(histogram -> Stream.of(histogram.split(" ", -1)))
                .mapToLong(step -> Long.parseLong(step.substring(step.indexOf(':') + 1)))
                .sum();
        assertThat(counted).isEqualTo(4001);
    }

    @Test
    void feedbackThatComesDaysLaterCountsOnTheDayOfTheCard() {
        scene.sent(scene.call("P1"), "a", Indicator.WARNING);
        String uuid = scene.sent(scene.call("P2"), "a", Indicator.WARNING);
        assertThat(accepted()).isZero();

        scene.clock.move(Duration.ofDays(40));
        scene.keep(Scene.accepted(uuid, scene.clock.instant(), "s"));

        assertThat(accepted()).isEqualTo(1);
        assertThat(scene.query("select cast(called_on as varchar(10)) from card_day where outcome = 'accepted'"))
                .containsExactly("2026-03-04");
        countsAreTrue();
    }

    @Test
    void feedbackThatOvertakesItsDecisionCountsOnceThatIsWritten() {
        scene.keep(Scene.accepted("u1", scene.clock.instant(), "s"));
        assertThat(accepted()).isZero();

        scene.record(scene.call("P1"), Scene.shown("a", Indicator.WARNING, "u1"));
        scene.awaitWritten();

        assertThat(accepted()).isEqualTo(1);
        countsAreTrue();
    }

    @Test
    void answerToARepeatAfterMidnightCountsOnTheDayOfTheFirstCall() {
        scene.clock.set(Instant.parse("2026-03-04T23:58:00Z"));
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.WARNING, "u1"));
        scene.awaitWritten();
        scene.clock.set(Instant.parse("2026-03-05T00:02:00Z"));
        scene.keep(Scene.accepted("u1-again", scene.clock.instant(), "s"));
        assertThat(shown()).isEqualTo(1);

        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.WARNING, "u1-again"));
        scene.awaitWritten();

        assertThat(shown()).isEqualTo(1);
        assertThat(accepted()).isEqualTo(1);
        countsAreTrue();
    }

    @Test
    void decisionThatIsWrittenLateCountsOnItsOwnDay() {
        scene.sent(scene.call("P1"), "a", Indicator.WARNING);
        scene.clock.move(Duration.ofDays(3));
        assertThat(shown()).isEqualTo(1);

        scene.record(
                scene.call("P2"),
                scene.clock.instant().minus(Duration.ofDays(3)),
                Scene.shown("a", Indicator.WARNING, "u2"));
        scene.awaitWritten();

        assertThat(shown()).isEqualTo(2);
        countsAreTrue();
    }

    @Test
    void whatIsPurgedIsNotCountedAnyMore() {
        scene.sent(scene.call("P1"), "a", Indicator.WARNING);
        scene.clock.move(Duration.ofHours(6));
        scene.sent(scene.call("P2"), "a", Indicator.WARNING);
        scene.clock.move(Duration.ofDays(1));
        scene.sent(scene.call("P3"), "a", Indicator.WARNING);
        assertThat(shown()).isEqualTo(3);

        // In the middle of the first day.
        scene.clock.set(Instant.parse("2026-03-04T13:00:00Z").plus(Duration.ofDays(400)));
        scene.store.purge();
        assertThat(shown()).isEqualTo(2);
        countsAreTrue();

        scene.clock.move(Duration.ofDays(1));
        scene.store.purge();
        assertThat(shown()).isEqualTo(1);
        countsAreTrue();
    }

    @Test
    void countsStayTrueWhileTwoReplicasWriteAndCount() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Scene other = new Scene(scene.settings, scene.clock)) {
            other.awaitOpen();
            List<Future<?>> running = new ArrayList<>();
            for (Scene replica : List.of(scene, other)) {
                running.add(threads.submit(() -> play(replica, new Random(replica == scene ? 1 : 2))));
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        count(replica);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            scene.awaitWritten();
            other.awaitWritten();
            // Before the other one closes a database that both have open.
            countsAreTrue();
            assertThat(map(BY_DAYS)).hasSizeGreaterThan(20);
            assertThat(scene.query("select cast(count(*) as varchar(20)) from changed_day"))
                    .containsExactly("0");
        } finally {
            threads.shutdown();
        }
    }

    /** Where two replicas want the same day one may be sent away; the next try counts it. */
    private static void count(Scene replica) {
        try {
            replica.store.statistics();
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageNotContaining("23505");
        }
    }

    private static void play(Scene replica, Random random) {
        List<String> sent = new ArrayList<>();
        Instant start = replica.clock.instant();
        for (int i = 0; i < 300; i++) {
            String patient = "P" + random.nextInt(20);
            String uuid = replica.hashCode() + "-" + i;
            CardOutcome outcome = random.nextBoolean()
                    ? Scene.shown("a", Indicator.values()[random.nextInt(3)], uuid)
                    : Scene.outcome("a", null, Outcome.UNDETERMINED, "because-" + random.nextInt(3));
            replica.record(
                    replica.call("i" + random.nextInt(400), patient),
                    start.plus(Duration.ofHours(random.nextInt(72))),
                    outcome);
            sent.add(uuid);
            if (random.nextInt(3) == 0) {
                String about = sent.get(random.nextInt(sent.size()));
                replica.keep(
                        random.nextBoolean()
                                ? Scene.accepted(about, start, "s")
                                : Scene.overridden(about, "specialist-plan", start.minusSeconds(i)));
            }
        }
    }
}
