package org.cervicalcds.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.cervicalcds.engine.cards.CardWords;
import org.jspecify.annotations.Nullable;

/**
 * The cards in other languages than English.
 *
 * @param words by language (ISO 639, small letters) and card id; of cards that are translated as a whole
 * @param hashes of what a translated card says and of its rules, by the same
 * @param status of every file of translations, and of every one that is missing of a language that has some
 */
public record Translations(
        Map<String, Map<String, CardWords>> words,
        Map<String, Map<String, String>> hashes,
        List<TranslationStatus> status) {

    /** The hash of a card in a language; null where it is not translated as a whole. */
    public @Nullable String hash(String language, String card) {
        return hashes.getOrDefault(language, Map.of()).get(card);
    }

    /** Without the cards that do not pass; these speak English. */
    Translations only(BiPredicate<String, String> languageAndCard) {
        Map<String, Map<String, CardWords>> some = new LinkedHashMap<>();
        words.forEach((language, cards) -> {
            Map<String, CardWords> kept = new LinkedHashMap<>(cards);
            kept.keySet().removeIf(card -> !languageAndCard.test(language, card));
            some.put(language, kept);
        });
        return new Translations(some, hashes, status);
    }
}
