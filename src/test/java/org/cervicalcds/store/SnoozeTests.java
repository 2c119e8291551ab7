package org.cervicalcds.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cervicalcds.cards.Indicator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A card that was settled stays away, and comes back exactly when it should. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SnoozeTests {
    private static final String CARD = "massage-caution";

    private final TestDatabase database;
    private final Scene scene;

    SnoozeTests(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.scene = Scene.on(database, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void override(Indicator tier, String reason, String... evidence) {
        String uuid = scene.sent(scene.call("P1"), CARD, tier, evidence);
        scene.keep(Scene.overridden(uuid, reason, scene.clock.instant()));
    }

    private Map<String, Suppression> away(Call call, Indicator tier, String... evidence) {
        return scene.store.away(call, List.of(new Candidate(CARD, tier, List.of(evidence))));
    }

    @Test
    void aSettledCardStaysAwayToTheSecondAndThenComesBack() {
        Instant start = scene.clock.instant();
        override(Indicator.WARNING, "already-addressed", "Condition/1");
        Instant end = start.plus(Duration.ofDays(30));

        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .containsExactly(Map.entry(CARD, new Suppression("snooze:already-addressed", end)));
        scene.clock.set(end.minusSeconds(1));
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);
        scene.clock.set(end);
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).isEmpty();
    }

    @Test
    void aLowerTierStaysAwayAndAHigherOneDoesNot() {
        override(Indicator.WARNING, "already-addressed", "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.INFO, "Condition/1")).containsOnlyKeys(CARD);
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1")).isEmpty();
    }

    @Test
    void newEvidenceEndsItAndMissingEvidenceDoesNot() {
        override(Indicator.WARNING, "already-addressed", "Condition/1", "Observation/2");
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Observation/2", "Condition/1"))
                .containsOnlyKeys(CARD);
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1", "Observation/3"))
                .isEmpty();
    }

    @Test
    void itHoldsForThePatientTheClientAndTheCardOnly() {
        override(Indicator.WARNING, "already-addressed", "Condition/1");
        assertThat(away(scene.call("P2"), Indicator.WARNING, "Condition/1")).isEmpty();
        Call elsewhere = scene.store.call("hospital", "neck-view", "patient-view", "i", "P1", "E1");
        assertThat(away(elsewhere, Indicator.WARNING, "Condition/1")).isEmpty();
        assertThat(scene.store.away(
                        scene.call("P1"), List.of(new Candidate("other", Indicator.WARNING, List.of("Condition/1")))))
                .isEmpty();
        Call otherService = scene.store.call("clinic", "neck-order", "order-sign", "i", "P1", "E2");
        assertThat(away(otherService, Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);
    }

    @Test
    void aCriticalCardComesBackUnlessTheReasonSaysOtherwise() {
        override(Indicator.CRITICAL, "already-addressed", "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1")).isEmpty();
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);

        override(Indicator.CRITICAL, "already-imaged", "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1")).containsOnlyKeys(CARD);
        scene.clock.move(Duration.ofDays(1));
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1")).isEmpty();
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);
    }

    @Test
    void onlyOurOwnSettledReasonsCount() {
        String uuid = scene.sent(scene.call("P1"), CARD, Indicator.WARNING);
        Instant now = scene.clock.instant();
        scene.keep(
                Scene.overridden(uuid, "not-relevant-now", now),
                Scene.overridden(uuid, "unheard-of", now.minusSeconds(1)),
                Scene.accepted(uuid, now, "s"),
                item(uuid, null, now.minusSeconds(2)),
                item(uuid, new FeedbackItem.Reason("urn:theirs", "already-addressed", null), now.minusSeconds(3)));
        assertThat(away(scene.call("P1"), Indicator.WARNING)).isEmpty();
        scene.keep(item(uuid, new FeedbackItem.Reason(null, "already-addressed", null), now.minusSeconds(4)));
        assertThat(away(scene.call("P1"), Indicator.WARNING)).containsOnlyKeys(CARD);
    }

    private static FeedbackItem item(
            String uuid, FeedbackItem.@org.jspecify.annotations.Nullable Reason reason, Instant at) {
        return new FeedbackItem(uuid, FeedbackItem.Outcome.OVERRIDDEN, List.of(), reason, null, at);
    }

    @Test
    void theLongestOfSeveralSnoozesCounts() {
        override(Indicator.WARNING, "specialist-plan", "Condition/1");
        override(Indicator.WARNING, "already-addressed", "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1").get(CARD))
                .isEqualTo(new Suppression(
                        "snooze:specialist-plan", scene.clock.instant().plus(Duration.ofDays(180))));
    }

    @Test
    void broughtBackItIsShownAgainAndStaysOnRecord() {
        override(Indicator.WARNING, "specialist-plan", "Condition/1");
        scene.store.bringBack("hospital", "P1");
        scene.store.bringBack("clinic", "P2");
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .as("another client's or patient's")
                .containsOnlyKeys(CARD);

        scene.store.bringBack("clinic", "P1");

        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).isEmpty();
        assertThat(scene.query("select count(*) from feedback")).containsExactly("1");
        assertThat(scene.query("select count(*) from call_decision where outcome = 'shown'"))
                .containsExactly("1");
        override(Indicator.WARNING, "specialist-plan", "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .as("it can be put away again")
                .containsOnlyKeys(CARD);
    }

    @Test
    void aTimeInTheFutureDoesNotLengthenIt() {
        String uuid = scene.sent(scene.call("P1"), CARD, Indicator.WARNING);
        scene.keep(Scene.overridden(uuid, "already-addressed", Instant.parse("2099-01-01T00:00:00Z")));
        scene.clock.move(Duration.ofDays(30));
        assertThat(away(scene.call("P1"), Indicator.WARNING)).isEmpty();
    }

    @Test
    void feedbackThatComesBeforeItsDecisionIsWrittenCountsToo() {
        scene.keep(Scene.overridden("early", "already-addressed", scene.clock.instant()));
        scene.record(scene.call("P1"), Scene.shown(CARD, Indicator.WARNING, "early", "Condition/1"));
        scene.awaitWritten();
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);
    }

    @Test
    void itHoldsOnAnotherReplicaAndAfterARestart() {
        override(Indicator.WARNING, "already-addressed", "Condition/1");
        try (Scene replica = new Scene(scene.settings, scene.clock)) {
            replica.awaitOpen();
            assertThat(replica.store.away(
                            replica.call("P1"),
                            List.of(new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")))))
                    .containsOnlyKeys(CARD);
        }
        scene.store.close();
        try (Scene restarted = new Scene(scene.settings, scene.clock)) {
            restarted.awaitOpen();
            assertThat(restarted.store.away(
                            restarted.call("P1"),
                            List.of(new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")))))
                    .containsOnlyKeys(CARD);
        }
    }

    @Test
    void anInfoCardIsShownOnceInAnEncounterWhereThatIsSet() {
        scene.sent(scene.call("first", "P1"), CARD, Indicator.INFO, "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.INFO, "Condition/1"))
                .as("off by default")
                .isEmpty();
        StoreSettings once = scene.settings.with(new StoreSettings.Quiet(true, Duration.ofSeconds(5)));
        try (Scene set = new Scene(once, scene.clock)) {
            set.awaitOpen();
            Candidate info = new Candidate(CARD, Indicator.INFO, List.of("Condition/1"));
            assertThat(set.store.away(set.call("P1"), List.of(info)))
                    .containsExactly(Map.entry(CARD, new Suppression(Suppression.ENCOUNTER, null)));
            assertThat(set.store.away(set.call("first", "P1"), List.of(info)))
                    .as("the same hook instance asks again")
                    .isEmpty();
            assertThat(set.store.away(
                            set.store.call("clinic", "neck-view", "patient-view", "i", "P1", "E2"), List.of(info)))
                    .as("another encounter")
                    .isEmpty();
            assertThat(set.store.away(
                            set.store.call("clinic", "neck-view", "patient-view", "i", "P1", null), List.of(info)))
                    .as("no encounter")
                    .isEmpty();
            assertThat(set.store.away(
                            set.call("P1"), List.of(new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")))))
                    .as("a higher tier")
                    .isEmpty();
        }
    }

    @Test
    void severalCandidatesAreToldApartInOneQuery() {
        override(Indicator.WARNING, "already-addressed", "Condition/1");
        String other = scene.sent(scene.call("P1"), "other", Indicator.INFO, "Condition/2");
        scene.keep(Scene.overridden(other, "not-relevant-now", scene.clock.instant()));
        assertThat(scene.store.away(
                        scene.call("P1"),
                        List.of(
                                new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")),
                                new Candidate("other", Indicator.INFO, List.of("Condition/2")),
                                new Candidate("third", Indicator.INFO, List.of()))))
                .containsOnlyKeys(CARD);
        assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "answered"))
                .isEqualTo(1);
    }

    @Test
    void withoutAPatientOrCandidatesNothingIsLookedUp() {
        assertThat(away(scene.store.call("clinic", "s", "h", null, null, null), Indicator.INFO))
                .isEmpty();
        assertThat(scene.store.away(scene.call("P1"), List.of())).isEmpty();
        assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "answered"))
                .isZero();
    }

    @Test
    void theQueryUsesTheIndexOfThePatient() {
        if (database == TestDatabase.POSTGRESQL) {
            // Small tables are read whole, else.
            scene.execute("alter role postgres set enable_seqscan = off");
        }
        String sql = Snoozes.SQL
                .replace(":codes", "'a'")
                .replace(":since", "timestamp with time zone '2026-01-01 00:00:00+00'")
                .replaceAll(":[a-z]+", "'x'");
        String plan = String.join("\n", scene.query("explain " + sql));
        assertThat(plan.toLowerCase(java.util.Locale.ROOT)).contains("sent_card_of_patient", "feedback_of_card");
        if (database == TestDatabase.POSTGRESQL) {
            scene.execute("alter role postgres reset enable_seqscan");
        }
    }
}
