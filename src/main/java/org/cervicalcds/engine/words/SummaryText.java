package org.cervicalcds.engine.words;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills a summary and fits it into its length: a place without a fact goes with its comma, one fact is named once; where it is too long,
 * the days go from the last to the first, then the words after the dash, then whole facts from the last on. No word is cut.
 */
public final class SummaryText {
    private static final char DAY = '\u0001';
    private static final char DAY_ENDS = '\u0002';
    private static final char NOTHING = '\u0003';
    /** A day that is left out goes with the word before it, in any of the languages of the cards. */
    private static final Pattern UNKNOWN_DAY =
            Pattern.compile("(?: (?:since|of|on|seit|vom|am|im|desde|del?|el|depuis|du|le))? ?" + DAY + DAY_ENDS);

    private static final Pattern MARKS = Pattern.compile("[" + DAY + DAY_ENDS + "]");
    private static final Pattern NO_FACT = Pattern.compile("(?:, )?" + NOTHING + "(?=[,:.;]| [–:;]|$)|" + NOTHING
            + ", |(?: (?:with|and|mit|und|con|y|avec|et) | )?" + NOTHING);
    public static final String DASH = " – ";

    private SummaryText() {}

    /** Marks a day, so that it can be left out; an unknown day is none. */
    public static String day(String day) {
        return DAY + day + DAY_ENDS;
    }

    /** The text without the marks of its days. */
    public static String plain(String text) {
        return text.indexOf(DAY) < 0
                ? text
                : MARKS.matcher(UNKNOWN_DAY.matcher(text).replaceAll("")).replaceAll("");
    }

    public static String fill(Template template, Template.Filling filling, int limit) {
        int facts = template.places().size();
        String text = fill(template, filling, limit, facts);
        while (text.length() >= limit && facts > 1) {
            text = fill(template, filling, limit, --facts);
        }
        return text;
    }

    /** @param facts how many places are filled; the others are left out */
    private static String fill(Template template, Template.Filling filling, int limit, int facts) {
        Set<String> named = new HashSet<>();
        Set<String> places = new HashSet<>();
        String filled = template.fill(new Template.Filling() {
            @Override
            public String fill(String name, @Nullable String part) {
                places.add(part == null ? name : name + "." + part);
                String said = places.size() > facts ? "" : filling.fill(name, part);
                return said.isEmpty() || !named.add(said) ? String.valueOf(NOTHING) : said;
            }

            @Override
            public String select(String name, @Nullable String part) {
                return plain(filling.select(name, part));
            }
        });
        String text = NO_FACT.matcher(filled).replaceAll("");
        text = text.startsWith(", ") ? text.substring(2) : text;
        while (plain(text).length() >= limit && text.indexOf(DAY) >= 0) {
            text = withoutLastDay(text);
        }
        text = plain(text);
        int dash = text.indexOf(DASH);
        if (text.length() >= limit && dash > 0) {
            text = text.substring(0, dash) + ".";
        }
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String withoutLastDay(String text) {
        int from = text.lastIndexOf(DAY);
        int to = text.indexOf(DAY_ENDS, from);
        String shorter = text.substring(0, from) + DAY + DAY_ENDS + text.substring(to + 1);
        return UNKNOWN_DAY.matcher(shorter).replaceAll("");
    }
}
