package org.cervicalcds.engine.cards;

import java.util.Map;
import org.cervicalcds.engine.words.FixedWord;
import org.cervicalcds.engine.words.PlainNames;
import org.cervicalcds.engine.words.Speech;
import org.cervicalcds.engine.words.SummaryText;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Template.Choice;
import org.cervicalcds.engine.words.Template.Piece;
import org.cervicalcds.engine.words.Template.Place;
import org.cervicalcds.engine.words.Template.Plain;
import org.cervicalcds.engine.words.Words;

/** How long a summary can become, whatever the record says (CDSH-CARD-2). */
public final class SummaryLength {
    /** A summary is shorter than this. */
    public static final int LIMIT = 140;

    private final Map<String, Words> words;
    private final Speech speech;

    private SummaryLength(Map<String, Words> words, Speech speech) {
        this.words = words;
        this.speech = speech;
    }

    /**
     * The longest a summary can become, in UTF-16 units: where it is too long, the days, what follows the dash, and all facts but the first
     * are left out.
     */
    public static int longest(Template template, Map<String, Words> words, Speech speech) {
        return new SummaryLength(words, speech).longestShortened(template);
    }

    private int longestShortened(Template template) {
        int plain = 0;
        int fact = 0;
        for (Piece piece : template.pieces()) {
            if (piece instanceof Plain text) {
                int dash = text.text().indexOf(SummaryText.DASH);
                if (dash >= 0) {
                    plain += dash + 1;
                    break;
                }
                plain += text.text().length();
            } else {
                fact = Math.max(fact, longestOf(piece));
            }
        }
        return plain + fact;
    }

    private int longestOf(Template template) {
        return template.pieces().stream().mapToInt(this::longestOf).sum();
    }

    private int longestOf(Piece piece) {
        if (piece instanceof Plain plain) {
            return plain.text().length();
        }
        if (piece instanceof Choice choice) {
            return choice.texts().values().stream()
                    .mapToInt(this::longestOf)
                    .max()
                    .orElse(0);
        }
        Place place = (Place) piece;
        return longestPlace(place.name(), place.part() == null ? place.name() : place.part());
    }

    private int longestPlace(String name, String part) {
        return switch (part) {
            case "date", "first-date" -> speech.longestDate();
            case "day", "first-day" -> 0;
            case "name" -> PlainNames.LONGEST;
            case "names" ->
                WordResolver.MOST_NAMES
                        * (PlainNames.LONGEST
                                + speech.say(FixedWord.BOTH, "", "").length());
            case "what" -> WordResolver.LONGEST_WHAT;
            case "value" -> WordResolver.LONGEST_VALUE;
            case "age" -> speech.say(FixedWord.UNKNOWN_AGE).length();
            default -> {
                Words word = words.get(name);
                yield word == null ? 0 : longestWord(word);
            }
        };
    }

    private int longestWord(Words word) {
        int longest = word.otherwise().length();
        int together = 0;
        for (Template text : word.texts().values()) {
            int length = longestOf(text);
            longest = Math.max(longest, length);
            together += length + 2;
        }
        return word.all() ? Math.max(longest, together) : longest;
    }
}
