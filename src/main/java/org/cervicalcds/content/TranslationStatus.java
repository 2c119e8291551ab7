package org.cervicalcds.content;

import java.util.List;

/**
 * How far a file of translations goes.
 *
 * @param file path in the content folder
 * @param card id of its card; empty for what several cards share
 * @param language ISO 639, small letters
 * @param texts how many English texts there are
 * @param missing English texts without a translation, or with one that a translator has marked as doubtful
 * @param stale English texts that are no longer said, with their old translation
 * @param tooLong translations that can become too long for a summary
 */
public record TranslationStatus(
        String file,
        String card,
        String language,
        int texts,
        List<String> missing,
        List<String> stale,
        List<String> tooLong) {

    /** An entry of such a file, as GNU gettext writes it; the translation is empty where a translator is to fill it in. */
    public static String entry(String english, String translation) {
        return PoFile.entry(english, translation);
    }

    /** Everything is there and fits. */
    public boolean isComplete() {
        return missing.isEmpty() && tooLong.isEmpty();
    }
}
