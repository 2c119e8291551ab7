package org.cervicalcds.content.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Line;
import org.junit.jupiter.api.Test;

class StatedFiguresTest {
    /** A card never says more than its evidence; a length of time that is a setting of ours, and says so, is no figure. */
    @Test
    void everyFigureOfALineIsSaidByItsEvidence() {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        Pattern ours = Pattern.compile("(\\d+) (?:days|hours)[^.;]* of this service");
        List<String> unsaid = new ArrayList<>();
        for (CardDefinition card : content.deck().definitions()) {
            for (Line line : card.detail()) {
                if (line.evidence().isEmpty()) {
                    continue;
                }
                Set<String> numbers =
                        new LinkedHashSet<>(StatedFigures.numbers(line.text().toString()));
                var own = ours.matcher(line.text().toString());
                while (own.find()) {
                    numbers.remove(own.group(1));
                }
                numbers.removeIf(number -> line.evidence().stream()
                        .map(content.evidence()::get)
                        .anyMatch(statement -> statement != null
                                && StatedFigures.isSaid(
                                        number,
                                        number.matches("(?:19|20)\\d\\d")
                                                ? statement.citation() + " " + statement.says() + " "
                                                        + statement.limits()
                                                : statement.says())));
                numbers.forEach(number -> unsaid.add(card.id() + " " + line.evidence() + ": " + number));
            }
        }
        assertThat(unsaid).isEmpty();
    }
}
