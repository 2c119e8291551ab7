package org.cervicalcds.workbench.cardbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.cards.EvidenceStatement;
import org.cervicalcds.content.vignettes.Played;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.AddNoteToOrder;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CardDefinition.DeleteOrder;
import org.cervicalcds.engine.cards.CardDefinition.LimitSupplyOfOrder;
import org.cervicalcds.engine.cards.CardDefinition.Line;
import org.cervicalcds.engine.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.terminology.CodeSystem;

/** The pages of one card: when it speaks, what it says, on what it rests, and who answers for it. */
final class CardPage {
    private final Content content;
    private final CardDefinition card;
    private final List<Played> played;
    private final FindingWords words;
    private final TranslatedTexts translations;
    private final SignedBefore changes;
    private final Html html;

    CardPage(
            Content content,
            CardDefinition card,
            List<Played> played,
            FindingWords words,
            TranslatedTexts translations,
            SignedBefore changes,
            Html html) {
        this.content = content;
        this.card = card;
        this.played = played;
        this.words = words;
        this.translations = translations;
        this.changes = changes;
        this.html = html;
    }

    void write() {
        html.open("section", "class", "card", "id", "card-" + card.id());
        html.element("h2", card.position() + ". " + card.title());
        html.open("p", "class", "id").open("code").text(card.id()).end("code");
        html.text(" · " + SignatureLine.showing(card) + " · " + SignatureLine.state(content, card.id()));
        html.close("p");
        html.open("p", "class", "back").link("#contents", "All cards").close("p");
        changes.write(card);
        tiers();
        examples();
        lines();
        suggestions();
        list(
                "Reasons offered for not following it",
                card.overrideReasons().stream().map(reason -> reason.display()).toList());
        list("Known limits", card.knownLimits());
        evidence();
        html.element("h3", "What the findings mean");
        Set<String> named = new LinkedHashSet<>();
        card.tiers().forEach(tier -> {
            named.addAll(tier.when());
            named.addAll(tier.unless());
        });
        named.addAll(CardDeck.findingsOf(card));
        html.open("div", "class", "trees");
        new FindingTree(words, content.text()).write(html, named);
        html.close("div");
        translations.write(card);
        new SignatureLine(content, html).write(card);
        vignettes();
        html.close("section");
    }

    private void tiers() {
        html.element("h3", "When it speaks");
        html.element(
                "p",
                "The first of these that holds decides. Where data are missing that could change the answer, it stays silent.",
                "class",
                "note");
        for (Tier tier : card.tiers()) {
            html.open("div", "class", "tier " + tier.indicator().code());
            html.open("p", "class", "summary");
            indicator(tier.indicator());
            html.text(" ").safe(DetailText.plain(tier.summary().toString()));
            html.close("p");
            html.open("div", "class", "lines");
            findings("when all of these are found", tier.when());
            findings("unless one of these is", tier.unless());
            html.close("div");
            for (Line line : tier.says()) {
                html.open("p", "class", "says")
                        .safe(DetailText.template(line.text().toString()))
                        .close("p");
            }
            html.element("p", "on " + String.join(", ", tier.hooks()), "class", "hooks");
            html.close("div");
        }
        List<String> gates = content.deck().gatesOf(card).stream()
                .map(gate -> gate.name().replace('-', ' ')
                        + (gate.indicators().size() == 3 ? "" : " (" + joined(gate.indicators()) + " only)"))
                .toList();
        if (!gates.isEmpty()) {
            html.open("p").text("Never for these patients: ");
            String between = "";
            for (String gate : gates) {
                html.text(between + gate);
                between = "; ";
            }
            html.text(" (").link("#gates", "gates").text(").").close("p");
        }
    }

    private void findings(String heading, List<String> names) {
        if (!names.isEmpty()) {
            html.open("div").element("p", heading, "class", "heading").open("ul");
            for (String name : names) {
                html.open("li");
                words.named(html, name);
                html.close("li");
            }
            html.close("ul").close("div");
        }
    }

    private void indicator(Indicator indicator) {
        html.span("indicator " + indicator.code(), indicator.code());
    }

    /** One real card for each indicator, from the vignettes. */
    private void examples() {
        List<Played> shown = new ArrayList<>();
        Set<Indicator> seen = EnumSet.noneOf(Indicator.class);
        for (Played one : played) {
            if (one.card() != null && seen.add(one.card().indicator())) {
                shown.add(one);
            }
        }
        if (shown.isEmpty()) {
            return;
        }
        html.element("h3", "How it looks");
        for (Played one : shown) {
            var sent = one.card();
            if (sent != null) {
                html.open("figure", "class", "example " + sent.indicator().code());
                html.element("figcaption", "For the vignette “" + one.vignette().title() + "”");
                html.open("p", "class", "summary");
                indicator(sent.indicator());
                html.text(" " + sent.summary()).close("p");
                html.open("div", "class", "detail")
                        .safe(DetailText.html(sent.detail()))
                        .close("div");
                for (var suggestion : sent.suggestions()) {
                    html.span("button", suggestion.label()).text(" ");
                }
                html.close("figure");
            }
        }
    }

    private void lines() {
        html.element("h3", "Its words, line by line");
        html.open("table", "class", "words");
        html.safe("<thead><tr><th>Line</th><th>Said</th><th>Evidence</th></tr></thead>\n<tbody>\n");
        for (Line line : card.detail()) {
            html.open("tr")
                    .open("td")
                    .safe(DetailText.template(line.text().toString()))
                    .close("td");
            html.open("td", "class", "condition");
            condition(line.indicators(), line.when(), line.unless());
            html.close("td").open("td");
            for (String id : line.evidence()) {
                html.link("#" + anchor(id), id).text(" ");
            }
            html.close("td").close("tr");
        }
        html.safe("</tbody>\n").close("table");
        if (!card.words().isEmpty()) {
            html.open("dl", "class", "places");
            card.words().forEach((name, word) -> {
                html.open("dt")
                        .span("place", name.replace('-', ' '))
                        .close("dt")
                        .open("dd");
                html.text(word.all() ? "all that are found of: " : "the first that is found of: ");
                String between = "";
                for (var said : word.texts().entrySet()) {
                    html.text(between)
                            .link("#finding-" + said.getKey(), DisplayNames.name(said.getKey()))
                            .text(" “")
                            .safe(DetailText.plain(said.getValue().toString()))
                            .text("”");
                    between = ", ";
                }
                if (!word.otherwise().isEmpty()) {
                    html.text("; otherwise “" + word.otherwise() + "”");
                }
                html.close("dd");
            });
            html.close("dl");
        }
    }

    private void condition(Set<Indicator> indicators, List<String> when, List<String> unless) {
        html.text(indicators.size() == Indicator.values().length ? "always" : joined(indicators));
        links(", when ", when);
        links(", unless ", unless);
    }

    private void links(String heading, List<String> names) {
        String between = heading;
        for (String name : names) {
            html.text(between).link("#finding-" + name, DisplayNames.name(name));
            between = heading.contains("unless") ? " or " : " and ";
        }
    }

    private static String joined(Collection<Indicator> indicators) {
        return indicators.stream().map(Indicator::code).collect(Collectors.joining(", "));
    }

    private void suggestions() {
        if (card.suggestions().isEmpty()) {
            return;
        }
        html.element("h3", "Suggestions");
        html.open("ul");
        for (SuggestionDefinition suggestion : card.suggestions()) {
            html.open("li")
                    .open("strong")
                    .safe(DetailText.plain(suggestion.label().toString()))
                    .end("strong");
            html.text(suggestion.recommended() ? " (recommended): " : ": ");
            condition(suggestion.indicators(), suggestion.when(), suggestion.unless());
            if (suggestion.forEach() != null) {
                html.text(", for each ")
                        .link("#finding-" + suggestion.forEach(), DisplayNames.name(suggestion.forEach()));
            }
            html.open("ul");
            for (ActionDefinition action : suggestion.actions()) {
                html.open("li").safe(DetailText.plain(action(action))).close("li");
            }
            html.close("ul").close("li");
        }
        html.close("ul");
    }

    private String action(ActionDefinition action) {
        if (action instanceof CreateOrder create) {
            String unless = create.sameOrder().isEmpty()
                    ? "the same"
                    : create.sameOrder().stream().map(set -> set.title()).collect(Collectors.joining(" or "));
            return create.description() + " – " + create.display() + " (" + system(create) + " " + create.code() + ")"
                    + (create.note() == null ? "" : ", note “" + create.note() + "”")
                    + "; not where this is ordered already: " + unless;
        }
        if (action instanceof DeleteOrder delete) {
            return delete.description().toString();
        }
        if (action instanceof AddNoteToOrder note) {
            return note.description() + " – note “" + note.note() + "”";
        }
        LimitSupplyOfOrder limit = (LimitSupplyOfOrder) action;
        return limit.description() + " – at most " + limit.days() + " days, days used already taken off";
    }

    private String system(CreateOrder create) {
        CodeSystem system = content.terminology()
                .coding(create.system(), create.code(), null)
                .system();
        return system == null ? create.system() : system.name();
    }

    private void list(String heading, List<String> texts) {
        if (!texts.isEmpty()) {
            html.element("h3", heading).open("ul");
            texts.forEach(text -> html.element("li", text));
            html.close("ul");
        }
    }

    private String anchor(String evidence) {
        return card.id() + "-" + evidence;
    }

    private void evidence() {
        html.element("h3", "Evidence");
        html.open("p")
                .text("Source shown on the card: " + card.source().label())
                .close("p");
        html.open("dl", "class", "evidence");
        for (String id : card.evidence()) {
            EvidenceStatement statement = content.evidence().get(id);
            if (statement != null) {
                html.open("dt", "id", anchor(id))
                        .text(id)
                        .span("strength", statement.strength())
                        .close("dt");
                html.open("dd").text(statement.says());
                html.open("p", "class", "limits")
                        .text("Limits: " + statement.limits())
                        .close("p");
                html.open("p", "class", "citation").text(statement.citation());
                String address = statement.address();
                if (address != null) {
                    html.text(". ").link(address, address);
                }
                html.close("p").close("dd");
            }
        }
        html.close("dl");
    }

    private void vignettes() {
        html.element("h3", "Vignettes");
        if (played.isEmpty()) {
            html.element("p", "None is written yet.", "class", "note");
            return;
        }
        html.open("div", "class", "examples").open("table", "class", "vignettes");
        html.safe(
                "<thead><tr><th>Patient and situation</th><th>Hook</th><th>Expected</th><th>Played</th></tr></thead>\n<tbody>\n");
        for (Played one : played) {
            boolean holds = one.faults().isEmpty();
            html.open("tr", "class", holds ? "holds" : "fails");
            html.element("td", one.vignette().title());
            html.element("td", one.vignette().hook());
            html.open("td")
                    .span("outcome " + one.vignette().expect(), one.vignette().expect())
                    .close("td");
            html.open("td").text(holds ? "✓ " : "✗ ").text(one.outcome());
            if (!one.reason().isEmpty()) {
                html.span("reason", " " + one.reason());
            }
            if (!holds) {
                html.open("p", "class", "fault")
                        .text(String.join("; ", one.faults()))
                        .close("p");
            }
            html.close("td").close("tr");
        }
        html.safe("</tbody>\n").close("table").close("div");
    }
}
