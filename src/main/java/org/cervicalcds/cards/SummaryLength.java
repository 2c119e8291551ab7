package org.cervicalcds.cards;

import java.util.Map;

/** How long a summary can become, whatever the record says (CDSH-CARD-2). */
public final class SummaryLength {
    /** A summary is shorter than this. */
    public static final int LIMIT = 140;

    private SummaryLength() {}

    /** The longest the text can become, in UTF-16 units. */
    public static int longest(Template template, Map<String, Words> words) {
        int length = 0;
        String plain = template.toString().replaceAll("\\{[a-z0-9-]+(?:\\.[a-z-]+)?}", "");
        length += plain.length();
        for (String place : template.places()) {
            length += occurrences(template.toString(), "{" + place + "}") * longestPlace(place, words);
        }
        return length;
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static int longestPlace(String place, Map<String, Words> words) {
        String part = place.substring(place.indexOf('.') + 1);
        switch (part) {
            case "date", "first-date":
                return WordFilling.LONGEST_DATE;
            case "what":
                return WordFilling.LONGEST_WHAT;
            case "value":
                return WordFilling.LONGEST_VALUE;
            case "age":
                return "unknown age".length();
            default:
                Words word = words.get(place);
                return word == null ? 0 : longestWord(word, words);
        }
    }

    private static int longestWord(Words word, Map<String, Words> words) {
        int longest = word.otherwise().length();
        int together = 0;
        for (Template text : word.texts().values()) {
            int length = longest(text, words);
            longest = Math.max(longest, length);
            together += length + 2;
        }
        return word.all() ? Math.max(longest, together) : longest;
    }
}
