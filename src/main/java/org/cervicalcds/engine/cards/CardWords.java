package org.cervicalcds.engine.cards;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.words.PlainNames;
import org.cervicalcds.engine.words.Speech;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * What one card says in one language.
 *
 * @param names plain names of what the record holds
 * @param closing last line of the detail
 * @param texts by the English text, as the card has it; those not listed are said as they stand
 * @param plain the same for texts without places
 * @param words what the places of the texts stand for
 */
public record CardWords(
        Speech speech,
        PlainNames names,
        String closing,
        Map<String, Template> texts,
        Map<String, String> plain,
        Map<String, Words> words,
        Card.Source source,
        List<OverrideReason> overrideReasons) {

    /** The card as it stands. */
    static CardWords english(CardDefinition card, Rules rules) {
        return new CardWords(
                Speech.ENGLISH,
                rules.names(),
                rules.closing(),
                Map.of(),
                Map.of(),
                card.words(),
                card.source(),
                card.overrideReasons());
    }

    /** What is said for an English text of the card. */
    public Template of(Template english) {
        return texts.isEmpty() ? english : texts.getOrDefault(english.toString(), english);
    }

    @Nullable
    String of(@Nullable String english) {
        return english == null || plain.isEmpty() ? english : plain.getOrDefault(english, english);
    }
}
