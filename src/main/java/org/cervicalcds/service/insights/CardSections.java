package org.cervicalcds.service.insights;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.workbench.cardbook.Html;

/** What became of cards, in several divisions. */
final class CardSections {
    private static final List<String> NUMBERS = List.of(
            "#Shown", "#Accepted", "#Overridden", "#No answer", "#Suppressed", "#Unsigned", "#Undetermined", "#Silent");

    private final Html out;
    private final InsightsData figures;
    private final Names names;

    CardSections(Html out, InsightsData figures, Names names) {
        this.out = out;
        this.figures = figures;
        this.names = names;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    void write() {
        Totals all = Totals.all(figures.counts());
        summary(all);
        byWeek(all);
        byCard();
        byVersion();
        followed();
        reasons("Why cards were overridden", "overridden", CardCounts::overriddenBy, "No card was overridden.");
        reasons("Why cards were suppressed", "suppressed", CardCounts::suppressedBy, "No card was suppressed.");
        reasons("What was not known", "undetermined", CardCounts::undeterminedBy, "Every card could be decided.");
    }

    private void summary(Totals all) {
        out.open("section", "class", "tiles", "aria-label", "In short");
        tile("shown", all.shown(), "cards shown");
        tile("accepted", all.accepted(), "accepted, " + NumberFormat.percent(all.accepted(), all.shown()));
        tile("overridden", all.overridden(), "overridden, " + NumberFormat.percent(all.overridden(), all.shown()));
        tile("no-answer", all.noAnswer(), "no answer, " + NumberFormat.percent(all.noAnswer(), all.shown()));
        tile("again", all.again(), "seen again in the same encounter, not counted");
        tile("suppressed", all.suppressed(), "suppressed or in silent mode");
        tile("unsigned", all.unsigned(), "held back unsigned");
        tile("undetermined", all.undetermined(), "undetermined: data missing");
        out.close("section");
    }

    private void tile(String id, long count, String text) {
        out.open("p", "class", "tile", "data-testid", "sum-" + id)
                .open("strong")
                .text(NumberFormat.count(count))
                .end("strong")
                .text(" ")
                .span("muted", text)
                .close("p");
    }

    private void byWeek(Totals all) {
        Map<LocalDate, Totals> weeks = Totals.by(CardCounts::week, figures.counts());
        out.open("section", "class", "panel").element("h2", "Week by week");
        if (all.shown() == 0) {
            out.element("p", "No card was shown in this time.");
        } else {
            Plots.legend(out);
            out.open("div", "class", "wide", "role", "region", "aria-label", "Plot of the weeks", "tabindex", "0");
            Plots.weeks(out, weeks);
            out.close("div");
        }
        out.open("details").element("summary", "The weeks in numbers");
        table("Weeks, by their Monday", "Week of");
        weeks.forEach((week, tally) -> row("week-" + week, week.toString(), tally));
        Tables.end(out);
        out.close("details").close("section");
    }

    private void byCard() {
        out.open("section", "class", "panel").element("h2", "Card by card");
        Plots.legend(out);
        table("Cards", "Card", "Answers");
        Map<String, Totals> cards = Totals.by(CardCounts::card, figures.counts());
        cards.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<String, Totals> e) -> e.getValue().shown())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    out.open("tr", "data-testid", "card-" + entry.getKey()).open("th", "scope", "row");
                    name(entry.getKey());
                    out.end("th").open("td");
                    Plots.answers(out, entry.getValue());
                    out.end("td");
                    numbers(entry.getValue());
                    out.close("tr");
                });
        Tables.end(out);
        out.close("section");
    }

    private void name(String card) {
        out.text(names.card(card)).safe("<br>").open("code").text(card).end("code");
    }

    /** One group of the table by tier, site and version. */
    private record Group(String card, String tier, String client, String hash) implements Comparable<Group> {
        private static final Comparator<Group> ORDER = Comparator.comparing(Group::card)
                .thenComparing(Group::tier)
                .thenComparing(Group::client)
                .thenComparing(Group::hash);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    private void byVersion() {
        out.open("section", "class", "panel")
                .element("h2", "By tier, site and version of the content")
                .element(
                        "p",
                        "A card without a tier matched none: it was silent, or could not be decided. The version is the beginning of the hash over"
                                + " everything that decides the card.",
                        "class",
                        "muted none")
                .open("details")
                .element("summary", "Show the table");
        table("Tiers, sites and versions", "Card", "Tier", "Site", "Version");
        Map<Group, Totals> groups =
                Totals.by(c -> new Group(c.card(), c.tier(), c.client(), c.contentHash()), figures.counts());
        groups.forEach((group, tally) -> {
            out.open("tr", "data-testid", "group-" + group.card() + "|" + group.tier() + "|" + group.client())
                    .element("th", names.card(group.card()), "scope", "row");
            out.element("td", group.tier().isEmpty() ? "none" : group.tier());
            out.element("td", group.client());
            out.open("td").element("code", NumberFormat.version(group.hash())).end("td");
            numbers(tally);
            out.close("tr");
        });
        Tables.end(out);
        out.close("details").close("section");
    }

    private void reasons(String title, String id, Function<CardCounts, Map<String, Long>> which, String none) {
        Map<Totals.Reason, Long> reasons = Totals.reasons(figures.counts(), which);
        out.open("section", "class", "panel").element("h2", title);
        if (reasons.isEmpty()) {
            out.element("p", none, "class", "muted").close("section");
            return;
        }
        long most = reasons.values().iterator().next();
        Tables.begin(out, title, "Reason", "Card", "", "#Cards");
        reasons.forEach((reason, count) -> {
            out.open("tr", "data-testid", id + "-" + reason.card() + "-" + reason.reason())
                    .open("th", "scope", "row")
                    .text(names.reason(reason.reason()));
            if (!reason.reason().isEmpty()) {
                out.safe(" ").element("code", reason.reason());
            }
            out.end("th");
            counted(reason.card(), count, most);
        });
        Tables.end(out);
        out.close("section");
    }

    private void followed() {
        Map<Totals.Reason, Long> labels = Totals.reasons(figures.counts(), CardCounts::followedBy);
        out.open("section", "class", "panel").element("h2", "Which suggestions were accepted");
        if (labels.isEmpty()) {
            out.element("p", "No suggestion was accepted.", "class", "muted").close("section");
            return;
        }
        long most = labels.values().iterator().next();
        Tables.begin(out, "Accepted suggestions", "Suggestion", "Card", "", "#Times");
        labels.forEach((label, count) -> {
            out.open("tr", "data-testid", "followed")
                    .element("th", label.reason().isEmpty() ? "Label not on record" : label.reason(), "scope", "row");
            counted(label.card(), count, most);
        });
        Tables.end(out);
        out.close("section");
    }

    /** The end of a row: its card, and the count as a bar and a number. */
    private void counted(String card, long count, long most) {
        out.element("td", names.card(card)).open("td");
        Plots.share(out, count, most);
        out.end("td")
                .element("td", NumberFormat.count(count), "class", "number")
                .close("tr");
    }

    private void table(String caption, String... first) {
        List<String> columns = new ArrayList<>(List.of(first));
        columns.addAll(NUMBERS);
        Tables.begin(out, caption, columns.toArray(String[]::new));
    }

    private void row(String id, String name, Totals tally) {
        out.open("tr", "data-testid", id).element("th", name, "scope", "row");
        numbers(tally);
        out.close("tr");
    }

    private void numbers(Totals tally) {
        for (long number : new long[] {
            tally.shown(),
            tally.accepted(),
            tally.overridden(),
            tally.noAnswer(),
            tally.suppressed(),
            tally.unsigned(),
            tally.undetermined(),
            tally.silent()
        }) {
            out.element("td", NumberFormat.count(number), "class", number == 0 ? "number zero" : "number");
        }
    }
}
