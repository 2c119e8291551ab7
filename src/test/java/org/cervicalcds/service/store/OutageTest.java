package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.DatabaseErrors;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.store.database.TestDatabase;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.cervicalcds.testkit.DatabaseLine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without its database the service goes on answering, says what it lost, and finds back by itself. */
@Tag("process")
@Tag("database")
class OutageTest {
    private static final List<Candidate> CANDIDATES = List.of(new Candidate("a", Indicator.WARNING, List.of()));

    @TempDir
    static Path folder;

    private static StoreSettings through(DatabaseLine line, Path data) {
        return StoreSettings.in(data)
                .with(TestDatabase.postgresPlace(line.port(), TestDatabase.freshPostgres()))
                .with(new StoreSettings.Quiet(false, Duration.ofSeconds(5), false));
    }

    @Test
    void aCutLineHoldsUpNoAnswerAndLosesNothingThatHasRoomInTheQueue(@TempDir Path data) {
        try (DatabaseLine line = new DatabaseLine(TestDatabase.postgresPort());
                Scene scene = new Scene(through(line, data), Scene.clock())) {
            scene.awaitOpen();
            String uuid = scene.sent(scene.call("P1"), "a", Indicator.WARNING);
            scene.keep(Scene.overridden(uuid, "already-addressed", null));
            assertThat(scene.store.suppressed(scene.call("P1"), CANDIDATES)).containsOnlyKeys("a");

            line.cut();
            for (int i = 0; i < 500; i++) {
                scene.record(scene.call("P1"), Scene.shown("a", Indicator.WARNING, "u" + i));
            }
            assertThat(scene.store.suppressed(scene.call("P1"), CANDIDATES))
                    .as("what was read a moment ago holds on")
                    .containsOnlyKeys("a");
            assertThatThrownBy(() -> scene.keep(Scene.overridden("x", "already-addressed", null)))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> scene.store.firstUse("iss", "jti", scene.clock.instant()))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() ->
                            scene.store.statistics().cards(StatisticsScope.of(Span.until(LocalDate.of(2026, 3, 4), 7))))
                    .isInstanceOf(StoreUnavailableException.class);

            line.join();
            scene.awaitWritten();
            Scene.await(
                    () -> scene.store.suppressed(scene.call("P1"), CANDIDATES).containsKey("a"));
            assertThat(scene.keep(Scene.overridden("x", "already-addressed", null)))
                    .isEqualTo(1);
            assertThat(scene.count("cervical.cds.store.decisions", "result", "lost"))
                    .isZero();
            assertThat(scene.query("select count(*) from hook_call")).containsExactly("501");
        }
    }

    @Test
    void aSlowDatabaseCostsTheBudgetAFewTimesAndThenNothing(@TempDir Path data) {
        StoreSettings.Quiet budget = new StoreSettings.Quiet(false, Duration.ofMillis(50), false);
        try (DatabaseLine line = new DatabaseLine(TestDatabase.postgresPort());
                Scene scene = new Scene(through(line, data).with(budget), Scene.clock())) {
            scene.awaitOpen();
            for (int i = 0; i < 200; i++) {
                scene.execute(
                        "insert into suppression (item_key, patient_key, card, tier, reason_code, evidence, since, kept_at)"
                                + " values ('" + i + "', '"
                                + scene.call("P" + i).patientKey()
                                + "', 'a', 'warning', 'already-addressed', '', timestamp with time zone '2026-03-04 09:00:00+00',"
                                + " timestamp with time zone '2026-03-04 10:00:00+00')");
            }
            scene.store.refreshSuppressions();
            Scene.await(() -> {
                scene.store.suppressed(scene.call("P0"), CANDIDATES);
                return scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "answered") > 0;
            });
            double slow = scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "slow");
            line.stall();
            long start = System.nanoTime();
            for (int i = 1; i < 200; i++) {
                assertThat(scene.store.suppressed(scene.call("P" + i), CANDIDATES))
                        .isEmpty();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                String jti = "jti" + i;
                assertThatThrownBy(() -> scene.store.firstUse("iss", jti, scene.clock.instant()))
                        .isInstanceOf(StoreUnavailableException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            line.flow();
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "slow") - slow)
                    .isBetween(4.0, 6.0);
            assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "skipped"))
                    .isGreaterThan(150);
        }
    }

    @Test
    void theServiceStartsWithoutItsDatabaseAndFindsItLater(@TempDir Path data) {
        try (DatabaseLine line = new DatabaseLine(TestDatabase.postgresPort())) {
            StoreSettings settings = through(line, data);
            line.cut();
            try (Scene scene = new Scene(settings, Scene.clock())) {
                scene.record(scene.call("P1"), Scene.shown("a", Indicator.WARNING, "u1"));
                assertThat(scene.store.suppressed(scene.call("P1"), CANDIDATES)).isEmpty();
                assertThatThrownBy(() -> scene.keep(Scene.overridden("u1", "already-addressed", null)))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThat(scene.store.isOpen()).isFalse();

                line.join();
                scene.awaitOpen();
                assertThat(scene.keep(Scene.overridden("u1", "already-addressed", null)))
                        .isEqualTo(1);
                scene.awaitWritten();
                assertThat(scene.store.suppressed(scene.call("P1"), CANDIDATES)).containsOnlyKeys("a");
            }
        }
    }

    @Test
    void aFullQueueIsCountedAndClosingDoesNotWaitForEver(@TempDir Path data) {
        try (DatabaseLine line = new DatabaseLine(TestDatabase.postgresPort())) {
            line.cut();
            StoreSettings small = new StoreSettings(
                    data,
                    400,
                    "a secret of the test",
                    10,
                    TestDatabase.postgresPlace(line.port(), "none"),
                    new StoreSettings.Quiet(false, Duration.ofMillis(50), false),
                    StoreSettings.Backup.NONE);
            Scene scene = new Scene(small, Scene.clock());
            for (int i = 0; i < 100; i++) {
                scene.record(scene.call("P1"), Scene.shown("a", Indicator.WARNING, "u" + i));
            }
            // Ten wait in the queue; the writer may hold one, and ten that it took after it.
            assertThat(scene.count("cervical.cds.store.decisions", "result", "lost"))
                    .isBetween(79.0, 90.0);
            long start = System.nanoTime();
            scene.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(scene.count("cervical.cds.store.decisions", "result", "lost"))
                    .isEqualTo(100);
        }
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsSaidSoAndOpenedOnceItIsFree(@TempDir Path data) throws Exception {
        StoreSettings settings = StoreSettings.in(data);
        try (Child holder = Child.start(settings, "hold")) {
            assertThat(holder.line()).isEqualTo("open");
            try (Scene scene = new Scene(settings)) {
                assertThatThrownBy(() -> scene.keep(Scene.overridden("u1", "already-addressed", null)))
                        .isInstanceOf(StoreUnavailableException.class);
                Throwable refused = catchThrowable(() -> TestDatabase.connect(settings));
                assertThat(DatabaseErrors.of(refused))
                        .contains("another process has the database file open", "cervical-cds.data");
                scene.record(scene.call("P1"), Scene.shown("a", Indicator.WARNING, "u1"));
                holder.kill();
                scene.awaitOpen();
                scene.awaitWritten();
                assertThat(scene.keep(Scene.overridden("u1", "already-addressed", null)))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void anH2ThatIsClosedUnderneathIsOpenedAgain(@TempDir Path data) {
        try (Scene scene = Scene.on(TestDatabase.H2, data)) {
            scene.keep(Scene.overridden("u1", "already-addressed", null));
            scene.execute("SHUTDOWN IMMEDIATELY");
            scene.record(scene.call("P1"), Scene.shown("a", Indicator.WARNING, "u1"));
            scene.awaitWritten();
            Scene.await(() -> {
                try {
                    return scene.keep(Scene.overridden("u2", "already-addressed", null)) >= 0;
                } catch (StoreUnavailableException e) {
                    return false;
                }
            });
            assertThat(scene.query("select card from feedback order by card")).containsExactly("u1", "u2");
        }
    }

    @Test
    void aFolderThatCannotBeUsedKeepsNothingFromStarting(@TempDir Path data) throws IOException {
        Path file = Files.writeString(data.resolve("file"), "not a folder");
        try (Scene scene = new Scene(StoreSettings.in(file))) {
            assertThat(scene.store.suppressed(scene.call("P1"), CANDIDATES)).isEmpty();
            assertThatThrownBy(() -> scene.keep(Scene.overridden("u1", "already-addressed", null)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }
}
