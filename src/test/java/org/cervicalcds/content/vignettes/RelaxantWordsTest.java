package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;

/** The words of card 9 follow the settings, and the line on age goes with its switch. */
class RelaxantWordsTest {
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));

    private static List<Card> cards(String setting, String value, String title) {
        String settings = Objects.requireNonNull(FILES.texts().get("settings.yaml"));
        String changed = settings.replaceFirst("(?m)^" + setting + ": [0-9a-z]+", setting + ": " + value);
        Content content = Content.load(FILES.with("settings.yaml", changed));
        Vignette vignette = Vignettes.titled(content, "muscle-relaxant-duration", title);
        return new VignettePlayer(content).evaluate(vignette).cards();
    }

    /** W79 of the specification's vignettes; its twin is played as it stands. */
    @Test
    void theLimitIsSaidAsItIsSet() {
        List<Card> cards = cards("muscle-relaxant-max-days", "10", "W79 twin: cyclobenzaprine for 12 days at 40");
        assertThat(cards).hasSize(1);
        assertThat(cards.get(0).indicator()).isEqualTo(Indicator.WARNING);
        assertThat(cards.get(0).summary() + cards.get(0).detail())
                .contains("10 days here")
                .doesNotContain("21");
    }

    @Test
    void theLimitOfAntispasticsIsSaidAsItIsSet() {
        List<Card> cards = cards("antispastic-max-days", "60", "baclofen for neck pain for 91 days");
        assertThat(cards).hasSize(1);
        assertThat(cards.get(0).detail()).contains("60 days without it").doesNotContain("90 days");
    }

    @Test
    void theLineOnAgeGoesWithItsSwitch() {
        assertThat(cards("beers-line", "true", "W62: methocarbamol at 72 on signing"))
                .hasSize(1);
        assertThat(cards("beers-line", "false", "W62: methocarbamol at 72 on signing"))
                .isEmpty();
        assertThat(cards("beers-line", "false", "W63: an order of two weeks ago for 30 days, and falls at 70"))
                .isEmpty();
        assertThat(cards("beers-line", "false", "no length at 70 on selection")).hasSize(1);
    }
}
