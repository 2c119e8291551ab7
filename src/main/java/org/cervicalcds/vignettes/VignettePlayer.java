package org.cervicalcds.vignettes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.cards.Answer;
import org.cervicalcds.cards.Card;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.Decision;
import org.cervicalcds.cards.Showing;
import org.cervicalcds.cards.Suggestion;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.ChartBuilder;
import org.cervicalcds.chart.ChartScope;
import org.cervicalcds.chart.Need;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.Vignette;
import org.cervicalcds.fhir.ChartReader;
import org.cervicalcds.fhir.JsonCursor;

/** Plays vignettes against one content; a card that is shipped off takes part in its own vignettes. */
public final class VignettePlayer {
    private final Content content;
    private final Map<String, Map<String, Need>> needsByHook = new HashMap<>();

    public VignettePlayer(Content content) {
        this.content = content;
    }

    /** Reads the request of a vignette into a chart; it depends on the value sets only, not on the cards. */
    public Chart chart(Vignette vignette) {
        ChartBuilder builder = new ChartBuilder(content.terminology());
        ChartReader reader =
                new ChartReader(content.terminology(), content.settings().zone(), builder);
        List<String> selections = new ArrayList<>();
        String encounter = null;
        JsonCursor in = new JsonCursor(vignette.request());
        in.nextToken();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("context")) {
                for (String field = in.nextName(); field != null; field = in.nextName()) {
                    in.nextToken();
                    switch (field) {
                        case "encounterId" -> encounter = in.getString();
                        case "selections" -> {
                            while (in.nextToken() != tools.jackson.core.JsonToken.END_ARRAY) {
                                selections.add(in.getString());
                            }
                        }
                        case "draftOrders" -> reader.readDrafts(in);
                        default -> in.skipChildren();
                    }
                }
            } else if (name.equals("prefetch")) {
                for (String key = in.nextName(); key != null; key = in.nextName()) {
                    in.nextToken();
                    Need need = needs(vignette.hook()).get(key);
                    if (need == null) {
                        in.skipChildren();
                    } else {
                        builder.supplied(need, reader.read(in).availability());
                    }
                }
            } else {
                in.skipChildren();
            }
        }
        return builder.build(new ChartScope(
                vignette.hook(),
                "p1",
                encounter,
                "Practitioner",
                selections,
                Vignette.NOW,
                content.settings().zone()));
    }

    private Map<String, Need> needs(String hook) {
        return needsByHook.computeIfAbsent(hook, this::needsWithAllCardsOn);
    }

    private Map<String, Need> needsWithAllCardsOn(String hook) {
        CardDeck all = content.deck();
        for (CardDefinition card : content.deck().definitions()) {
            all = all.withCardOn(card.id());
        }
        return all.needs(hook).stream().collect(Collectors.toMap(Need::key, need -> need));
    }

    /** Everything that is not as the vignette says; empty where it holds. */
    public List<String> faults(Vignette vignette) {
        return faults(vignette, chart(vignette), content.deck());
    }

    /** As {@link #faults(Vignette)}, with another deck; for tests that take lines away. */
    public List<String> faults(Vignette vignette, Chart chart, CardDeck deck) {
        return play(vignette, chart, deck).faults();
    }

    /** Plays a vignette: what its card does, and everything that is not as the vignette says. */
    public Played play(Vignette vignette) {
        return play(vignette, chart(vignette), content.deck());
    }

    private static Played play(Vignette vignette, Chart chart, CardDeck given) {
        CardDeck deck = given.withCardOn(vignette.card());
        Answer answer = deck.answer(chart);
        List<String> faults = new ArrayList<>();
        Card card = null;
        for (Card sent : answer.cards()) {
            card = sent.id().equals(vignette.card()) ? sent : card;
        }
        Decision decision = null;
        for (Decision made : answer.decisions()) {
            decision = made.card().equals(vignette.card()) ? made : decision;
        }
        String outcome = card != null
                ? card.indicator().code()
                : decision != null && decision.outcome() == Decision.Outcome.UNDETERMINED ? "undetermined" : "silent";
        String reason = decision == null ? "rule:not-on-this-hook" : decision.reason();
        if (!outcome.equals(vignette.expect())) {
            faults.add("is " + outcome + (reason.isEmpty() ? "" : " (" + reason + ")") + ", not " + vignette.expect());
        } else if (vignette.because() != null && !vignette.because().equals(reason)) {
            faults.add("is " + outcome + " because of " + reason + ", not " + vignette.because());
        }
        if (card != null) {
            words(vignette, card, faults);
        } else if (vignette.summary() != null || !vignette.says().isEmpty()) {
            faults.add("has no words");
        }
        if (vignette.cards() != null) {
            List<String> wanted = new ArrayList<>(vignette.cards());
            wanted.removeIf(line -> isKeptBack(line, deck));
            List<String> cards = answer.cards().stream()
                    .map(sent -> sent.id() + " " + sent.indicator().code())
                    .toList();
            if (!wanted.equals(cards)) {
                faults.add("the answer has " + cards + ", not " + wanted);
            }
        }
        return new Played(vignette, outcome, reason, card, List.copyOf(faults));
    }

    /** A card or tier that the site does not show is missing from every answer, and that is no fault. */
    private static boolean isKeptBack(String line, CardDeck deck) {
        int blank = line.indexOf(' ');
        CardDefinition card = deck.card(blank < 0 ? line : line.substring(0, blank));
        return card != null
                && card.tiers().stream()
                        .filter(tier -> line.endsWith(" " + tier.indicator().code()))
                        .noneMatch(tier -> card.showing(tier) == Showing.ON);
    }

    private static void words(Vignette vignette, Card card, List<String> faults) {
        if (vignette.summary() != null && !vignette.summary().equals(card.summary())) {
            faults.add("the summary is '" + card.summary() + "'");
        }
        for (String part : vignette.says()) {
            if (!card.detail().contains(part)) {
                faults.add("the detail does not say '" + part + "' but: " + card.detail());
            }
        }
        for (String part : vignette.saysNot()) {
            if (card.detail().contains(part)) {
                faults.add("the detail says '" + part + "'");
            }
        }
        List<String> labels = card.suggestions().stream().map(Suggestion::label).toList();
        if (vignette.suggests() != null && !vignette.suggests().equals(labels)) {
            faults.add("suggests " + labels + ", not " + vignette.suggests());
        }
    }
}
