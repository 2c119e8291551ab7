package org.cervicalcds.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cervicalcds.engine.text.ReportReading.Said;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which language a text is read, and what hangs on it. */
class LanguagesTest {
    private static final Wording BROKEN = new Wording(
            List.of(
                    Wording.Source.of("\\w*fraktur\\w*"),
                    Wording.Source.of("fractura\\w*"),
                    Wording.Source.of("fractures?")),
            false,
            true,
            ContentLanguage.ALL);
    private static final ReportReader REPORTS = ContentLanguage.reportReader();

    private static FreeText text(String written, String language) {
        return FreeText.of(written, Objects.requireNonNullElse(language, ""));
    }

    /** A word of one language that means something else in another must not hide a fracture. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Not-CT HWS: Fraktur HWK 5            | de
            Not-CT HWS: Fraktur HWK 5            |
            Los hallazgos son fractura de C5     | es
            Los hallazgos son fractura de C5     |
            Ce sont des fractures de C5          | fr
            Ce sont des fractures de C5          |
            No ca. Fracture of C5 and C6         | en
            No ca. Fracture of C5 and C6         |
            No li. Fracture of C5                | en-US
            """)
    void a_text_is_read_by_the_words_of_its_own_language(String written, String language) {
        assertThat(BROKEN.isIn(text(written, language))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Keine Fraktur.                       |
            Keine Fraktur.                       | de-CH
            Keine Fraktur.                       | deu
            Sin fractura.                        |
            Sin fractura.                        | es
            Pas de fracture.                     |
            Pas de fracture.                     | fr-CA
            No fracture.                         |
            No fracture.                         | en-GB
            No fracture.                         | und
            No fracture.                         | not a tag
            Geen fractures.                      |
            Geen fractures.                      | nl
            Senza fractures.                     | it-IT
            """)
    void what_is_denied_in_its_own_language_is_not_there(String written, String language) {
        FreeText text = text(written, language);
        assertThat(BROKEN.isIn(text)).isFalse();
        assertThat(BROKEN.isReadWhole(text)).isTrue();
    }

    /** Neither there nor not there: its words of doubt and denial are not known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Ingen fraktur.       | da
            Fraktur i C5.        | da-DK
            Ingen fraktur.       | nb
            Ei fractures.        | fin
            """)
    void a_text_in_a_language_without_words_is_not_read(String written, String language) {
        FreeText text = text(written, language);
        assertThat(BROKEN.isIn(text)).isFalse();
        assertThat(BROKEN.isReadWhole(text)).isFalse();
        assertThat(REPORTS.isReadWhole(text)).isFalse();
        assertThat(REPORTS.clears(text)).isFalse();
        assertThat(REPORTS.read(text).says("fracture", Said.SURE)).isFalse();
        assertThat(REPORTS.read(text).says("fracture", Said.DENIED)).isFalse();
    }

    /** Nothing is cleared by a text that says to be in a language of which only some words are known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Geen fractures van C5.  | nl   | false
            No fracture of C5.      | en   | true
            Keine Fraktur HWK 5.    | de   | true
            Sin fractura de C5.     | es   | true
            Pas de fracture de C5.  | fr   | true
            No fracture of C5.      |      | true
            """)
    void only_a_language_of_the_texts_clears(String written, String language, boolean clears) {
        FreeText text = text(written, language);
        assertThat(REPORTS.clears(text)).isEqualTo(clears);
        assertThat(REPORTS.read(text).says("fracture", Said.DENIED)).isEqualTo(clears || written.startsWith("Geen"));
    }

    /** Where only one language is used, nothing of the others gets in the way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Fracture seen sans doubt   | true
            no fracture                | false
            """)
    void with_one_language_of_texts_all_that_do_not_say_theirs_are_in_it(String written, boolean counts) {
        Languages english = new Languages(
                Map.of(
                        "en", Map.of(Languages.Role.NEGATION, List.of("no")),
                        "fr", Map.of(Languages.Role.NEGATION, List.of("sans"))),
                List.of("en"));
        Wording seen = new Wording(List.of(Wording.Source.of("fracture|doubt")), false, false, english);
        assertThat(seen.isIn(FreeText.of(written))).isEqualTo(counts);
        assertThat(new Wording(List.of(Wording.Source.of("doubt")), false, false, english)
                        .isIn(FreeText.of("Fracture seen sans doubt")))
                .isTrue();
    }
}
