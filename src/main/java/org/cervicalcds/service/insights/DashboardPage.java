package org.cervicalcds.service.insights;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.cervicalcds.workbench.cardbook.Html;

/** The page as a whole: what is asked, what is wrong, and the sections. */
final class DashboardPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm zzz", Locale.ENGLISH);

    private final StatisticsScope slice;
    private final InsightsData figures;
    private final Names names;
    private final Map<String, Long> unreadSystems;
    private final ExpectedRates expected;
    private final ZonedDateTime now;
    private final Html out = new Html();

    /**
     * @param unreadSystems entries of records whose codes could not be read, by code system
     * @param expected rates of a replay
     */
    DashboardPage(
            StatisticsScope slice,
            InsightsData figures,
            Names names,
            Map<String, Long> unreadSystems,
            ExpectedRates expected,
            ZonedDateTime now) {
        this.slice = slice;
        this.figures = figures;
        this.names = names;
        this.unreadSystems = unreadSystems;
        this.expected = expected;
        this.now = now;
    }

    String html() {
        out.safe(
                """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Cervical CDS: what became of the cards</title>
                <link rel="icon" href="favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="css/workbench.css">
                <link rel="stylesheet" href="css/insights.css">
                </head>
                <body>
                <a class="skip" href="#figures">Skip to the figures</a>
                """);
        out.open("header", "class", "insights").element("h1", "What became of the cards");
        question();
        out.close("header").open("main", "class", "insights", "id", "figures");
        Plots.patterns(out);
        drifts();
        unreadSystems();
        if (figures.isEmpty()) {
            nothing();
        } else {
            new CardSections(out, figures, names).write();
            new ExpectedSection(out, expected, names).write(figures);
            new TimeSections(out, figures, names).write();
        }
        downloads();
        out.close("main").safe("</body>\n</html>\n");
        return out.toString();
    }

    private void question() {
        out.open("form", "method", "get", "action", "insights", "class", "question");
        field("From", "from", slice.span().first());
        field("To", "to", slice.span().last());
        choice("Card", "card", slice.card(), "all cards", cards());
        choice("Site", "client", slice.client(), "all sites", clients());
        out.open("button", "type", "submit", "class", "primary")
                .text("Show")
                .close("button")
                .close("form");
        out.open("nav", "aria-label", "Usual periods", "class", "periods");
        for (int days : new int[] {7, 30, 90, 365}) {
            Span span = Span.until(now.toLocalDate(), days);
            out.open("a", "href", address("insights", span, true));
            if (span.equals(slice.span())) {
                out.safe("<strong>").text("last " + days + " days").safe("</strong>");
            } else {
                out.text("last " + days + " days");
            }
            out.close("a");
        }
        out.close("nav")
                .element(
                        "p",
                        "Counted up to " + TIME.format(now)
                                + ". A call that was repeated counts once, and so does a card that a clinician sees again in the same encounter.",
                        "class",
                        "muted none");
    }

    private void field(String label, String name, LocalDate day) {
        out.open("label", "class", "field")
                .element("span", label)
                .open("input", "type", "date", "name", name, "value", day.toString())
                .close("label");
    }

    private void choice(String label, String name, String chosen, String all, Map<String, String> options) {
        out.open("label", "class", "field grow").element("span", label).open("select", "name", name);
        out.element("option", all, "value", "");
        options.forEach((value, text) -> {
            if (value.equals(chosen)) {
                out.element("option", text, "value", value, "selected", "selected");
            } else {
                out.element("option", text, "value", value);
            }
        });
        out.close("select").close("label");
    }

    private Map<String, String> cards() {
        Map<String, String> all = new LinkedHashMap<>(names.titles());
        figures.counts().forEach(c -> all.putIfAbsent(c.card(), c.card()));
        if (!slice.card().isEmpty()) {
            all.putIfAbsent(slice.card(), slice.card());
        }
        return all;
    }

    private Map<String, String> clients() {
        Map<String, String> all = new LinkedHashMap<>();
        figures.clients().forEach(client -> all.put(client, client));
        if (!slice.client().isEmpty()) {
            all.putIfAbsent(slice.client(), slice.client());
        }
        return all;
    }

    private String address(String path, Span span, boolean whole) {
        StringBuilder address = new StringBuilder(path)
                .append("?from=")
                .append(span.first())
                .append("&to=")
                .append(span.last());
        if (whole && !slice.card().isEmpty()) {
            address.append("&card=").append(CardSections.encoded(slice.card()));
        }
        if (whole && !slice.client().isEmpty()) {
            address.append("&client=").append(CardSections.encoded(slice.client()));
        }
        return address.toString();
    }

    private void drifts() {
        List<Drift> drifts = Drift.among(figures.firings());
        if (drifts.isEmpty()) {
            return;
        }
        out.open("section", "class", "drifts", "role", "alert", "data-testid", "drift")
                .element("h2", drifts.size() == 1 ? "A card drifts" : "Cards drift")
                .open("ul");
        drifts.forEach(drift -> out.open("li")
                .open("strong")
                .text(names.card(drift.card()))
                .end("strong")
                .text(" at " + drift.client() + " " + drift.words())
                .close("li"));
        out.close("ul")
                .element(
                        "p",
                        "Look at what changed: the site's data or codes, the content, or the patients. The charts are below.",
                        "class",
                        "none")
                .close("section");
    }

    /** Codes that nobody reads make cards silent, so an integration engineer sees them on day one. */
    private void unreadSystems() {
        if (unreadSystems.isEmpty()) {
            return;
        }
        out.open("section", "class", "panel", "data-testid", "unread-systems")
                .element("h2", "Code systems that are not read")
                .element(
                        "p",
                        "Entries of records that carry no code but these, since the start of the service. Cards cannot see them. Another spelling of"
                                + " a known address becomes an alias in code-systems.yaml; for local codes add rows to value sets.")
                .open("table")
                .open("thead")
                .open("tr")
                .element("th", "Code system", "scope", "col")
                .element("th", "Entries", "scope", "col")
                .close("tr")
                .close("thead")
                .open("tbody");
        unreadSystems.forEach((system, entries) -> out.open("tr")
                .element("td", system)
                .element("td", Long.toString(entries))
                .close("tr"));
        out.close("tbody").close("table").close("section");
    }

    private void nothing() {
        out.open("section", "class", "empty", "data-testid", "empty")
                .element("h2", "Nothing is on record for this")
                .element(
                        "p",
                        "From " + slice.span().first() + " to " + slice.span().last()
                                + " no hook call was answered and no feedback came"
                                + (slice.card().isEmpty() && slice.client().isEmpty()
                                        ? "."
                                        : " for this card and site.")
                                + " Calls appear here some moments after they were answered. That nothing is here does not mean that all is well:"
                                + " it may mean that no client calls.")
                .close("section");
    }

    private void downloads() {
        out.open("section", "class", "panel")
                .element("h2", "Take it with you")
                .open("p")
                .text("The rows of these days, of all cards and sites, without names of patients: ")
                .link(address("insights/decisions.csv", slice.span(), false), "decisions as CSV")
                .text(", ")
                .link(address("insights/feedback.csv", slice.span(), false), "feedback as CSV")
                .text(". What clinicians wrote is in the feedback as they wrote it.")
                .close("p")
                .close("section");
    }
}
