package org.cervicalcds.engine.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.cervicalcds.engine.words.Markdown;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of a record in Markdown stays text. */
class MarkdownTextTest {
    /** What GitHub Flavored Markdown turns into a link by itself: section 6.9, autolinks (extension). */
    private static final Pattern LINK = Pattern.compile("(?i)www\\.|[a-z]:|\\w@|(?<!\\\\)\\]\\(");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.evil.example/x",
                "see WWW.evil.example",
                "(www.evil.example)",
                "wwww.evil.example",
                "http://evil.example",
                "HTTPS://evil.example",
                "ftp://evil.example",
                "mailto:a@evil.example",
                "a.b@evil.example",
                "[text](http://evil.example)",
                "<http://evil.example>",
            })
    void cannotBecomeALink(String text) {
        assertThat(Markdown.escape(text)).doesNotContainPattern(LINK);
    }

    @ParameterizedTest
    @CsvSource({
        "Fracture of C5 (S12.4),Fracture of C5 (S12.4)",
        "L4-L5,L4-L5",
        "www.x.example,www\\.x.example",
        "2.5 mg,2.5 mg",
    })
    void ordinaryWritingStays(String text, String expected) {
        assertThat(Markdown.escape(text)).isEqualTo(expected);
    }
}
