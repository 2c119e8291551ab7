package org.cervicalcds.service.insights;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cervicalcds.pages.Templates;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.service.store.reports.ControlChart;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.Statistics.Firing;
import org.cervicalcds.service.store.reports.StatisticsScope;

/**
 * What the page shows of what became of the cards.
 *
 * @param unreadSystems entries of records whose codes could not be read, by code system
 * @param expected rates of a replay
 */
public record DashboardPage(
        StatisticsScope slice,
        InsightsData figures,
        Names names,
        Map<String, Long> unreadSystems,
        ExpectedRates expected,
        ZonedDateTime now) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm zzz", Locale.ENGLISH);
    private static final int MOST_CHARTS = 24;

    String html() {
        return Templates.html("insights.jte", this);
    }

    /** The moment up to which is counted. */
    public String counted() {
        return TIME.format(now);
    }

    /** The cards that can be chosen: titles by id. */
    public Map<String, String> cards() {
        Map<String, String> all = new LinkedHashMap<>(names.titles());
        figures.counts().forEach(c -> all.putIfAbsent(c.card(), c.card()));
        if (!slice.card().isEmpty()) {
            all.putIfAbsent(slice.card(), slice.card());
        }
        return all;
    }

    /** The sites that can be chosen. */
    public Map<String, String> clients() {
        Map<String, String> all = new LinkedHashMap<>();
        figures.clients().forEach(client -> all.put(client, client));
        if (!slice.client().isEmpty()) {
            all.putIfAbsent(slice.client(), slice.client());
        }
        return all;
    }

    /** A period that is often asked for. */
    public record Period(int days, String address, boolean chosen) {}

    /** The periods that end today. */
    public List<Period> periods() {
        return IntStream.of(7, 30, 90, 365)
                .mapToObj(days -> {
                    Span span = Span.until(now.toLocalDate(), days);
                    return new Period(days, address("insights", span, true), span.equals(slice.span()));
                })
                .toList();
    }

    /** Where the rows of these days are to be had. */
    public String download(String file) {
        return address("insights/" + file, slice.span(), false);
    }

    private String address(String path, Span span, boolean whole) {
        StringBuilder address = new StringBuilder(path)
                .append("?from=")
                .append(span.first())
                .append("&to=")
                .append(span.last());
        if (whole && !slice.card().isEmpty()) {
            address.append("&card=").append(encoded(slice.card()));
        }
        if (whole && !slice.client().isEmpty()) {
            address.append("&client=").append(encoded(slice.client()));
        }
        return address.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Cards that fire much less or much more often than they used to. */
    public List<Drift> drifts() {
        return Drift.among(figures.firings());
    }

    /** Of all cards together. */
    public Totals all() {
        return Totals.all(figures.counts());
    }

    /** By the Monday of the week. */
    public Map<LocalDate, Totals> weeks() {
        return Totals.by(CardCounts::week, figures.counts());
    }

    /** The weeks as columns. */
    public Plot weeksPlot() {
        return Plots.weeks(weeks());
    }

    /** By card, the most often shown first. */
    public List<Map.Entry<String, Totals>> byCard() {
        return totalsByCard().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Totals> entry) ->
                                entry.getValue().shown())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private Map<String, Totals> totalsByCard() {
        return Totals.by(CardCounts::card, figures.counts());
    }

    /** A tier of a card at a site, in one version of the content. */
    public record Group(String card, String tier, String client, String hash) implements Comparable<Group> {
        private static final Comparator<Group> ORDER = Comparator.comparing(Group::card)
                .thenComparing(Group::tier)
                .thenComparing(Group::client)
                .thenComparing(Group::hash);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    /** By tier, site and version. */
    public Map<Group, Totals> groups() {
        return Totals.by(c -> new Group(c.card(), c.tier(), c.client(), c.contentHash()), figures.counts());
    }

    /** A cause that is counted, with the count as a share of the most frequent. */
    public record Cause(String card, String code, long count, Plot share) {}

    /** Why something happened to cards, the most frequent cause first. */
    public record Causes(String title, String id, String none, List<Cause> causes) {}

    /** Why cards were overridden, suppressed and undetermined. */
    public List<Causes> reasons() {
        return List.of(
                new Causes(
                        "Why cards were overridden",
                        "overridden",
                        "No card was overridden.",
                        causes(CardCounts::overriddenBy)),
                new Causes(
                        "Why cards were suppressed",
                        "suppressed",
                        "No card was suppressed.",
                        causes(CardCounts::suppressedBy)),
                new Causes(
                        "What was not known",
                        "undetermined",
                        "Every card could be decided.",
                        causes(CardCounts::undeterminedBy)));
    }

    /** Suggestions that were accepted; the code is the label. */
    public List<Cause> followed() {
        return causes(CardCounts::followedBy);
    }

    private List<Cause> causes(Function<CardCounts, Map<String, Long>> which) {
        Map<Totals.Reason, Long> reasons = Totals.reasons(figures.counts(), which);
        long most = reasons.values().stream().findFirst().orElse(0L);
        return reasons.entrySet().stream()
                .map(entry -> new Cause(
                        entry.getKey().card(),
                        entry.getKey().reason(),
                        entry.getValue(),
                        Plots.share(entry.getValue(), most)))
                .toList();
    }

    /** There is a replay to compare with. */
    public boolean hasExpected() {
        return expected != ExpectedRates.NONE;
    }

    /** A card's rate beside what a replay lets expect. */
    public record Compared(String card, String result, List<String> numbers) {}

    /** Each card of the replay. */
    public List<Compared> compared() {
        Map<String, Totals> cards = totalsByCard();
        return expected.cards().entrySet().stream()
                .map(entry ->
                        compared(entry.getKey(), entry.getValue(), cards.getOrDefault(entry.getKey(), Totals.NOTHING)))
                .toList();
    }

    private static Compared compared(String card, ExpectedRates.Rate rate, Totals totals) {
        long fired = totals.shown() + totals.again() + totals.suppressed() + totals.unsigned();
        long calls = fired + totals.silent() + totals.undetermined();
        double[] band = rate.band(Math.max(1, calls));
        String result = "nothing to compare";
        if (calls > 0 && rate.decided() > 0) {
            double share = (double) fired / calls;
            result = share < band[0] ? "below the band" : share > band[1] ? "above the band" : "as expected";
        }
        return new Compared(
                card,
                result,
                List.of(
                        NumberFormat.count(fired),
                        NumberFormat.count(calls),
                        NumberFormat.percent(fired, calls),
                        NumberFormat.percent(rate.fired(), rate.decided()),
                        calls == 0 ? "–" : NumberFormat.share(band[0]) + " to " + NumberFormat.share(band[1])));
    }

    /** How often a card fired at a site, day by day. */
    public record Chart(String card, String client, String words, Plot plot) {}

    /** Those that drift first; no more than fit on a page. */
    public List<Chart> charts() {
        return fired().stream()
                .sorted(Comparator.comparingInt((Firing firing) -> urgency(firing.chart()))
                        .thenComparing(Firing::card)
                        .thenComparing(Firing::client))
                .limit(MOST_CHARTS)
                .map(firing -> {
                    String words = words(firing.chart());
                    return new Chart(firing.card(), firing.client(), words, Plots.chart(firing.chart(), words));
                })
                .toList();
    }

    /** How many charts are not drawn. */
    public int moreCharts() {
        return Math.max(0, fired().size() - MOST_CHARTS);
    }

    private List<Firing> fired() {
        return figures.firings().stream()
                .filter(firing -> firing.days().stream().anyMatch(day -> day.fired() > 0))
                .toList();
    }

    private static int urgency(ControlChart chart) {
        return switch (chart.verdict()) {
            case SILENT, HALVED, DOUBLED -> 0;
            case OUTSIDE -> 1;
            case STEADY -> 2;
            case TOO_LITTLE_HISTORY -> 3;
        };
    }

    private static String words(ControlChart chart) {
        String usual = "usually " + NumberFormat.share(chart.centre());
        return switch (chart.verdict()) {
            case SILENT -> Drift.Direction.SILENT.words() + "; " + usual;
            case HALVED -> Drift.Direction.HALVED.words() + "; " + usual;
            case DOUBLED -> Drift.Direction.DOUBLED.words() + "; " + usual;
            case OUTSIDE -> "the last day is outside the limits; " + usual;
            case STEADY -> "steady; " + usual;
            case TOO_LITTLE_HISTORY -> "too little history to judge";
        };
    }
}
