package org.cervicalcds.engine.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.chart.Need;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A site shows some tiers of a card and not others. */
@Tag("long")
class TierStatusTest {
    private static final String RISK = "as-cervical-fracture-risk";
    private static final String RELAXANT = "muscle-relaxant-duration";
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(SHIPPED);
    private static final List<Vignette> VIGNETTES = VignetteFiles.read(CONTENT);

    private static Content with(String card, String tiers) {
        return Content.load(SHIPPED.under(
                new ContentFiles(new TreeMap<>()).with(card + "/card.yaml", "tier-status: {" + tiers + "}\n")));
    }

    /** Patients who are told this tier of the card, on the opened chart or with an order, as it is shipped. */
    private static List<Vignette> told(String card, Indicator tier) {
        return VIGNETTES.stream()
                .filter(v -> v.card().equals(card) && v.expect().equals(tier.code()))
                .toList();
    }

    private static Answer answer(Content content, Vignette vignette) {
        return new VignettePlayer(content).evaluate(vignette).answer();
    }

    private static Decision decision(Answer answer, String card) {
        return answer.decisions().stream()
                .filter(made -> made.card().equals(card))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSilentTierIsDecidedAndNotSentAndNoMilderWordsTakeItsPlace() {
        Content site = with(RISK, "critical: silent");
        assertThat(told(RISK, Indicator.CRITICAL)).hasSizeGreaterThan(10).allSatisfy(vignette -> {
            Answer answer = answer(site, vignette);
            assertThat(answer.cards()).extracting(Card::id).doesNotContain(RISK);
            assertThat(decision(answer, RISK))
                    .isEqualTo(new Decision(RISK, Decision.Outcome.SILENT, Indicator.CRITICAL, "rule:silent"));
        });
    }

    @Test
    void theOtherTiersSpeakOn() {
        Content site = with(RISK, "critical: silent");
        assertThat(told(RISK, Indicator.WARNING)).hasSizeGreaterThan(10).allSatisfy(vignette -> assertThat(
                        decision(answer(site, vignette), RISK))
                .isEqualTo(decision(answer(CONTENT, vignette), RISK)));
    }

    @Test
    void aTierThatIsOffIsNotDecided() {
        Content site = with(RELAXANT, "info: off");
        assertThat(told(RELAXANT, Indicator.INFO)).isNotEmpty().allSatisfy(vignette -> {
            Answer answer = answer(site, vignette);
            assertThat(answer.cards()).extracting(Card::id).doesNotContain(RELAXANT);
            assertThat(answer.decisions())
                    .filteredOn(made -> made.card().equals(RELAXANT))
                    .allSatisfy(made -> assertThat(made.tier()).isNull());
        });
        assertThat(told(RELAXANT, Indicator.WARNING))
                .allSatisfy(vignette -> assertThat(decision(answer(site, vignette), RELAXANT))
                        .isEqualTo(decision(answer(CONTENT, vignette), RELAXANT)));
        List<Need> needs = site.deck().needs("order-select");
        assertThat(CONTENT.deck().needs("order-select")).containsAll(needs);
    }

    @Test
    void whatOnlyATierThatIsOffAsksForIsNotAskedFor() {
        CardDeck shipped = CONTENT.deck();
        assertThat(shipped.definitions()).anySatisfy(card -> {
            CardDeck site = shipped.with(card.with(CardStatus.ON, Map.of(Indicator.INFO, CardStatus.OFF)));
            CardDeck all = shipped.with(card.with(CardStatus.ON));
            assertThat(all.findingsInUse())
                    .containsAll(site.findingsInUse())
                    .hasSizeGreaterThan(site.findingsInUse().size());
        });
    }

    @Test
    void aTierCannotBeOffWhileAMilderOneSpeaks() {
        assertThatThrownBy(() -> with(RISK, "critical: off"))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("overlay/" + RISK + "/card.yaml: tier-status.critical cannot be off while warning"
                        + " is not: who meets it would be told the milder words");
        assertThatThrownBy(() -> with(RISK, "critical: off, warning: off, info: silent"))
                .hasMessageContaining("tier-status.critical cannot be off while info is not");
        assertThat(with(RISK, "critical: silent, warning: off, info: off")
                        .deck()
                        .card(RISK))
                .isNotNull();
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> with(RISK, "info: quiet"))
                .hasMessageContaining("tier-status.info is 'quiet'; it must be one of on, silent, off");
        assertThatThrownBy(() -> with(RISK, "danger: off")).hasMessageContaining("tier-status.danger is not known");
        assertThatThrownBy(() -> with(RELAXANT, "critical: silent"))
                .hasMessageContaining("tier-status.critical is no tier of this card");
    }

    @Test
    void theHashIsThatOfTheCardAsItIsShown() {
        assertThat(with(RISK, "critical: silent").hashes()).isEqualTo(CONTENT.hashes());
        assertThat(with(RELAXANT, "info: off").hashes()).isEqualTo(CONTENT.hashes());
    }

    @Test
    void theVignettesHoldHoweverTheSiteShowsTheTiers() {
        for (String tiers : List.of("critical: silent", "warning: silent, info: off", "info: silent")) {
            Content site = with(RISK, tiers);
            VignettePlayer player = new VignettePlayer(site);
            assertThat(VIGNETTES.stream()
                            .flatMap(
                                    vignette -> player.faults(vignette).stream().map(fault -> vignette + ": " + fault))
                            .filter(fault -> fault.startsWith(RISK)))
                    .as(tiers)
                    .isEmpty();
        }
    }

    @Test
    void aSilentTierKeepsNoOtherCardBack() {
        String film = "radiograph-cannot-exclude-fracture";
        Content site = with(film, "critical: silent");
        Vignette vignette = told(film, Indicator.CRITICAL).stream()
                .filter(v -> answer(CONTENT, v).cards().stream()
                        .noneMatch(card -> card.id().equals(RISK)))
                .filter(v -> v.hook().equals("order-sign"))
                .findFirst()
                .orElseThrow();
        assertThat(answer(site, vignette).cards()).extracting(Card::id).contains(RISK);
    }

    @Test
    void theExplanationSaysIt() {
        Content site = with(RISK, "critical: silent, warning: off, info: off");
        Vignette vignette = told(RISK, Indicator.CRITICAL).get(0);
        Explanation explanation = new VignettePlayer(site)
                .evaluate(vignette).explanations().stream()
                        .filter(one -> one.card().equals(RISK))
                        .findFirst()
                        .orElseThrow();
        assertThat(explanation.tiers())
                .allSatisfy(tier -> assertThat(tier.showing())
                        .isEqualTo(tier.indicator() == Indicator.CRITICAL ? CardStatus.SILENT : CardStatus.OFF))
                .anySatisfy(tier -> assertThat(tier.matches()).isTrue());
        assertThat(explanation.tiers())
                .filteredOn(tier -> tier.showing() == CardStatus.OFF)
                .allSatisfy(tier -> assertThat(tier.when()).isEmpty());
    }

    @Test
    void anUnsignedCardIsUnsignedInAllItsTiersButThoseThatAreOff() {
        CardDefinition card = Objects.requireNonNull(
                with(RELAXANT, "info: off").withUnsignedKeptBack().deck().card(RELAXANT));
        assertThat(card.tiers()).allSatisfy(tier -> assertThat(card.showing(tier))
                .isEqualTo(tier.indicator() == Indicator.INFO ? CardStatus.OFF : CardStatus.UNSIGNED));
    }
}
