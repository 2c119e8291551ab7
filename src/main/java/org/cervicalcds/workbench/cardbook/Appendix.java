package org.cervicalcds.workbench.cardbook;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentText;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Gate;

/** What all cards share: gates, findings, phrases and value sets, each with the anchor that the cards link to. */
final class Appendix {
    private final Content content;
    private final ContentText text;
    private final FindingWords words;
    private final Html html;

    Appendix(Content content, FindingWords words, Html html) {
        this.content = content;
        this.text = content.text();
        this.words = words;
        this.html = html;
    }

    void write() {
        gates();
        findings();
        phrases();
        valueSets();
    }

    private void gates() {
        html.open("section", "class", "appendix", "id", "gates").element("h2", "Gates");
        html.element("p", "A gate keeps cards back from some patients, whatever else is found.", "class", "note");
        html.open("dl");
        Set<Gate> gates = new LinkedHashSet<>();
        for (CardDefinition card : content.deck().definitions()) {
            gates.addAll(content.deck().gatesOf(card));
        }
        for (Gate gate : gates) {
            html.element("dt", gate.name().replace('-', ' ')).open("dd").text("closed when ");
            list(gate.when(), " and ");
            if (!gate.unless().isEmpty()) {
                html.text(", unless ");
                list(gate.unless(), " or ");
            }
            if (gate.indicators().size() < 3) {
                html.text("; keeps back ")
                        .text(String.join(
                                " and ",
                                gate.indicators().stream()
                                        .map(indicator -> indicator.code())
                                        .toList()));
            }
            if (!gate.spares().isEmpty()) {
                html.text("; not for ");
                String between = "";
                for (CardDefinition card : content.deck().definitions()) {
                    if (gate.spares().contains(card.id())) {
                        html.text(between).link("#card-" + card.id(), card.title());
                        between = ", ";
                    }
                }
            }
            html.close("dd");
        }
        html.close("dl").close("section");
    }

    private void list(List<String> names, String between) {
        for (int i = 0; i < names.size(); i++) {
            html.text(i == 0 ? "" : between);
            words.named(html, names.get(i));
        }
    }

    private void findings() {
        html.open("section", "class", "appendix").element("h2", "Findings");
        html.open("dl", "class", "findings");
        for (FindingText finding : text.findings().values()) {
            html.open("dt", "id", "finding-" + finding.name())
                    .text(DisplayNames.name(finding.name()))
                    .close("dt");
            html.open("dd");
            if (finding.means() != null) {
                html.open("p", "class", "means").text(finding.means()).close("p");
            }
            if (FindingWords.isComposed(finding)) {
                words.eachPart(finding, (heading, parts) -> {
                    html.open("p").span("heading", heading).text(" ");
                    String between = "";
                    for (String part : parts) {
                        html.text(between).link("#finding-" + part, DisplayNames.name(part));
                        between = ", ";
                    }
                    html.close("p");
                });
            } else {
                html.open("p");
                words.definition(html, finding);
                html.close("p");
            }
            users(finding.name());
            html.close("dd");
        }
        html.close("dl").close("section");
    }

    private void users(String finding) {
        String between = "cards ";
        html.open("p", "class", "users");
        for (CardDefinition card : content.deck().definitions()) {
            if (content.findings().closure(CardDeck.findingsOf(card)).contains(finding)) {
                html.text(between).link("#card-" + card.id(), Integer.toString(card.position()));
                between = ", ";
            }
        }
        html.close("p");
    }

    private void phrases() {
        html.open("section", "class", "appendix").element("h2", "Phrases");
        html.element(
                "p",
                "Looked for in free text, case ignored, whole words; a match in a negated sentence does not count.",
                "class",
                "note");
        html.open("dl", "class", "findings");
        text.phrases().forEach((name, list) -> {
            html.open("dt", "id", "phrases-" + name)
                    .text(name.replace('-', ' '))
                    .close("dt")
                    .open("dd");
            String between = "";
            for (Object phrase : list) {
                html.text(between).open("code").text(phrase(phrase)).end("code");
                between = " · ";
            }
            html.close("dd");
        });
        html.close("dl").close("section");
    }

    private static String phrase(Object phrase) {
        if (!(phrase instanceof Map<?, ?> mapping)) {
            return String.valueOf(phrase);
        }
        StringBuilder words = new StringBuilder(String.valueOf(mapping.get("phrase")));
        if (mapping.get("not-about") != null) {
            words.append(", not in a sentence about ").append(mapping.get("not-about"));
        }
        if (mapping.get("unless-about") != null) {
            words.append(", unless it is also about ").append(mapping.get("unless-about"));
        }
        return words.toString();
    }

    private void valueSets() {
        html.open("section", "class", "appendix").element("h2", "Value sets");
        html.element(
                "p",
                "The words are ours, not those of the code systems. A row of ICD-10-CM covers every code that begins with it;"
                        + " a row that begins with = covers that code only.",
                "class",
                "note");
        for (ValueSetText set : text.valueSets().values()) {
            html.open("div", "class", "value-set", "id", "value-set-" + set.id());
            html.open("h3").text(set.title() + " ").open("code").text(set.id()).end("code");
            html.text(set.unused() ? " (kept for reference)" : "").close("h3");
            set.codes().forEach((system, codes) -> {
                html.open("p").span("heading", system).text(" ");
                String between = "";
                for (var code : codes.entrySet()) {
                    html.text(between)
                            .open("code")
                            .text(code.getKey())
                            .end("code")
                            .text(" " + code.getValue());
                    between = "; ";
                }
                html.close("p");
            });
            rows("never", set.never());
            rows("only where the neck is named", set.onlyWithNeckNamed());
            rows("only with words beside it:", set.onlyWithWords());
            if (!set.neverWithWords().isEmpty()) {
                rows("never with words", Map.of("", set.neverWithWords()));
            }
            html.close("div");
        }
        html.close("section");
    }

    private void rows(String heading, Map<String, List<String>> rows) {
        rows.forEach((system, codes) -> html.open("p")
                .span("heading", heading)
                .text(" " + system + " " + String.join(", ", codes))
                .close("p"));
    }
}
