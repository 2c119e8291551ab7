package org.cervicalcds.service.insights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers as they stand on the page, read from its HTML.
 *
 * @param sums by name, from the tiles
 * @param cards by card: shown, accepted, overridden, no answer, suppressed, unsigned, undetermined, silent
 * @param weeks the same by Monday
 * @param groups the same by card, tier and site
 * @param reasons how often, by kind, card and reason
 */
record DashboardNumbers(
        Map<String, Long> sums,
        Map<String, List<Long>> cards,
        Map<String, List<Long>> weeks,
        Map<String, List<Long>> groups,
        Map<String, Long> reasons) {
    private static final Pattern TILE = Pattern.compile("data-testid=\"sum-([^\"]+)\"><strong>([\\d,]+)</strong>");
    private static final Pattern ROW =
            Pattern.compile("<tr data-testid=\"(card|week|group)-([^\"]+)\">(.*?)</tr>", Pattern.DOTALL);
    private static final Pattern REASON = Pattern.compile(
            "<tr data-testid=\"((?:overridden|suppressed|undetermined)-[^\"]+)\">(.*?)</tr>", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("<td class=\"number[^\"]*\">([\\d,]+)</td>");

    static DashboardNumbers of(String html) {
        Map<String, Long> sums = new TreeMap<>();
        Matcher tiles = TILE.matcher(html);
        while (tiles.find()) {
            sums.put(tiles.group(1), number(tiles.group(2)));
        }
        Map<String, List<Long>> cards = new TreeMap<>();
        Map<String, List<Long>> weeks = new TreeMap<>();
        Map<String, List<Long>> groups = new TreeMap<>();
        Map<String, Map<String, List<Long>>> kinds = Map.of("card", cards, "week", weeks, "group", groups);
        Matcher rows = ROW.matcher(html);
        while (rows.find()) {
            kinds.getOrDefault(rows.group(1), weeks).put(rows.group(2), numbers(rows.group(3)));
        }
        Map<String, Long> reasons = new TreeMap<>();
        Matcher given = REASON.matcher(html);
        while (given.find()) {
            reasons.put(given.group(1), numbers(given.group(2)).get(0));
        }
        return new DashboardNumbers(sums, cards, weeks, groups, reasons);
    }

    private static List<Long> numbers(String html) {
        List<Long> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(html);
        while (matcher.find()) {
            numbers.add(number(matcher.group(1)));
        }
        return numbers;
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    static Map<String, Long> sums(Totals tally) {
        return new TreeMap<>(Map.of(
                "shown",
                tally.shown(),
                "again",
                tally.again(),
                "accepted",
                tally.accepted(),
                "overridden",
                tally.overridden(),
                "no-answer",
                tally.noAnswer(),
                "suppressed",
                tally.suppressed(),
                "unsigned",
                tally.unsigned(),
                "undetermined",
                tally.undetermined()));
    }
}
