package org.cervicalcds.engine.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;

/** A card that was overridden or shown already is left out where the specification says: before information is, and before the number of cards counts. */
class SuppressedCardsTest {
    private static final String RISK = "as-cervical-fracture-risk";
    private static final String REASONS = "override-reasons.yaml";
    private static final Content CONTENT = content();

    private static Content content() {
        ContentFiles files = ContentFiles.in(Path.of("cds-cards"));
        String card = Objects.requireNonNull(files.texts().get(RISK + "/card.yaml"));
        return Content.load(
                files.with(
                                REASONS,
                                files.texts().get(REASONS)
                                        + """
                                checked-at-the-bedside:
                                  display: Checked at the bedside
                                  settled: true
                                  encounter: true
                                  days: acute-illness-days
                                  critical-days: 3
                                  unless: [osteoporosis]
                                  unless-on:
                                    as-cervical-fracture-risk: [neuro-major]
                                """)
                        .with(
                                RISK + "/card.yaml",
                                card.replace("override-reasons: [", "override-reasons: [checked-at-the-bedside, "))
                        .with(
                                RISK + "/vignettes.yaml",
                                """
                        - title: osteoporosis
                          hook: patient-view
                          patient: {born: 1963-02-01}
                          conditions:
                            - {code: icd-10-cm|M45.2, onset: "2001"}
                            - {code: icd-10-cm|M81.0, onset: "2020"}
                          expect: warning
                        - title: an earlier fracture
                          hook: patient-view
                          patient: {born: 1963-02-01}
                          conditions:
                            - {code: icd-10-cm|M45.2, onset: "2001"}
                            - {code: icd-10-cm|G24.3, onset: 2025-05-01}
                            - {code: icd-10-cm|S22.000S, onset: "2019"}
                          expect: warning
                        - title: nothing else
                          hook: patient-view
                          patient: {born: 1963-02-01}
                          conditions:
                            - {code: icd-10-cm|M45.2, onset: "2001"}
                          expect: info
                        """));
    }

    private static Chart chart(String title) {
        return new VignettePlayer(CONTENT).chart(Vignettes.titled(CONTENT, title));
    }

    private static Candidate risk(String title) {
        List<Candidate> asked = new ArrayList<>();
        CONTENT.deck().answer(chart(title), candidates -> {
            asked.addAll(candidates);
            return Map.of();
        });
        return asked.stream().filter(one -> one.card().equals(RISK)).findFirst().orElseThrow();
    }

    @Test
    void contentSaysForHowLongAReasonHoldsAndWhereItDoesNot() {
        OverrideReason reason = CONTENT.overrideReasons().stream()
                .filter(one -> one.code().equals("checked-at-the-bedside"))
                .findFirst()
                .orElseThrow();
        assertThat(reason)
                .isEqualTo(new OverrideReason(
                        "checked-at-the-bedside",
                        "Checked at the bedside",
                        true,
                        7,
                        3,
                        true,
                        List.of("osteoporosis"),
                        Map.of(RISK, List.of("neuro-major"))));
    }

    @Test
    void aCardThatRestsOnAnExceptedFindingIsNotSettled() {
        assertThat(risk("osteoporosis").unsettledBy()).containsExactly("checked-at-the-bedside");
        assertThat(risk("an earlier fracture").unsettledBy()).isEmpty();
    }

    @Test
    void aTierHasARhythm() {
        assertThat(risk("nothing else").repeatDays()).isEqualTo(365);
        assertThat(risk("osteoporosis").repeatDays()).isZero();
    }

    @Test
    void aSuppressedCardIsDecidedSilentAndSaysUntilWhen() {
        Instant until = Instant.parse("2026-01-01T00:00:00Z");
        Answer answer = CONTENT.deck()
                .explain(
                        chart("nothing else"),
                        candidates -> Map.of(RISK, new Suppression(Suppression.SNOOZE + "specialist-plan", until)));
        assertThat(answer.cards()).isEmpty();
        assertThat(answer.decisions())
                .contains(new Decision(RISK, Decision.Outcome.SILENT, Indicator.INFO, "rule:snooze:specialist-plan"));
        assertThat(answer.explanations())
                .filteredOn(why -> why.card().equals(RISK))
                .extracting(Explanation::until)
                .containsExactly(until);
    }

    @Test
    void informationComesWhereTheWarningBesideItIsSuppressed() {
        CardDeck deck = CONTENT.deck();
        Chart chart = chart("an earlier fracture");
        List<Candidate> speaking = new ArrayList<>();
        Answer all = deck.answer(chart, candidates -> {
            speaking.addAll(candidates);
            return Map.of();
        });
        List<String> infos = speaking.stream()
                .filter(one -> one.tier() == Indicator.INFO)
                .map(Candidate::card)
                .toList();
        assertThat(all.cards()).extracting(Card::id).doesNotContainAnyElementsOf(infos);
        Answer answer = deck.answer(chart, candidates -> {
            Map<String, Suppression> urgent = new java.util.HashMap<>();
            candidates.stream()
                    .filter(one -> one.tier() != Indicator.INFO)
                    .forEach(one -> urgent.put(one.card(), new Suppression(Suppression.REPEAT, null)));
            return urgent;
        });
        assertThat(infos).isNotEmpty();
        assertThat(answer.cards()).extracting(Card::id).containsExactlyElementsOf(infos);
    }
}
