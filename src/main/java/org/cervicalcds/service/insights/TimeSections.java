package org.cervicalcds.service.insights;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.cervicalcds.service.store.reports.ControlChart;
import org.cervicalcds.service.store.reports.Latency;
import org.cervicalcds.service.store.reports.Statistics;
import org.cervicalcds.workbench.cardbook.Html;

/** How long things took, how often cards fire against their own history, and what clinicians wrote. */
final class TimeSections {
    private static final int MOST_CHARTS = 24;

    private final Html out;
    private final InsightsData figures;
    private final Names names;

    TimeSections(Html out, InsightsData figures, Names names) {
        this.out = out;
        this.figures = figures;
        this.names = names;
    }

    void write() {
        charts();
        latencies();
        responses();
        comments();
    }

    private void charts() {
        out.open("section", "class", "panel")
                .element("h2", "Against their own history")
                .element(
                        "p",
                        "The share of calls in which a card fired (shown, suppressed or unsigned), day by day, up to the end of the period. Dashed: the usual"
                                + " share. Thin: the limits of chance. A ring: a day outside of them.",
                        "class",
                        "muted none");
        List<Statistics.Firing> firings = figures.firings().stream()
                .filter(firing -> firing.days().stream().anyMatch(day -> day.fired() > 0))
                .sorted(Comparator.comparingInt((Statistics.Firing f) -> urgency(f.chart()))
                        .thenComparing(Statistics.Firing::card)
                        .thenComparing(Statistics.Firing::client))
                .toList();
        if (firings.isEmpty()) {
            out.element("p", "No card fired.").close("section");
            return;
        }
        out.open("div", "class", "charts");
        firings.stream().limit(MOST_CHARTS).forEach(this::chart);
        out.close("div");
        if (firings.size() > MOST_CHARTS) {
            out.element("p", (firings.size() - MOST_CHARTS) + " more are not drawn: choose a card or a site.");
        }
        out.close("section");
    }

    private static int urgency(ControlChart chart) {
        return switch (chart.verdict()) {
            case SILENT, HALVED, DOUBLED -> 0;
            case OUTSIDE -> 1;
            case STEADY -> 2;
            case TOO_LITTLE_HISTORY -> 3;
        };
    }

    private void chart(Statistics.Firing firing) {
        String words = words(firing.chart());
        out.open("figure")
                .open("figcaption")
                .open("strong")
                .text(names.card(firing.card()))
                .end("strong")
                .safe("<br>")
                .span("muted", firing.client() + ": " + words)
                .close("figcaption")
                .open(
                        "div",
                        "class",
                        "wide",
                        "role",
                        "region",
                        "aria-label",
                        firing.card() + " at " + firing.client(),
                        "tabindex",
                        "0");
        Plots.chart(out, firing.chart(), words);
        out.close("div").close("figure");
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

    private void latencies() {
        out.open("section", "class", "panel").element("h2", "How long answers took");
        if (figures.latencies().isEmpty()) {
            out.element("p", "No call was answered.", "class", "muted").close("section");
            return;
        }
        out.element("p", "Repeats count too. Percentiles are right within 1 %.", "class", "muted none");
        Tables.begin(
                out,
                "Durations by service",
                "Service",
                "#Calls",
                "Part",
                "#Half within",
                "#95 % within",
                "#99 % within");
        for (Latency latency : figures.latencies()) {
            for (Latency.Part part : Latency.Part.values()) {
                Latency.Percentiles times = latency.parts().get(part);
                if (times != null) {
                    out.open(
                                    "tr",
                                    "data-testid",
                                    "latency-" + latency.service() + "-"
                                            + part.name().toLowerCase(Locale.ROOT))
                            .element("th", latency.service(), "scope", "row")
                            .element("td", NumberFormat.count(latency.calls()), "class", "number")
                            .element("td", part.name().toLowerCase(Locale.ROOT))
                            .element("td", NumberFormat.micros(times.p50()), "class", "number")
                            .element("td", NumberFormat.micros(times.p95()), "class", "number")
                            .element("td", NumberFormat.micros(times.p99()), "class", "number")
                            .close("tr");
                }
            }
        }
        Tables.end(out);
        out.close("section");
    }

    private void responses() {
        out.open("section", "class", "panel").element("h2", "How long until a clinician answered");
        if (figures.responses().isEmpty()) {
            out.element("p", "No card was answered.", "class", "muted").close("section");
            return;
        }
        Tables.begin(out, "From card to answer", "Card", "#Answered", "#Half within", "#90 % within");
        figures.responses().forEach(time -> out.open("tr", "data-testid", "response-" + time.card())
                .element("th", names.card(time.card()), "scope", "row")
                .element("td", NumberFormat.count(time.answered()), "class", "number")
                .element("td", NumberFormat.seconds(time.medianSeconds()), "class", "number")
                .element("td", NumberFormat.seconds(time.ninetyPercentSeconds()), "class", "number")
                .close("tr"));
        Tables.end(out);
        out.close("section");
    }

    private void comments() {
        out.open("section", "class", "panel").element("h2", "What clinicians wrote");
        if (figures.comments().isEmpty()) {
            out.element("p", "Nobody wrote anything.", "class", "muted").close("section");
            return;
        }
        out.element(
                "p",
                "The latest " + InsightsData.MOST_COMMENTS
                        + " at most. They may name patients: treat this page accordingly.",
                "class",
                "muted none");
        Tables.begin(out, "Comments", "When", "Card", "Site", "Reason", "Comment");
        figures.comments().forEach(comment -> out.open("tr", "data-testid", "comment")
                .element("th", comment.at().toString().substring(0, 16).replace('T', ' ') + " UTC", "scope", "row")
                .element("td", comment.card().isEmpty() ? "not one of ours" : names.card(comment.card()))
                .element("td", comment.client())
                .element("td", comment.reason().isEmpty() ? comment.outcome() : names.reason(comment.reason()))
                .element("td", comment.text(), "class", "comment")
                .close("tr"));
        Tables.end(out);
        out.close("section");
    }
}
