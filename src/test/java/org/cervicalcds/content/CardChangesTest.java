package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.junit.jupiter.api.Test;

/** What has changed in a card is told whole, and nothing else is. */
class CardChangesTest {
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(FILES);
    private static final String CARD = "radiograph-for-spasm";

    private static Content with(String file, String from, String to) {
        String text = Objects.requireNonNull(FILES.texts().get(file));
        assertThat(text).contains(from);
        return Content.load(FILES.with(file, text.replace(from, to)));
    }

    private static List<CardChanges.Change> since(Content before) {
        return Objects.requireNonNull(CardChanges.between(before, CONTENT, CARD));
    }

    @Test
    void nothingHasChangedInAContentThatIsTheSame() {
        for (CardDefinition card : CONTENT.deck().definitions()) {
            assertThat(CardChanges.between(CONTENT, CONTENT, card.id())).isEmpty();
        }
    }

    @Test
    void aSettingFarAwayIsAChangeOfTheCardsThatItDecides() {
        Content before = with("settings.yaml", "film-neck-pain-days: 42", "film-neck-pain-days: 41");

        assertThat(since(before)).containsExactly(new CardChanges.Change("settings.film-neck-pain-days", "41", "42"));
        for (CardDefinition card : CONTENT.deck().definitions()) {
            boolean same = Objects.equals(
                    CONTENT.hashes().get(card.id()), before.hashes().get(card.id()));
            assertThat(Objects.requireNonNull(CardChanges.between(before, CONTENT, card.id()))
                            .isEmpty())
                    .as(card.id())
                    .isEqualTo(same);
        }
    }

    @Test
    void aLineThatWasPutInIsToldByItself() {
        Content before = with(CARD + "/card.yaml", ", neck-pain-of-weeks", "");

        assertThat(since(before)).singleElement().satisfies(change -> {
            assertThat(change.where()).startsWith("card.tiers[0].when[");
            assertThat(change.was()).isEmpty();
            assertThat(change.is()).isEqualTo("neck-pain-of-weeks");
        });
    }

    @Test
    void aCardThatWasNotThereIsNew() {
        assertThat(CardChanges.between(CONTENT, CONTENT, "no-such-card")).isNull();
    }
}
