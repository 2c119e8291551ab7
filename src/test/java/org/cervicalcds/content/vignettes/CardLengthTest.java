package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Line;
import org.junit.jupiter.api.Test;

/** Cards are short: beside the line of the record no more than eighty words for each line that fired (docs/clinical.md 0.6). */
class CardLengthTest {
    private static final int MOST_WORDS = 80;
    private static final int SHOWN = 20;
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    /** Some of the lines cannot stand together: what one asks for another excludes. */
    private static boolean canStandTogether(List<Line> lines) {
        return lines.stream().noneMatch(line -> lines.stream()
                .anyMatch(other -> line.when().stream().anyMatch(other.unless()::contains)));
    }

    /** The most words that the lines can have together. */
    private static int most(List<Line> lines) {
        int most = 0;
        for (int choice = 0; choice < 1 << lines.size(); choice++) {
            List<Line> chosen = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if ((choice >> i & 1) == 1) {
                    chosen.add(lines.get(i));
                }
            }
            if (canStandTogether(chosen)) {
                most = Math.max(
                        most,
                        chosen.stream()
                                .mapToInt(line -> words(line.text().toString()))
                                .sum());
            }
        }
        return most;
    }

    @Test
    void noLineThatFiresSaysMoreThanEightyWords() {
        for (CardDefinition card : CONTENT.deck().definitions()) {
            for (CardDefinition.Tier tier : card.tiers()) {
                assertThat(most(tier.says())).as(card.id() + " " + tier.line()).isLessThanOrEqualTo(MOST_WORDS);
            }
        }
    }

    /** As it is sent: the detail without the line of the record, the line on what is not known and the closing line. */
    private static String said(Card card) {
        StringBuilder said = new StringBuilder();
        for (String paragraph : card.detail().split("\n\n")) {
            boolean counts = !paragraph.startsWith("**From the record:**")
                    && !paragraph.startsWith("**Not known:**")
                    && !paragraph.startsWith("Advice only");
            said.append(counts ? paragraph + " " : "");
        }
        return said.toString();
    }

    @Test
    void theLongestDetailsOfTheVignettesAreKnown() {
        VignettePlayer player = new VignettePlayer(CONTENT);
        Map<String, Card> byWords = new LinkedHashMap<>();
        for (Vignette vignette : VignetteFiles.read(CONTENT)) {
            Card card = player.play(vignette).card();
            if (card != null) {
                byWords.putIfAbsent(said(card), card);
            }
        }
        List<Card> longest = byWords.values().stream()
                .sorted(Comparator.comparingInt(card -> -words(said(card))))
                .toList();
        longest.stream()
                .limit(SHOWN)
                .forEach(card -> System.out.printf(
                        "%3d words: %s, %s: %s%n",
                        words(said(card)), card.id(), card.indicator().code(), card.summary()));
        assertThat(longest).allSatisfy(card -> {
            int lines = CONTENT.deck().definitions().stream()
                    .filter(definition -> definition.id().equals(card.id()))
                    .mapToInt(CardDefinition::together)
                    .sum();
            assertThat(words(said(card))).as(card.summary()).isLessThanOrEqualTo(lines * MOST_WORDS);
        });
    }
}
