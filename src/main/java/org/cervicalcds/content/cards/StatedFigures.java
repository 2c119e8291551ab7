package org.cervicalcds.content.cards;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the figures that a text states, and checks them against what a publication says. */
final class StatedFigures {
    private static final String NUMBER = "\\d+(?:[.,]\\d+)*";

    /** Per cents, shares, sample sizes, ratios, intervals and P values; written in digits. */
    private static final Pattern FIGURE = Pattern.compile("(?i)" + NUMBER + " ?(?:%|per ?cent\\b|percent\\b)"
            + "|\\b" + NUMBER + " (?:out )?(?:of|in|from) (?:the |these |about )?" + NUMBER
            + "|\\b(?:of|among|in) " + NUMBER
            + " (?:\\w+ )?(?:men|women|people|patients|adults|cases|fractures|neck fractures)\\b"
            + "|\\bn ?= ?" + NUMBER
            + "|\\b(?:odds|OR|HR|RR|hazard|ratio|CI|P|sensitivity|specificity)\\b[^.;:\\n]{0,40}?" + NUMBER
            + "|" + NUMBER + "[- ]?(?:fold|times)\\b"
            + "|\\b" + NUMBER + "(?: (?:to|and) |[–-])" + NUMBER + " ?(?:%|times)");

    /** A number that is not part of a name such as C3, and not the length of a window such as "last 2 years". */
    private static final Pattern STATED = Pattern.compile("(?i)(?<![\\w.,-])(?<window>last |past |within )?(?<number>"
            + NUMBER + ")(?![\\w])(?<unit> (?:hours|days|weeks|months|years))?");

    private StatedFigures() {}

    /** The first figure of a text whose places are not filled yet; null for none. */
    static @Nullable String first(String text) {
        Matcher figure = FIGURE.matcher(withoutPlaces(text));
        return figure.find() ? figure.group() : null;
    }

    /** Every number a text states, as written. */
    static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        Matcher stated = STATED.matcher(withoutPlaces(text));
        while (stated.find()) {
            boolean window = stated.group("window") != null && stated.group("unit") != null;
            if (!window) {
                numbers.add(stated.group("number"));
            }
        }
        return numbers;
    }

    /** The publication says the number, or a more exact one of which it is the rounding. */
    static boolean isSaid(String number, String says) {
        BigDecimal wanted = value(number);
        for (String candidate : numbers(says)) {
            BigDecimal said = value(candidate);
            if (said.compareTo(wanted) == 0
                    || said.scale() > wanted.scale()
                            && said.setScale(wanted.scale(), RoundingMode.HALF_UP)
                                            .compareTo(wanted)
                                    == 0) {
                return true;
            }
        }
        return false;
    }

    private static BigDecimal value(String number) {
        return new BigDecimal(
                number.matches("\\d{1,3}(?:,\\d{3})+") ? number.replace(",", "") : number.replace(',', '.'));
    }

    private static String withoutPlaces(String text) {
        return text.replaceAll("\\{[^}]*}", "");
    }
}
