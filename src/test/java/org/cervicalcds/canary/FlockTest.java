package org.cervicalcds.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.Showing;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.Vignette;
import org.cervicalcds.content.VignetteFiles;
import org.cervicalcds.hooks.Rehearsals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestConstructor;

/** However a site shows its cards, sound content raises no false alarm. */
@SpringBootTest(classes = CervicalCds.class, properties = "cervical-cds.sandbox.enabled=false")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
final class FlockTest {
    private final ApplicationContext service;
    private final CardDeck deck;
    private final List<Vignette> vignettes;

    FlockTest(ApplicationContext service, Content content) {
        this.service = service;
        this.deck = content.deck();
        this.vignettes = VignetteFiles.read(content);
    }

    private Report play(CardDeck played) {
        return Flock.of(vignettes, played, Rehearsals.of(service, played), service.getBean(Clock.class))
                .play();
    }

    private static CardDeck all(CardDeck deck, Showing showing) {
        CardDeck changed = deck;
        for (CardDefinition card : deck.definitions()) {
            changed = changed.with(card.with(showing));
        }
        return changed;
    }

    @ParameterizedTest
    @EnumSource
    void allCardsAlike(Showing showing) {
        assertThat(play(all(deck, showing)).failed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneCardOtherwise(Showing showing) {
        for (CardDefinition card : deck.definitions()) {
            assertThat(play(deck.with(card.with(showing))).failed())
                    .as(card.id())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOthersOtherwise(Showing showing) {
        for (CardDefinition card : deck.definitions()) {
            assertThat(play(all(deck, showing).with(card.with(Showing.ON))).failed())
                    .as(card.id())
                    .isEmpty();
        }
    }

    @Test
    void aServiceAsItIsShippedIsSound() {
        assertThat(play(deck).played()).isGreaterThan(300);
    }
}
