package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's setting goes before what its calls ask for, and that before the setting of the service. */
class ReaderLanguageTest {
    private final ReaderLanguage languages = new ReaderLanguage(List.of("de", "fr"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  |                      |    | en",
                "  |                      | de | de",
                "  | fr-CA                | de | fr",
                "  | en                   | de | en",
                "  | nl,fr;q=0.3,de;q=0.7 |    | de",
                "  | nl                   | de | de",
                "  | x;q=nonsense         | de | de",
                "fr| de                   | de | fr",
                "nl| de                   |    | de",
                "  | de;q=0               |    | en"
            })
    void theLanguageOfAnAnswer(
            @Nullable String ofClient, @Nullable String accepted, @Nullable String usual, String language) {
        assertThat(languages.of(ofClient, accepted, usual).getLanguage()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"600"})
    void aHeaderThatIsTooLongIsNotRead(int length) {
        assertThat(languages.of(null, "de," + "x".repeat(length), null).getLanguage())
                .isEqualTo("en");
    }
}
