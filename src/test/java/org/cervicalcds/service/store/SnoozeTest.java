package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A card that was settled stays away, and comes back exactly when it should. */
@Tag("database")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SnoozeTest {
    private static final String CARD = "massage-caution";

    private final TestDatabase database;
    private final Scene scene;

    SnoozeTest(TestDatabase database, @TempDir Path folder) {
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
        return scene.store.suppressed(call, List.of(new Candidate(CARD, tier, List.of(evidence))));
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
        Call elsewhere = scene.store.call(Caller.of("hospital"), "neck-view", "patient-view", "i", "P1", "E1");
        assertThat(away(elsewhere, Indicator.WARNING, "Condition/1")).isEmpty();
        assertThat(scene.store.suppressed(
                        scene.call("P1"), List.of(new Candidate("other", Indicator.WARNING, List.of("Condition/1")))))
                .isEmpty();
        Call otherService = scene.store.call(Caller.of("clinic"), "neck-order", "order-sign", "i", "P1", "E2");
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
        scene.store.bringBack(Caller.of("hospital"), "P1");
        scene.store.bringBack(Caller.of("clinic"), "P2");
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .as("another client's or patient's")
                .containsOnlyKeys(CARD);

        scene.store.bringBack(Caller.of("clinic"), "P1");

        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).isEmpty();
        assertThat(scene.query("select count(*) from feedback")).containsExactly("1");
        assertThat(scene.query("select count(*) from call_decision where outcome = 'shown'"))
                .containsExactly("1");
        override(Indicator.WARNING, "specialist-plan", "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .as("it can be snoozed again")
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
            assertThat(replica.store.suppressed(
                            replica.call("P1"),
                            List.of(new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")))))
                    .containsOnlyKeys(CARD);
        }
        scene.store.close();
        try (Scene restarted = new Scene(scene.settings, scene.clock)) {
            restarted.awaitOpen();
            assertThat(restarted.store.suppressed(
                            restarted.call("P1"),
                            List.of(new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")))))
                    .containsOnlyKeys(CARD);
        }
    }

    @Test
    void anInfoCardIsShownOnceInAnEncounterWhereThatIsSet() {
        scene.sent(scene.call("second", "P1"), CARD, Indicator.INFO, "Condition/1");
        assertThat(away(scene.call("P1"), Indicator.INFO, "Condition/1"))
                .as("off by default")
                .isEmpty();
        StoreSettings once = scene.settings.with(new StoreSettings.Quiet(true, Duration.ofSeconds(5), false));
        try (Scene set = new Scene(once, scene.clock)) {
            set.awaitOpen();
            set.record(set.call("first", "P1"), Scene.shown(CARD, Indicator.INFO, "u", "Condition/1"));
            Candidate info = new Candidate(CARD, Indicator.INFO, List.of("Condition/1"));
            assertThat(set.store.suppressed(set.call("P1"), List.of(info)))
                    .containsExactly(Map.entry(CARD, new Suppression(Suppression.ENCOUNTER, null)));
            assertThat(set.store.suppressed(set.call("first", "P1"), List.of(info)))
                    .as("the same hook instance asks again")
                    .isEmpty();
            assertThat(set.store.suppressed(
                            set.store.call(Caller.of("clinic"), "neck-view", "patient-view", "i", "P1", "E2"),
                            List.of(info)))
                    .as("another encounter")
                    .isEmpty();
            assertThat(set.store.suppressed(
                            set.store.call(Caller.of("clinic"), "neck-view", "patient-view", "i", "P1", null),
                            List.of(info)))
                    .as("no encounter")
                    .isEmpty();
            assertThat(set.store.suppressed(
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
        assertThat(scene.store.suppressed(
                        scene.call("P1"),
                        List.of(
                                new Candidate(CARD, Indicator.WARNING, List.of("Condition/1")),
                                new Candidate("other", Indicator.INFO, List.of("Condition/2")),
                                new Candidate("third", Indicator.INFO, List.of()))))
                .containsOnlyKeys(CARD);
        assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "answered"))
                .isEqualTo(1);
        away(scene.call("P1"), Indicator.WARNING, "Condition/1");
        away(scene.call("P2"), Indicator.WARNING, "Condition/1");
        assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "answered"))
                .as("what was read a moment ago, and patients without a snooze, are not asked for")
                .isEqualTo(1);
    }

    @Test
    void anotherTenantOrFhirServerIsAnotherPatient() {
        Caller north = new Caller("clinic", "north", "https://north.example/fhir", true);
        Call sent = call(north);
        String uuid = scene.sent(sent, CARD, Indicator.WARNING, "Condition/1");
        FeedbackItem item = Scene.overridden(uuid, "already-addressed", scene.clock.instant());
        scene.store.keep(new Caller("clinic", "south", "", true), "neck-view", List.of(item));
        assertThat(away(call(north), Indicator.WARNING, "Condition/1"))
                .as("another tenant's feedback settles nothing")
                .isEmpty();

        scene.store.keep(new Caller("clinic", "north", "", true), "neck-view", List.of(item));

        assertThat(away(call(north), Indicator.WARNING, "Condition/1")).containsOnlyKeys(CARD);
        for (Caller other : List.of(
                new Caller("clinic", "south", "https://north.example/fhir", true),
                new Caller("clinic", "", "https://north.example/fhir", true),
                new Caller("clinic", "north", "https://south.example/fhir", true),
                new Caller("clinic", "north", "", true),
                new Caller("hospital", "north", "https://north.example/fhir", true))) {
            assertThat(away(call(other), Indicator.WARNING, "Condition/1"))
                    .as(other.toString())
                    .isEmpty();
        }
        assertThat(scene.query("select tenant, fhir_server from hook_call"))
                .containsExactly("north", "https://north.example/fhir");
    }

    private Call call(Caller caller) {
        return scene.store.call(
                caller, "neck-view", "patient-view", java.util.UUID.randomUUID().toString(), "P1", "E1");
    }

    @Test
    void aCallerWithoutATokenIsSuppressedForNothing() {
        Caller nobody = new Caller("anonymous", "", "https://north.example/fhir", false);
        String uuid = scene.sent(call(nobody), CARD, Indicator.WARNING, "Condition/1");
        scene.store.keep(
                nobody, "neck-view", List.of(Scene.overridden(uuid, "already-addressed", scene.clock.instant())));
        assertThat(away(call(nobody), Indicator.WARNING, "Condition/1")).isEmpty();
        assertThat(scene.query("select count(*) from suppression")).containsExactly("0");
        assertThat(scene.query("select count(*) from feedback")).containsExactly("1");
    }

    @Test
    void anOverrideForTheEncounterHoldsThereAlsoForACriticalCard() {
        override(Indicator.CRITICAL, "assessed-no-imaging", "Condition/1");
        Call elsewhere = scene.store.call(Caller.of("clinic"), "neck-view", "patient-view", "i", "P1", "E2");
        scene.clock.move(Duration.ofDays(20));
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1"))
                .containsExactly(Map.entry(CARD, new Suppression("snooze:assessed-no-imaging", null)));
        assertThat(away(elsewhere, Indicator.CRITICAL, "Condition/1")).isEmpty();
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1", "Condition/2"))
                .as("something new")
                .isEmpty();
    }

    @Test
    void withoutAnEncounterItHoldsForItsDays() {
        String uuid = scene.sent(
                scene.store.call(Caller.of("clinic"), "neck-view", "patient-view", "i", "P1", null),
                CARD,
                Indicator.CRITICAL,
                "Condition/1");
        Instant start = scene.clock.instant();
        scene.keep(Scene.overridden(uuid, "assessed-no-imaging", start));
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1"))
                .containsExactly(
                        Map.entry(CARD, new Suppression("snooze:assessed-no-imaging", start.plus(Duration.ofDays(7)))));
        scene.clock.move(Duration.ofDays(7));
        assertThat(away(scene.call("P1"), Indicator.CRITICAL, "Condition/1")).isEmpty();
    }

    @Test
    void aReasonSettlesNoCardThatRestsOnAFindingItExcepts() {
        Candidate open =
                new Candidate(CARD, Indicator.CRITICAL, List.of("Condition/1"), List.of("assessed-no-imaging"), 0);
        override(Indicator.CRITICAL, "assessed-no-imaging", "Condition/1");
        assertThat(scene.store.suppressed(scene.call("P1"), List.of(open)))
                .as("the card that comes rests on it")
                .isEmpty();

        String uuid = java.util.UUID.randomUUID().toString();
        scene.record(
                scene.call("P2"),
                new DecisionRecord.CardOutcome(
                        CARD,
                        "hash",
                        Indicator.CRITICAL,
                        DecisionRecord.Outcome.SHOWN,
                        "",
                        new DecisionRecord.SentCard(
                                uuid, Map.of(), List.of("Condition/1"), List.of("assessed-no-imaging"), 0)));
        scene.awaitWritten();
        scene.keep(Scene.overridden(uuid, "assessed-no-imaging", scene.clock.instant()));
        assertThat(away(scene.call("P2"), Indicator.CRITICAL, "Condition/1"))
                .as("the card that was overridden rested on it")
                .isEmpty();
    }

    @Test
    void aCardWithARhythmIsShownOnceInItsDays() {
        Candidate yearly = new Candidate(CARD, Indicator.INFO, List.of("Condition/1"), List.of(), 365);
        Instant start = scene.clock.instant();
        assertThat(scene.store.suppressed(scene.call("first", "P1"), List.of(yearly)))
                .isEmpty();
        scene.record(scene.call("first", "P1"), yearly("u1"));
        for (int i = 0; i < 2; i++) {
            assertThat(scene.store.suppressed(scene.call("P1"), List.of(yearly)))
                    .as(i == 0 ? "before it is written" : "after")
                    .containsExactly(
                            Map.entry(CARD, new Suppression(Suppression.REPEAT, start.plus(Duration.ofDays(365)))));
            scene.awaitWritten();
        }
        assertThat(scene.store.suppressed(scene.call("first", "P1"), List.of(yearly)))
                .as("the same hook instance asks again")
                .isEmpty();
        assertThat(scene.store.suppressed(scene.call("P2"), List.of(yearly))).isEmpty();
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .as("a higher tier, which has no rhythm")
                .isEmpty();
        scene.clock.move(Duration.ofDays(365));
        try (Scene replica = new Scene(scene.settings, scene.clock)) {
            replica.awaitOpen();
            assertThat(replica.store.suppressed(replica.call("P1"), List.of(yearly)))
                    .as("a year later")
                    .isEmpty();
        }
        scene.record(scene.call("second", "P1"), yearly("u2"));
        scene.awaitWritten();
        try (Scene replica = new Scene(scene.settings, scene.clock)) {
            replica.awaitOpen();
            assertThat(replica.store.suppressed(replica.call("P1"), List.of(yearly)))
                    .as("the year begins anew")
                    .containsOnlyKeys(CARD);
        }
    }

    private static DecisionRecord.CardOutcome yearly(String uuid) {
        return new DecisionRecord.CardOutcome(
                CARD,
                "hash",
                Indicator.INFO,
                DecisionRecord.Outcome.SHOWN,
                "",
                new DecisionRecord.SentCard(uuid, Map.of(), List.of("Condition/1"), List.of(), 365));
    }

    @Test
    void feedbackThatBringsAReasonLaterIsAnUpdateAndTheSnoozeFollows() {
        String uuid = scene.sent(scene.call("P1"), CARD, Indicator.WARNING, "Condition/1");
        Instant at = scene.clock.instant();
        assertThat(scene.keep(item(uuid, null, at))).isEqualTo(1);
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1")).isEmpty();

        assertThat(scene.keep(Scene.overridden(uuid, "specialist-plan", at))).isZero();
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1").get(CARD))
                .isEqualTo(new Suppression("snooze:specialist-plan", at.plus(Duration.ofDays(180))));

        scene.keep(new FeedbackItem(
                uuid, FeedbackItem.Outcome.OVERRIDDEN, List.of(), null, "seen by the rheumatologist", at));
        scene.keep(item(uuid, null, at));
        assertThat(scene.query("select reason_code, user_comment from feedback"))
                .as("what is not said again stays")
                .containsExactly("specialist-plan", "seen by the rheumatologist");

        scene.keep(Scene.overridden(uuid, "not-relevant-now", at));
        assertThat(away(scene.call("P1"), Indicator.WARNING, "Condition/1"))
                .as("the new reason settles nothing")
                .isEmpty();
        assertThat(scene.query("select count(*) from feedback")).containsExactly("1");
        assertThat(scene.count("cervical.cds.store.feedback", "result", "updated"))
                .isEqualTo(3);
        assertThat(scene.count("cervical.cds.store.feedback", "result", "repeated"))
                .isEqualTo(1);
    }

    @Test
    void anotherReplicasSnoozeIsSeenAfterARefresh() {
        try (Scene replica = new Scene(scene.settings, scene.clock)) {
            replica.awaitOpen();
            override(Indicator.WARNING, "already-addressed", "Condition/1");
            Scene.await(() -> replica.store
                            .suppressed(
                                    replica.call("P1"),
                                    List.of(new Candidate(CARD, Indicator.WARNING, List.of("Condition/1"))))
                            .size()
                    == (database == TestDatabase.POSTGRESQL ? 1 : 0));
        }
    }

    @Test
    void withoutAPatientOrCandidatesNothingIsLookedUp() {
        assertThat(away(scene.store.call(Caller.of("clinic"), "s", "h", null, null, null), Indicator.INFO))
                .isEmpty();
        assertThat(scene.store.suppressed(scene.call("P1"), List.of())).isEmpty();
        assertThat(scene.count("cervical.cds.store.lookups", "what", "snoozes", "result", "answered"))
                .isZero();
    }

    @Test
    void theQueryUsesTheIndexOfThePatient() {
        if (database == TestDatabase.POSTGRESQL) {
            // Small tables are read whole, else.
            scene.execute("alter role postgres set enable_seqscan = off");
        }
        String sql = SuppressionTable.OF_PATIENT.replace("?", "'x'");
        String plan = String.join("\n", scene.query("explain " + sql));
        assertThat(plan.toLowerCase(java.util.Locale.ROOT)).contains("suppression_of_patient");
        if (database == TestDatabase.POSTGRESQL) {
            scene.execute("alter role postgres reset enable_seqscan");
        }
    }
}
