package org.cervicalcds.service.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.service.cdshooks.Rehearsals;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestConstructor;

/** However a site shows its cards, sound content raises no false alarm. */
@Tag("long")
@SpringBootTest(classes = CervicalCds.class, properties = "cervical-cds.sandbox.enabled=false")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
final class CanarySuiteTest {
    private final ApplicationContext service;
    private final CardDeck deck;
    private final List<Vignette> vignettes;

    CanarySuiteTest(ApplicationContext service, Content content) {
        this.service = service;
        this.deck = content.deck();
        this.vignettes = VignetteFiles.read(content);
    }

    private CanaryReport play(CardDeck played) {
        return CanarySuite.of(vignettes, played, Rehearsals.of(service, played), service.getBean(Clock.class))
                .play();
    }

    private static CardDeck all(CardDeck deck, CardStatus showing) {
        CardDeck changed = deck;
        for (CardDefinition card : deck.definitions()) {
            changed = changed.with(card.with(showing));
        }
        return changed;
    }

    @ParameterizedTest
    @EnumSource
    void allCardsAlike(CardStatus showing) {
        assertThat(play(all(deck, showing)).failed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneCardOtherwise(CardStatus showing) {
        for (CardDefinition card : deck.definitions()) {
            assertThat(play(deck.with(card.with(showing))).failed())
                    .as(card.id())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOthersOtherwise(CardStatus showing) {
        for (CardDefinition card : deck.definitions()) {
            assertThat(play(all(deck, showing).with(card.with(CardStatus.ON))).failed())
                    .as(card.id())
                    .isEmpty();
        }
    }

    @Test
    void aServiceAsItIsShippedIsSound() {
        assertThat(play(deck).played()).isGreaterThan(300);
    }
}
