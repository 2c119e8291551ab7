package org.cervicalcds.content.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Map;
import org.cervicalcds.engine.cards.CardTexts;
import org.cervicalcds.engine.cards.SummaryLength;
import org.cervicalcds.engine.words.Speech;
import org.cervicalcds.engine.words.Template;
import org.junit.jupiter.api.Test;

/** Texts with places, plurals and choices, as ICU MessageFormat writes them. */
class MessageTextTest {
    private static Template german(String text) {
        return new MessageText(Locale.GERMAN).template(text);
    }

    @Test
    void placesInsideAPluralAreKnownByTheirNames() {
        Template text = german("{drug-taken}: {relaxant-days.value, plural, one {# Tag, {age}} other {# Tage}} lang");
        assertThat(text.places()).containsExactlyInAnyOrder("drug-taken", "relaxant-days.value", "age");
    }

    @Test
    void thePluralOfTheLanguageDecidesAndTheNumberStandsInIt() {
        Template text = german("seit {days.value, plural, =0 {heute} one {# Tag} other {# Tagen}}");
        assertThat(CardTexts.fill(text, Map.of("days.value", "1"))).isEqualTo("seit 1 Tag");
        assertThat(CardTexts.fill(text, Map.of("days.value", "21"))).isEqualTo("seit 21 Tagen");
        assertThat(CardTexts.fill(text, Map.of("days.value", "0"))).isEqualTo("seit heute");
        assertThat(CardTexts.fill(text, Map.of("days.value", "?"))).isEqualTo("seit ? Tagen");
    }

    @Test
    void aSelectDecidesByWhatAPlaceSays() {
        Template text = german("{kind, select, CT {das CT} MRT {die MRT} other {das Bild}} lesen");
        assertThat(CardTexts.fill(text, Map.of("kind", "MRT"))).isEqualTo("die MRT lesen");
        assertThat(CardTexts.fill(text, Map.of("kind", "Film"))).isEqualTo("das Bild lesen");
    }

    @Test
    void theLongestOfTheChoicesCounts() {
        Template text = german("{n.value, plural, one {kurz} other {viel länger als das}}: ja");
        assertThat(SummaryLength.longest(text, Map.of(), Speech.ENGLISH))
                .isEqualTo(": ja".length() + "viel länger als das".length());
    }

    @Test
    void anApostropheIsAnApostrophe() {
        assertThat(CardTexts.fill(
                        new MessageText(Locale.FRENCH)
                                .template("l'os et {n.value, plural, one {# jour} other {# jours}}"),
                        Map.of("n.value", "0")))
                .isEqualTo("l'os et 0 jour");
        assertThat(CardTexts.fill(new MessageText(Locale.FRENCH).template("l'{a}"), Map.of("a", "os")))
                .isEqualTo("l'os");
    }

    @Test
    void whatIsNoMessageIsTold() {
        assertThatThrownBy(() -> german("{a, plural, one {x}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is no message");
    }
}
