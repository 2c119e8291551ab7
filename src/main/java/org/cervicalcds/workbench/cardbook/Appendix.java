package org.cervicalcds.workbench.cardbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.pages.Labels;
import org.jspecify.annotations.Nullable;

/** What all cards share: gates, findings, phrases and value sets, each with the anchor that the cards link to. */
public final class Appendix {
    private final Content content;
    private final ContentText text;
    private final FindingWords words;
    private final Labels labels;

    Appendix(Content content, FindingWords words, Labels labels) {
        this.content = content;
        this.text = content.text();
        this.words = words;
        this.labels = labels;
    }

    /** Each gate in words, by its name. */
    public Map<String, List<Inline>> gates() {
        Set<Gate> gates = new LinkedHashSet<>();
        for (CardDefinition card : content.deck().definitions()) {
            gates.addAll(content.deck().gatesOf(card));
        }
        Map<String, List<Inline>> all = new LinkedHashMap<>();
        gates.forEach(gate -> all.put(gate.name().replace('-', ' '), inWords(gate)));
        return all;
    }

    private List<Inline> inWords(Gate gate) {
        List<Inline> line = new ArrayList<>();
        line.add(Inline.text(labels.of("closed when") + " "));
        findings(line, gate.when(), "and");
        if (!gate.unless().isEmpty()) {
            line.add(Inline.text(", " + labels.of("unless") + " "));
            findings(line, gate.unless(), "or");
        }
        if (gate.indicators().size() < Indicator.values().length) {
            List<String> codes = gate.indicators().stream()
                    .map(indicator -> labels.of(indicator.code()))
                    .toList();
            line.add(Inline.text(
                    "; " + labels.of("keeps back") + " " + String.join(" " + labels.of("and") + " ", codes)));
        }
        if (!gate.spares().isEmpty()) {
            String before = "; " + labels.of("not for") + " ";
            for (CardDefinition card : content.deck().definitions()) {
                if (gate.spares().contains(card.id())) {
                    line.add(Inline.text(before));
                    line.add(Inline.link("#card-" + card.id(), card.title()));
                    before = ", ";
                }
            }
        }
        return line;
    }

    private void findings(List<Inline> line, List<String> names, String between) {
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                line.add(Inline.text(" " + labels.of(between) + " "));
            }
            line.addAll(words.named(names.get(i)));
        }
    }

    /**
     * A finding, on its own.
     *
     * @param definition what it is read from; empty where it is made of others
     * @param users the cards that rest on it
     */
    public record Finding(
            String name,
            String title,
            @Nullable String means,
            List<Inline> definition,
            List<Part> parts,
            List<CardDefinition> users) {}

    /** Findings that another is made of. */
    public record Part(String heading, List<Inline> findings) {}

    /** All of them. */
    public List<Finding> findings() {
        return text.findings().values().stream()
                .map(finding -> new Finding(
                        finding.name(),
                        DisplayNames.name(finding.name()),
                        finding.means(),
                        FindingWords.isComposed(finding) ? List.of() : words.definition(finding),
                        FindingWords.isComposed(finding) ? parts(finding) : List.of(),
                        users(finding.name())))
                .toList();
    }

    private List<Part> parts(FindingText finding) {
        return words.parts(finding).stream()
                .map(part -> new Part(
                        part.heading(),
                        part.names().stream().map(Inline::finding).toList()))
                .toList();
    }

    private List<CardDefinition> users(String finding) {
        return content.deck().definitions().stream()
                .filter(card ->
                        content.findings().closure(CardDeck.findingsOf(card)).contains(finding))
                .toList();
    }

    /** The phrases of each list, by its name. */
    public Map<String, List<String>> phrases() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        text.phrases()
                .forEach((name, list) ->
                        all.put(name, list.stream().map(Appendix::phrase).toList()));
        return all;
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

    /** All of them. */
    public Collection<ValueSetText> valueSets() {
        return text.valueSets().values();
    }

    /** Rows of a value set that count under a condition only. */
    public record Rows(String heading, String system, String codes) {}

    /** What a value set says of its rows. */
    public List<Rows> rows(ValueSetText set) {
        List<Rows> all = new ArrayList<>();
        rows(all, "never", set.never());
        rows(all, "only where the neck is named", set.onlyWithNeckNamed());
        rows(all, "only with words beside it:", set.onlyWithWords());
        if (!set.neverWithWords().isEmpty()) {
            rows(all, "never with words", Map.of("", set.neverWithWords()));
        }
        return all;
    }

    private void rows(List<Rows> all, String heading, Map<String, List<String>> rows) {
        rows.forEach((system, codes) -> all.add(new Rows(labels.of(heading), system, String.join(", ", codes))));
    }
}
