package org.cervicalcds.engine.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;

/** A card that is silent or unsigned is decided and logged as ever, is not sent, and keeps no other card back. */
class MutedCardsTest {
    private static final String FILM = "radiograph-cannot-exclude-fracture";
    private static final String RISK = "as-cervical-fracture-risk";
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards"))
            .with(
                    FILM + "/vignettes.yaml",
                    """
                            - title: a film after a fall with AS
                              hook: order-sign
                              patient: {born: 1963-02-01}
                            %s  drafts:
                                - {code: cpt|72040}
                              expect: critical
                            """
                            .formatted(Vignettes.FALL)));

    private static Answer answer(CardDeck deck) {
        Vignette vignette = Vignettes.titled(CONTENT, "a film after a fall with AS");
        return deck.answer(new VignettePlayer(CONTENT).chart(vignette));
    }

    private static CardDeck filmCard(CardStatus showing) {
        CardDefinition card = Objects.requireNonNull(CONTENT.deck().card(FILM));
        return CONTENT.deck().with(card.with(showing));
    }

    private static Decision decision(Answer answer, String card) {
        return answer.decisions().stream()
                .filter(made -> made.card().equals(card))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFilmCardSpeaksInPlaceOfTheRiskCard() {
        assertThat(answer(filmCard(CardStatus.ON)).cards()).extracting(Card::id).containsExactly(FILM);
    }

    @Test
    void whereItIsKeptBackTheRiskCardSpeaksAndTheDecisionIsStillMade() {
        for (CardStatus showing : new CardStatus[] {CardStatus.SILENT, CardStatus.UNSIGNED}) {
            Answer answer = answer(filmCard(showing));
            assertThat(answer.cards()).extracting(Card::id).containsExactly(RISK);
            assertThat(decision(answer, FILM))
                    .isEqualTo(new Decision(FILM, Decision.Outcome.SILENT, Indicator.CRITICAL, showing.reason()));
        }
    }

    @Test
    void aCardThatIsOffIsNotDecided() {
        Answer answer = answer(filmCard(CardStatus.OFF));
        assertThat(answer.cards()).extracting(Card::id).containsExactly(RISK);
        assertThat(answer.decisions()).extracting(Decision::card).doesNotContain(FILM);
    }
}
