package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.testkit.Vignettes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped content says about snoozes and rhythms, as worked examples: W53 and W90 of the specification. */
@Tag("long")
class ShippedSnoozesTest {
    private static final String RISK = "as-cervical-fracture-risk";
    private static final String TRAMADOL = "W52 twin: tramadol is signed";
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    private final Scene scene;

    ShippedSnoozesTest(@TempDir Path folder) {
        this.scene = new Scene(
                StoreSettings.in(folder).with(new StoreSettings.Quiet(false, Duration.ofSeconds(5), false)),
                Scene.clock(),
                new SnoozeReasons(Scene.SYSTEM, CONTENT.overrideReasons()));
        scene.awaitOpen();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static Chart chart(String title) {
        return new VignettePlayer(CONTENT).chart(Vignettes.titled(CONTENT, RISK, title));
    }

    private Call call(@Nullable String encounter) {
        return scene.store.call(
                Caller.of("clinic"),
                "neck-sign",
                "order-sign",
                UUID.randomUUID().toString(),
                "P1",
                encounter);
    }

    /** The indicators of card 1 in the answer, after what was shown and fed back before. */
    private List<String> shown(String title, @Nullable String encounter) {
        Call call = call(encounter);
        Answer answer = CONTENT.deck().answer(chart(title), candidates -> scene.store.suppressed(call, candidates));
        return answer.cards().stream()
                .filter(card -> card.id().equals(RISK))
                .map(card -> card.indicator().code())
                .toList();
    }

    /** Shows card 1 and keeps that it was shown; returns the uuid it was sent with. */
    private String show(String title, @Nullable String encounter) {
        Card card = CONTENT.deck().answer(chart(title)).cards().stream()
                .filter(one -> one.id().equals(RISK))
                .findFirst()
                .orElseThrow();
        Candidate candidate = card.candidate();
        String uuid = UUID.randomUUID().toString();
        scene.record(
                call(encounter),
                new DecisionRecord.CardOutcome(
                        RISK,
                        "hash",
                        card.indicator(),
                        DecisionRecord.Outcome.SHOWN,
                        "",
                        new DecisionRecord.SentCard(
                                uuid,
                                Map.of(),
                                candidate.evidence(),
                                candidate.unsettledBy(),
                                candidate.repeatDays())));
        scene.awaitWritten();
        return uuid;
    }

    @Test
    void assessedWithoutImagingRestsForThisEncounterUntilANewDeficit() {
        assertThat(shown(TRAMADOL, "E1")).containsExactly("critical");
        String uuid = show(TRAMADOL, "E1");
        scene.keep(Scene.overridden(uuid, "assessed-no-imaging", scene.clock.instant()));

        assertThat(shown(TRAMADOL, "E1")).as("W53: the same encounter").isEmpty();
        assertThat(shown(TRAMADOL, "E2")).as("W53: the next encounter").containsExactly("critical");
        assertThat(shown("W53 twin: a new deficit, tramadol is signed", "E1"))
                .as("W53 twin: G83.12 today")
                .containsExactly("critical");
    }

    @Test
    void withoutAnEncounterItRestsForAWeek() {
        scene.keep(Scene.overridden(show(TRAMADOL, null), "assessed-no-imaging", scene.clock.instant()));
        scene.clock.move(Duration.ofDays(7).minusSeconds(1));
        assertThat(shown(TRAMADOL, null)).isEmpty();
        scene.clock.move(Duration.ofSeconds(1));
        assertThat(shown(TRAMADOL, null)).containsExactly("critical");
    }

    @Test
    void theInfoOnSpondylitisComesOnceAYear() {
        assertThat(shown("W90: AS alone", "E1")).containsExactly("info");
        show("W90: AS alone", "E1");
        scene.clock.move(Duration.ofDays(100));
        assertThat(shown("W90: AS alone", "E2")).as("W90 twin: 100 days later").isEmpty();
        scene.clock.move(Duration.ofDays(265).minusSeconds(1));
        assertThat(shown("W90: AS alone", "E2")).as("a second less than a year").isEmpty();
        scene.clock.move(Duration.ofSeconds(1));
        assertThat(shown("W90: AS alone", "E2")).as("a year").containsExactly("info");
        scene.clock.move(Duration.ofDays(35));
        assertThat(shown("W90: AS alone", "E3")).as("W90 twin: 400 days later").containsExactly("info");
    }
}
