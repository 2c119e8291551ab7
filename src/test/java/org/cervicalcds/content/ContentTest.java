package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.SummaryLength;
import org.cervicalcds.engine.words.Speech;
import org.junit.jupiter.api.Test;

/** The policies that the shipped content keeps, beyond what the loader refuses. */
class ContentTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Collection<CardDefinition> CARDS = CONTENT.deck().definitions();
    private static final ContentText TEXT = CONTENT.text();

    @Test
    void everyCardNamesItsSourceAndLinksToIt() {
        for (CardDefinition card : CARDS) {
            assertThat(card.source().label()).as(card.id()).isNotBlank();
            boolean readable = card.evidence().stream()
                    .map(CONTENT.evidence()::get)
                    .anyMatch(statement -> statement != null && statement.address() != null);
            assertThat(card.links()).as(card.id()).hasSize(readable ? 1 : 0).allSatisfy(link -> assertThat(link.url())
                    .startsWith("https://")
                    .isEqualTo(card.source().url()));
        }
    }

    @Test
    void authorAndClinicianAreNeverTheSamePerson() {
        for (CardDefinition card : CARDS) {
            assertThat(card.review().clinician())
                    .as(card.id())
                    .isNotEqualTo(card.review().author());
        }
    }

    @Test
    void aReviewedCardSaysWhoReviewedItAndWhenItIsDueAgain() {
        for (CardDefinition card : CARDS) {
            CardDefinition.Review review = card.review();
            boolean any = review.clinician() != null || review.reviewed() != null || review.next() != null;
            boolean all = review.clinician() != null && review.reviewed() != null && review.next() != null;
            assertThat(any).as(card.id()).isEqualTo(all);
        }
    }

    @Test
    void nothingIsThereForNothing() {
        assertThat(UnusedContent.in(CONTENT)).isEmpty();
    }

    @Test
    void noTwoListsOfPhrasesAreEqual() {
        assertThat(TEXT.phrases().values()).doesNotHaveDuplicates();
    }

    @Test
    void everyCardThatWarnsTakesOverrideReasonsThatExist() {
        for (CardDefinition card : CARDS) {
            assertThat(card.overrideReasons())
                    .as(card.id())
                    .doesNotHaveDuplicates()
                    .doesNotContainNull();
        }
    }

    @Test
    void everyNewOrderNamesWhatWouldMakeItNeedless() {
        for (CardDefinition card : CARDS) {
            for (CreateOrder create : creations(card)) {
                assertThat(create.description()).as(card.id()).isNotBlank();
                assertThat(create.sameOrder())
                        .as(card.id() + " " + create.display())
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static List<CreateOrder> creations(CardDefinition card) {
        return card.suggestions().stream()
                .flatMap(suggestion -> suggestion.actions().stream())
                .filter(CreateOrder.class::isInstance)
                .map(CreateOrder.class::cast)
                .toList();
    }

    @Test
    void positionsAreUnique() {
        assertThat(CARDS).extracting(CardDefinition::position).doesNotHaveDuplicates();
    }

    @Test
    void everySummaryFits() {
        for (CardDefinition card : CARDS) {
            for (Tier tier : card.tiers()) {
                assertThat(SummaryLength.longest(tier.summary(), card.words(), Speech.ENGLISH))
                        .as(card.id() + ": " + tier.summary())
                        .isLessThan(SummaryLength.LIMIT);
            }
        }
    }

    @Test
    void everyEvidenceStatementOfACardIsHeldAndSaysItsLimits() {
        for (CardDefinition card : CARDS) {
            assertThat(CONTENT.evidence())
                    .as(card.id())
                    .containsKeys(card.evidence().toArray(String[]::new));
            assertThat(card.evidence()).as(card.id()).doesNotHaveDuplicates();
        }
        CONTENT.evidence().values().forEach(statement -> assertThat(statement.limits())
                .as(statement.id())
                .isNotBlank());
    }

    @Test
    void everyCardSaysWhatItMisses() {
        for (CardDefinition card : CARDS) {
            assertThat(card.knownLimits()).as(card.id()).isNotEmpty().allMatch(limit -> !limit.isBlank());
        }
    }
}
