package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;

/** A report that clears is read up to the length that is set; a longer one clears nothing (docs/clinical.md 0.8). */
class ReportLengthTest {
    private static final int LONGEST = 200_000;
    private static final String CLEARS = "No fracture.";
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    /** A vignette with a longer report: fall and pain of days at 70, and a CT that clears. */
    private static List<String> cardsWithReportOf(int characters) {
        Vignette vignette = Vignettes.titled(CONTENT, "injury at 70 that a CT clears");
        String request = new String(vignette.request(), StandardCharsets.UTF_8);
        assertThat(request).contains(CLEARS);
        String report = CLEARS + " " + "x".repeat(characters - CLEARS.length() - 1);
        assertThat(report).hasSize(characters);
        Vignette longer = new Vignette(
                vignette.card(),
                "a longer report",
                vignette.hook(),
                request.replace(CLEARS, report).getBytes(StandardCharsets.UTF_8),
                vignette.expect());
        return CONTENT.deck().answer(new VignettePlayer(CONTENT).chart(longer)).cards().stream()
                .map(Card::id)
                .toList();
    }

    @Test
    void aReportAsLongAsIsSetClears() {
        assertThat(cardsWithReportOf(LONGEST)).isEmpty();
    }

    @Test
    void aCharacterMoreAndItClearsNothing() {
        assertThat(cardsWithReportOf(LONGEST + 1)).containsExactly("neck-pain-red-flags");
    }
}
