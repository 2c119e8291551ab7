package org.cervicalcds.export;

import static org.cervicalcds.export.cql.CqlText.name;
import static org.cervicalcds.export.cql.CqlText.strings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.OrderFinding;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.findings.Search;

/** The library of all cards together: what becomes of each beside the others, and which tiers and suggestions are shown. */
final class AnswerLibrary {
    static final String NAME = "CervicalAnswer";

    private final Content content;
    private final List<CardDefinition> cards;
    private final List<CardDefinition> sent;

    private AnswerLibrary(Content content, List<CardDefinition> cards) {
        this.content = content;
        this.cards = cards;
        this.sent = cards.stream().filter(CardDefinition::on).toList();
    }

    static Library write(Content content, List<CardDefinition> cards, String version) {
        return new AnswerLibrary(content, cards).write(version);
    }

    /** The condition under which a plan shows a tier. */
    static String shows(CardDefinition card, int tier) {
        return card.id() + ": shows tier " + (tier + 1);
    }

    /** The condition under which a plan makes a suggestion. */
    static String suggests(CardDefinition card, int suggestion) {
        return card.id() + ": " + CardLibrary.suggests(suggestion);
    }

    private static String alone(CardDefinition card) {
        return card.id() + " by its order";
    }

    private static String beside(CardDefinition card) {
        return card.id() + " beside others";
    }

    private static String of(CardDefinition card, String definition) {
        return CqlText.library(card.id()) + "." + name(definition);
    }

    private Library write(String version) {
        LibraryText text = new LibraryText(
                NAME,
                "All cards together: one order one card, information alone, at most "
                        + content.deck().rules().maxCards() + " cards",
                version);
        text.include("CervicalChart", "Chart");
        cards.forEach(card -> text.include(CqlText.library(card.id()), CqlText.library(card.id())));
        text.context();
        oneOrderOneCard(text);
        informationAlone(text);
        atMost(text);
        for (CardDefinition card : cards) {
            text.define(
                    Definition.of(card.id() + " speaks", name(card.id()) + " in { 'critical', 'warning', 'info' }"));
            for (int i = 0; i < card.tiers().size(); i++) {
                text.define(Definition.of(
                        shows(card, i), name(card.id() + " speaks") + " and " + of(card, "Tier") + " = " + (i + 1)));
            }
            for (int i = 0; i < card.suggestions().size(); i++) {
                text.define(Definition.of(
                        suggests(card, i), name(card.id() + " speaks") + " and " + of(card, CardLibrary.suggests(i))));
            }
        }
        return text.library();
    }

    /** Of two cards about the one order there is; where there are several, CQL does not decide each again without those of the other. */
    private void oneOrderOneCard(LibraryText text) {
        List<String> pair = content.deck().rules().oneOrderOneCard();
        List<CardDefinition> both = pair == null
                ? List.of()
                : pair.stream()
                        .flatMap(id -> sent.stream().filter(card -> card.id().equals(id)))
                        .filter(this::restsOnOrders)
                        .toList();
        for (CardDefinition card : cards) {
            String outcome = of(card, "Outcome");
            if (both.size() != 2 || !both.contains(card)) {
                text.define(Definition.of(alone(card), outcome));
                continue;
            }
            boolean first = both.get(0) == card;
            CardDefinition other = both.get(first ? 1 : 0);
            String than = of(card, "Indicator");
            List<String> keeps = new ArrayList<>();
            for (Indicator indicator : Indicator.values()) {
                List<String> losing = new ArrayList<>();
                for (Indicator less : Indicator.values()) {
                    int compared = indicator.compareTo(less);
                    if (compared < 0 || (compared == 0 && !first)) {
                        losing.add(less.code());
                    }
                }
                if (!losing.isEmpty()) {
                    keeps.add("(" + of(other, "Indicator") + " = '" + indicator.code() + "' and " + than + " in "
                            + strings(losing) + ")");
                }
            }
            text.define(
                    Search.define(
                                    alone(card),
                                    List.of(
                                            "if Count(Chart.\"Triggering orders\") = 1 and Coalesce("
                                                    + String.join(" or ", keeps) + ", false)",
                                            "  then 'silent'",
                                            "  else " + outcome))
                            .saying(
                                    List.of(
                                            "One order, one card; said for one order only: where there are several, both cards may speak.")));
        }
    }

    /** Says that no tier can match without an order that starts the call. */
    private boolean restsOnOrders(CardDefinition card) {
        return card.tiers().stream().allMatch(tier -> tier.when().stream().anyMatch(this::restsOnOrder));
    }

    private boolean restsOnOrder(String finding) {
        FindingDefinition definition = content.findings().definition(finding);
        if (definition instanceof OrderFinding order) {
            return order.scope() == OrderFinding.Scope.TRIGGER;
        }
        return definition instanceof Composition composition
                && (composition.allOf().stream().anyMatch(this::restsOnOrder)
                        || composition.given().stream().anyMatch(this::restsOnOrder)
                        || (!composition.someOf().isEmpty()
                                && composition.someOf().stream().allMatch(this::restsOnOrder)));
    }

    private void informationAlone(LibraryText text) {
        text.define(Definition.of(
                "Is more urgent than information",
                "exists ((" + list(sent.stream().map(AnswerLibrary::alone).toList())
                        + ") O where O in { 'critical', 'warning' })"));
        Set<String> hooks = content.deck().rules().infoOnlyAlone();
        for (CardDefinition card : cards) {
            Set<String> informing = hooks(card, Indicator.INFO);
            List<String> conditions = new ArrayList<>(List.of(name(alone(card)) + " = 'info'"));
            if (!hooks.containsAll(informing)) {
                conditions.add(
                        "Chart.\"Hook\" in " + strings(hooks.stream().sorted().toList()));
            }
            conditions.add("\"Is more urgent than information\"");
            text.define(
                    Collections.disjoint(hooks, informing)
                            ? Definition.of(beside(card), name(alone(card)))
                            : Search.define(
                                    beside(card),
                                    List.of(
                                            "if " + String.join(" and ", conditions),
                                            "  then 'silent'",
                                            "  else " + name(alone(card)))));
        }
    }

    private static Set<String> hooks(CardDefinition card, Indicator indicator) {
        return card.tiers().stream()
                .filter(tier -> tier.indicator() == indicator)
                .flatMap(tier -> tier.hooks().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether so many others may come before a card on some hook that it is left out. */
    private boolean mayBeLeftOut(CardDefinition card, Indicator indicator, List<CardDefinition> earlier) {
        return hooks(card, indicator).stream().anyMatch(hook -> {
            boolean isAlone = indicator == Indicator.INFO
                    && content.deck().rules().infoOnlyAlone().contains(hook);
            long before = sent.stream()
                    .filter(other -> other != card)
                    .filter(other -> Stream.of(Indicator.values())
                            .filter(one -> hooks(other, one).contains(hook))
                            .anyMatch(one ->
                                    one == indicator ? earlier.contains(other) : !isAlone && one.atLeast(indicator)))
                    .count();
            return before >= content.deck().rules().maxCards();
        });
    }

    /** The most urgent come first, those alike in the order of the cards; critical ones are never left out. */
    private void atMost(LibraryText text) {
        int most = content.deck().rules().maxCards();
        String all = list(sent.stream().map(AnswerLibrary::beside).toList());
        text.define(Definition.of("Number of critical cards", "Count((" + all + ") O where O = 'critical')"));
        text.define(Definition.of("Number of warnings", "Count((" + all + ") O where O = 'warning')"));
        List<CardDefinition> before = new ArrayList<>();
        for (CardDefinition card : cards) {
            String earlier = before.isEmpty()
                    ? ""
                    : " + Count(("
                            + list(before.stream().map(AnswerLibrary::beside).toList()) + ") O where O = "
                            + name(beside(card)) + ")";
            List<String> body = new ArrayList<>();
            if (mayBeLeftOut(card, Indicator.WARNING, before)) {
                body.add("if " + name(beside(card)) + " = 'warning' and \"Number of critical cards\"" + earlier + " >= "
                        + most + " then 'silent' else");
            }
            if (mayBeLeftOut(card, Indicator.INFO, before)) {
                body.add("if " + name(beside(card))
                        + " = 'info' and \"Number of critical cards\" + \"Number of warnings\"" + earlier + " >= "
                        + most
                        + " then 'silent' else");
            }
            body.add(name(beside(card)));
            text.define(Search.define(card.id(), body));
            if (sent.contains(card)) {
                before.add(card);
            }
        }
    }

    private static String list(List<String> names) {
        return names.isEmpty()
                ? "List<String>{}"
                : "{ " + String.join(", ", names.stream().map(CqlText::name).toList()) + " }";
    }
}
