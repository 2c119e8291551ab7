package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.cards.Action.LimitSupply;
import org.cervicalcds.testkit.Vignettes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The supply that is suggested is two weeks in all, less the days used so far, and never longer than what was ordered. */
class SupplyLimitTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final VignettePlayer PLAYER = new VignettePlayer(CONTENT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40 years, no prior use, 22 days                        | 14 | |",
                "seven days taken and 15 more                           |  7 | |",
                "the limit of 14 days: 13 used                          |  1 | |",
                "the limit of 14 days: 14 used                          |    | |",
                "the limit of 14 days: none used, 15 ordered at 70      | 14 | |",
                "the limit of 14 days: none used, 14 ordered at 70      |    | |",
                "no length at 70                                        | 14 | |",
                "the records came not at all, the order is too long by itself | | |",
                "the limit of 14 days: 22 days of 66 tablets, three a day | 14 | 42 |",
                "the limit of 14 days: 7 days, but 180 tablets, three a day | 14 | 42 |",
                "the limit of 14 days: 22 days of 66 tablets, no dose    | | |",
                "the limit of 14 days: a dosage for 30 days              | 14 | | 0",
                "steps of a taper add up                                 | | |",
            })
    void isWhatIsLeftOfTwoWeeks(
            String title, @Nullable Integer days, @Nullable BigDecimal quantity, @Nullable Integer dosage) {
        Vignette vignette = Vignettes.titled(CONTENT, "muscle-relaxant-duration", title);
        List<LimitSupply> limits = PLAYER.evaluate(vignette).cards().stream()
                .flatMap(card -> card.suggestions().stream())
                .flatMap(suggestion -> suggestion.actions().stream())
                .filter(Action.Update.class::isInstance)
                .map(action -> ((Action.Update) action).change())
                .filter(LimitSupply.class::isInstance)
                .map(LimitSupply.class::cast)
                .toList();
        assertThat(limits)
                .isEqualTo(
                        days == null
                                ? List.of()
                                : List.of(new LimitSupply(days, quantity, dosage == null ? Set.of() : Set.of(dosage))));
    }
}
