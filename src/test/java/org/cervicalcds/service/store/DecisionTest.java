package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.DecisionRecord.SentCard;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.TestDatabase;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions are kept behind the answers, without a name of the patient, and counted once. */
@Tag("database")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DecisionTest {
    private final TestDatabase database;
    private final Path folder;
    private final Scene scene;

    DecisionTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        this.scene = Scene.on(database, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aCallIsKeptWithAllItsOutcomes() {
        scene.record(
                scene.call("P1"),
                Scene.shown("a", Indicator.CRITICAL, "uuid-a", "Condition/1", "Observation/2"),
                Scene.outcome("b", null, Outcome.UNDETERMINED, "recent-trauma"),
                Scene.outcome("c", Indicator.INFO, Outcome.SUPPRESSED, "snooze:already-addressed"),
                Scene.outcome("d", Indicator.INFO, Outcome.UNSIGNED, "sign-off"),
                Scene.outcome("e", null, Outcome.SILENT, "as"));
        scene.awaitWritten();
        assertThat(scene.query("select card, tier, outcome, reason, card_hash from call_decision order by card"))
                .containsExactly(
                        "a",
                        "critical",
                        "shown",
                        "",
                        "hash-a",
                        "b",
                        null,
                        "undetermined",
                        "recent-trauma",
                        "hash-b",
                        "c",
                        "info",
                        "suppressed",
                        "snooze:already-addressed",
                        "hash-c",
                        "d",
                        "info",
                        "unsigned",
                        "sign-off",
                        "hash-d",
                        "e",
                        null,
                        "silent",
                        "as",
                        "hash-e");
        assertThat(scene.query(
                        "select client, service, hook, content, read_us, fetch_us, decide_us, write_us, total_us, status"
                                + " from hook_call"))
                .containsExactly(
                        "clinic", "neck-view", "patient-view", "content-1", "100", "200", "300", "400", "1000", "200");
        assertThat(scene.query("select uuid, suggestions from sent_card")).containsExactly("uuid-a", "s-uuid-a");
    }

    @Test
    void noColumnNamesThePatient() {
        Call call = scene.store.call(
                Caller.of("clinic"), "neck-view", "patient-view", "instance-4711", "patient-4711", "encounter-4711");
        scene.record(call, Scene.shown("a", Indicator.INFO, "uuid-a", "Condition/evidence-4711"));
        scene.awaitWritten();
        List<String> values = new ArrayList<>();
        for (String table : List.of(
                "hook_call", "first_of_instance", "call_decision", "decision_set", "decision_in_set", "sent_card")) {
            values.addAll(scene.query("select * from " + table));
        }
        assertThat(values).isNotEmpty().noneMatch(value -> value != null && value.contains("4711"));
        assertThat(call.toString()).doesNotContain("4711");
    }

    @Test
    void aRepeatIsKeptAndMarkedButNotCounted() {
        Call first = scene.call("i1", "P1");
        scene.record(first, Scene.shown("a", Indicator.INFO, "u1"));
        scene.awaitWritten();
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u2"));
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u3"));
        scene.record(scene.call("i1", "P2"), Scene.shown("a", Indicator.INFO, "u4"));
        scene.record(
                scene.store.call(Caller.of("clinic"), "other-service", "patient-view", "i1", "P1", "E1"),
                Scene.shown("a", Indicator.INFO, "u5"));
        scene.awaitWritten();
        assertThat(scene.query("select count(*) from hook_call where is_repeat and first_id = '" + first.id() + "'"))
                .containsExactly("2");
        assertThat(counted()).isEqualTo(3);
    }

    /** A database that other processes may write to. */
    private StoreSettings shared() {
        return database == TestDatabase.H2
                ? scene.settings.with(new StoreSettings.Place(
                        "jdbc:h2:file:" + folder + "/shared;AUTO_SERVER=TRUE;DB_CLOSE_ON_EXIT=TRUE", null, null))
                : scene.settings;
    }

    /** Seen once in a hundred starts of two at once on an empty H2: one migration failed, and neither ever opened. */
    @Test
    void whoFindsAnotherReplicaMigratingWaitsForItsTurn() throws Exception {
        assumeTrue(database == TestDatabase.H2, "PostgreSQL has locks for this, and Flyway uses them");
        try (Connection another = TestDatabase.connect(shared());
                Statement statement = another.createStatement()) {
            statement.execute("create schema migration");
            statement.execute("create table migration.turn (id int primary key)");
            statement.execute("insert into migration.turn values (1)");
            another.setAutoCommit(false);
            statement.execute("select id from migration.turn for update");
            try (Scene late = new Scene(shared())) {
                Scene.await(() -> late.store.problem().isPresent());
                assertThat(late.store.isOpen()).isFalse();
                another.commit();
                late.awaitOpen();
                assertThat(late.store.problem()).isEmpty();
            }
        }
    }

    @Test
    void aRepeatIsStillToldAfterARestart() {
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u1"));
        scene.awaitWritten();
        scene.store.close();
        try (Scene again = new Scene(scene.settings, scene.clock)) {
            again.awaitOpen();
            again.clock.move(Duration.ofMinutes(9));
            again.record(again.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u2"));
            again.clock.move(Duration.ofMinutes(2));
            again.record(again.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u3"));
            again.awaitWritten();
            assertThat(again.query("select is_repeat from hook_call order by called_at"))
                    .hasSize(3);
            assertThat(counted(again)).isEqualTo(2);
        }
    }

    @Test
    void firstCallsAreForgottenAfterAnHour() {
        try (Scene one = new Scene(shared())) {
            one.awaitOpen();
            one.record(one.call("i1", "P1"));
            one.awaitWritten();
            one.clock.move(Duration.ofMinutes(59));
            one.record(one.call("i2", "P1"));
            one.awaitWritten();
            assertThat(one.query("select count(*) from first_of_instance")).containsExactly("2");
            one.clock.move(Duration.ofMinutes(2));
            one.store.purge();
            assertThat(one.query("select count(*) from first_of_instance")).containsExactly("1");
        }
    }

    private long counted() {
        return counted(scene);
    }

    private static long counted(Scene scene) {
        return scene
                .store
                .statistics()
                .cards(StatisticsScope.of(new Span(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31))))
                .stream()
                .mapToLong(c -> c.shown() + c.again())
                .sum();
    }

    @Test
    void muchLaterTheSameHookInstanceCountsAnew() {
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u1"));
        scene.awaitWritten();
        scene.clock.move(FirstCalls.REPEAT);
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u2"));
        scene.awaitWritten();
        assertThat(counted()).isEqualTo(1);
        scene.clock.move(Duration.ofSeconds(1));
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u3"));
        scene.record(scene.call("i1", "P1"), Scene.shown("a", Indicator.INFO, "u4"));
        scene.awaitWritten();
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    void parallelCallsOnTwoReplicasCountOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Scene one = new Scene(shared());
                Scene other = new Scene(shared())) {
            one.awaitOpen();
            other.awaitOpen();
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                Scene where = caller % 2 == 0 ? one : other;
                work.add(() -> {
                    for (int i = 0; i < 50; i++) {
                        synchronized (where) {
                            where.record(
                                    where.call("i" + i, "P1"),
                                    Scene.shown(
                                            "a",
                                            Indicator.INFO,
                                            UUID.randomUUID().toString()));
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : callers.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            one.awaitWritten();
            other.awaitWritten();
            assertThat(one.query("select count(*), sum(case when is_repeat then 0 else 1 end) from hook_call"))
                    .containsExactly("400", "50");
            assertThat(counted(other)).isEqualTo(50);
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void aCallWithoutHookInstanceOrPatientIsNeverARepeat() {
        for (int i = 0; i < 2; i++) {
            scene.record(scene.store.call(Caller.of(""), "neck-view", "patient-view", null, null, null));
        }
        scene.awaitWritten();
        assertThat(scene.query("select count(*) from hook_call where not is_repeat"))
                .containsExactly("2");
    }

    @Test
    void oneThatCannotBeWrittenDoesNotHoldUpTheOthers() {
        List<String> broken = new AbstractList<>() {
            @Override
            public String get(int index) {
                throw new IllegalStateException("broken");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        CardOutcome bad =
                new CardOutcome("a", "h", Indicator.INFO, Outcome.SHOWN, "", new SentCard("bad", Map.of(), broken));
        scene.store.record(new DecisionRecord(
                scene.call("P1"),
                scene.clock.instant(),
                "c",
                new DecisionRecord.Durations(1, 1, 1, 1),
                200,
                List.of(bad)));
        scene.record(scene.call("P1"), Scene.shown("a", Indicator.INFO, "good"));
        scene.awaitWritten();
        assertThat(scene.query("select uuid from sent_card")).containsExactly("good");
        assertThat(scene.count("cervical.cds.store.decisions", "result", "lost"))
                .isEqualTo(1);
    }

    @Test
    void whatWaitsIsWrittenWhenTheStoreIsClosed() {
        for (int i = 0; i < 500; i++) {
            scene.record(scene.call("P" + i), Scene.shown("a", Indicator.INFO, "u" + i));
        }
        scene.store.close();
        assertThat(scene.count("cervical.cds.store.decisions", "result", "written"))
                .isEqualTo(500);
        assertThat(scene.count("cervical.cds.store.decisions", "result", "lost"))
                .isZero();
        try (Scene again = new Scene(scene.settings, scene.clock)) {
            again.awaitOpen();
            assertThat(again.query("select count(*) from hook_call")).containsExactly("500");
        }
        scene.record(scene.call("P1"));
        assertThat(scene.count("cervical.cds.store.decisions", "result", "lost"))
                .as("after the end")
                .isEqualTo(1);
    }

    @Test
    void theRetentionEndsWhatIsOld() {
        scene.sent(scene.call("old", "P1"), "a", Indicator.INFO);
        scene.keep(Scene.overridden("x", "already-addressed", null));
        scene.store.firstUse("iss", "jti", scene.clock.instant().plusSeconds(60));
        scene.clock.move(Duration.ofDays(400));
        scene.sent(scene.call("new", "P1"), "a", Indicator.INFO);
        scene.keep(Scene.overridden("y", "already-addressed", null));
        assertThat(scene.store.purge()).as("exactly 400 days old").isZero();
        scene.clock.move(Duration.ofSeconds(1));
        assertThat(scene.store.purge()).isEqualTo(2);
        assertThat(
                        scene.query(
                                "select (select count(*) from hook_call), (select count(*) from call_decision),"
                                        + " (select count(*) from sent_card), (select count(*) from feedback), (select count(*) from used_token)"))
                .containsExactly("1", "1", "1", "1", "0");
    }

    @Test
    void callsThatDecideAlikeShareOneSet() {
        for (int i = 0; i < 3; i++) {
            scene.record(
                    scene.call("P" + i),
                    Scene.outcome("a", Indicator.INFO, Outcome.UNSIGNED, "sign-off"),
                    Scene.outcome("b", null, Outcome.SILENT, "as"));
        }
        scene.record(
                scene.call("P4"),
                Scene.outcome("b", null, Outcome.SILENT, "as"),
                Scene.outcome("a", Indicator.INFO, Outcome.UNSIGNED, "sign-off"));
        scene.record(scene.call("P5"), Scene.outcome("b", null, Outcome.SILENT, "rigid-spine"));
        scene.record(scene.call("P6"));
        scene.awaitWritten();
        assertThat(scene.query("select (select count(*) from decision_set), (select count(*) from decision_in_set),"
                        + " (select count(*) from call_decision), (select count(*) from card_decision),"
                        + " (select count(*) from hook_call where decision_set is null)"))
                .containsExactly("2", "3", "9", "0", "1");
    }

    @Test
    void aSetGoesOnceNoCallNamesIt() {
        scene.record(scene.call("P1"), Scene.outcome("a", null, Outcome.SILENT, "as"));
        scene.record(scene.call("P1"), Scene.outcome("b", null, Outcome.SILENT, "as"));
        scene.awaitWritten();
        scene.clock.move(Duration.ofDays(403));
        scene.record(scene.call("P2"), Scene.outcome("a", null, Outcome.SILENT, "as"));
        scene.awaitWritten();
        scene.store.purge();
        assertThat(scene.query("select card, (select count(*) from decision_set) from call_decision"))
                .containsExactly("a", "1");
        scene.record(scene.call("P3"), Scene.outcome("b", null, Outcome.SILENT, "as"));
        scene.awaitWritten();
        assertThat(scene.query("select card, (select count(*) from decision_set) from call_decision order by card"))
                .containsExactly("a", "2", "b", "2");
    }
}
