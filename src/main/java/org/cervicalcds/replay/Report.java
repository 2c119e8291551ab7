package org.cervicalcds.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.cervicalcds.content.Content;
import org.cervicalcds.pages.Templates;
import org.cervicalcds.replay.ReportPage.CountTable;
import org.cervicalcds.replay.ReportPage.Row;

/** The report as one page that needs nothing else: tables with bars, each with its number, so that no colour is needed. */
final class Report {
    private final Content content;
    private final ReplayOptions options;
    private final Counts counts;
    private final List<CountTable> tables = new ArrayList<>();

    Report(Content content, ReplayOptions options, Counts counts) {
        this.content = content;
        this.options = options;
        this.counts = counts;
    }

    String html() {
        table("Moments", "How often the service would have been called.", "moments", List.of("Hook"), name -> 0);
        table(
                "Cards shown",
                "Per 1,000 moments of the hook.",
                "shown",
                List.of("Hook", "Card", "Tier"),
                name -> counts.get("moments", name.get(0)));
        table(
                "By tier",
                "Cards per 1,000 moments of any hook.",
                totals("shown", 2),
                List.of("Tier"),
                name -> totals("moments", 0).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        table(
                "By month",
                "Cards per 1,000 moments of the month.",
                "shown-by-month",
                List.of("Month", "Tier"),
                name -> counts.get("moments-by-month", name.get(0)));
        table(
                "By class of encounter",
                "Cards per 1,000 moments of the class; without a name: not stated.",
                "shown-by-class",
                List.of("Class", "Tier"),
                name -> counts.get("moments-by-class", name.get(0)));
        table(
                "By department",
                "Cards per 1,000 moments of the department: the encounter's service type, else its ward or site, else who provides it; without a"
                        + " name: not stated.",
                "shown-by-department",
                List.of("Department", "Tier"),
                name -> counts.get("moments-by-department", name.get(0)));
        Map<String, Long> shownByCard = totals("shown", 1);
        table(
                "First and repeated",
                "Of 1,000 showings of the card: to a patient for the first time; again in the same encounter, within 24 hours, within 90 days,"
                        + " later. One may be in several lines.",
                Savings.REPEATED,
                List.of("Card", "When"),
                name -> shownByCard.getOrDefault(name.get(0), 0L));
        table(
                "What each rule would save",
                "Showings that one rule alone would have kept back, of 1,000 of the card. Rest and once per encounter are the rules of the"
                        + " service; snoozed is the most that answers of clinicians can save: each card is answered at once with the reason that puts"
                        + " it away longest. What is in force already is not among the cards shown above.",
                Savings.SAVED,
                List.of("Rule", "Card", "Tier"),
                name -> shownByCard.getOrDefault(name.get(1), 0L));
        table(
                "Kept back",
                "A tier matched and a rule kept the card back.",
                "kept-back",
                List.of("Card", "Rule"),
                name -> 0);
        table(
                "Undetermined",
                "Nothing was shown because data were missing that could have changed it.",
                "undetermined",
                List.of("Card", "Finding"),
                name -> 0);
        table(
                "Undetermined by missing need",
                "The same, by what the finding reads and did not come whole.",
                "undetermined-by-need",
                List.of("Need", "Card"),
                name -> 0);
        table("Data that did not come whole", "Moments by need.", "incomplete", List.of("Need", "Why"), name -> 0);
        table("Codes in systems that are not read", "Entries.", "unknown-system", List.of("System"), name -> 0);
        table("Input dropped", "Lines; see dropped.tsv.", "dropped", List.of("Why"), name -> 0);
        table("Input not needed", "Lines of kinds that no card reads.", "not-read", List.of("Kind"), name -> 0);
        table(
                "What the export cannot tell",
                "Entries that may have been otherwise in their moment.",
                "cannot-tell",
                List.of("What"),
                name -> 0);
        return Templates.html(
                "replay.jte",
                new ReportPage(
                        counts.get("patients"),
                        options.at() == null
                                ? "moments from " + options.from() + " to before " + options.to()
                                : "one chart opening each at " + options.at(),
                        options.live() ? "as the prefetch brings it" : "everything in the export",
                        content.hash().substring(0, 16),
                        List.copyOf(tables)));
    }

    /** @param of the number of moments that a row is a rate of; 0 for a plain number */
    private void table(
            String title, String caption, String word, List<String> columns, ToLongFunction<List<String>> of) {
        rows(title, caption, counts.of(word), columns, of);
    }

    private void table(
            String title,
            String caption,
            Map<String, Long> rows,
            List<String> columns,
            ToLongFunction<List<String>> of) {
        Map<List<String>, Long> named = new LinkedHashMap<>();
        rows.forEach((name, number) -> named.put(List.of(name), number));
        rows(title, caption, named, columns, of);
    }

    /** The counts of a word, added up by one part of their names. */
    private Map<String, Long> totals(String word, int part) {
        Map<String, Long> totals = new TreeMap<>();
        counts.of(word).forEach((name, number) -> totals.merge(name.get(part), number, Long::sum));
        return totals;
    }

    private void rows(
            String title,
            String caption,
            Map<List<String>, Long> rows,
            List<String> columns,
            ToLongFunction<List<String>> of) {
        boolean rated = rows.keySet().stream().anyMatch(name -> of.applyAsLong(name) > 0);
        double most = rows.entrySet().stream()
                .mapToDouble(row -> value(row, of, rated))
                .max()
                .orElse(1);
        List<Map.Entry<List<String>, Long>> sorted = new ArrayList<>(rows.entrySet());
        if (!rated) {
            sorted.sort(Map.Entry.<List<String>, Long>comparingByValue().reversed());
        }
        tables.add(new CountTable(
                title,
                caption,
                columns,
                rated,
                sorted.stream()
                        .map(row -> row(row, value(row, of, rated), rated, most))
                        .toList()));
    }

    private static double value(Map.Entry<List<String>, Long> row, ToLongFunction<List<String>> of, boolean rated) {
        return rated ? Results.perThousand(row.getValue(), of.applyAsLong(row.getKey())) : row.getValue();
    }

    private static Row row(Map.Entry<List<String>, Long> row, double value, boolean rated, double most) {
        return new Row(
                row.getKey(),
                row.getValue(),
                rated ? String.format(Locale.ROOT, "%.3f", value) : "",
                most == 0 ? 0 : (int) Math.round(ReportPage.BAR * value / most));
    }
}
