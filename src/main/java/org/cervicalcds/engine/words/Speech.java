package org.cervicalcds.engine.words;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * What is said in one language that stands in no card: fixed words, and days as people write them.
 *
 * @param words of all {@link FixedWord}s that are not as in English
 */
public record Speech(Locale locale, Map<FixedWord, String> words, Days days) {
    /** English, with days as the cards have them. */
    public static final Speech ENGLISH = new Speech(
            Locale.ENGLISH,
            Map.of(),
            new Days(
                    DateTimeFormatter.ofPattern("d MMM", Locale.US),
                    DateTimeFormatter.ofPattern("d MMM yyyy", Locale.US),
                    DateTimeFormatter.ofPattern("MMM yyyy", Locale.US),
                    DateTimeFormatter.ISO_LOCAL_DATE,
                    DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT)));

    /**
     * How days are written.
     *
     * @param day in a summary, without a year
     * @param dayOfYear in a summary, with the year
     * @param month a month where the day is not known, in a summary
     * @param date in the detail
     * @param monthDate a month where the day is not known, in the detail
     */
    public record Days(
            DateTimeFormatter day,
            DateTimeFormatter dayOfYear,
            DateTimeFormatter month,
            DateTimeFormatter date,
            DateTimeFormatter monthDate) {}

    /** Fixed words with their places filled. */
    public String say(FixedWord word, String... places) {
        String said = words.getOrDefault(word, word.english());
        for (int i = 0; i < places.length; i++) {
            said = said.replace("{" + i + "}", places[i]);
        }
        return said;
    }

    /** A date for the detail, of what a record gave: {@code 2025-06-13}, {@code 2025-06} or {@code 2025}. */
    public String date(String shown) {
        return switch (shown.length()) {
            case 10 -> days.date().format(LocalDate.parse(shown));
            case 7 -> days.monthDate().format(YearMonth.parse(shown));
            default -> shown;
        };
    }

    /** The same for a summary. */
    public String day(String shown, boolean withYear) {
        return switch (shown.length()) {
            case 10 -> (withYear ? days.dayOfYear() : days.day()).format(LocalDate.parse(shown));
            case 7 -> days.month().format(YearMonth.parse(shown));
            default -> shown;
        };
    }

    /** The longest that a date of the detail can be, in characters. */
    public int longestDate() {
        int longest = say(FixedWord.UNKNOWN_DATE).length();
        for (int month = 1; month <= 12; month++) {
            longest = Math.max(
                    longest, days.date().format(LocalDate.of(2024, month, 28)).length());
        }
        return longest;
    }

    public boolean isEnglish() {
        return locale.getLanguage().equals("en");
    }
}
