package org.cervicalcds.content.vignettes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.Evaluation;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Explanation;
import org.cervicalcds.engine.cards.Explanation.TierTried;
import org.cervicalcds.engine.cards.Suggestion;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.RecordReader;
import tools.jackson.core.JsonToken;

/** Plays vignettes against one content; a card that is shipped off takes part in its own vignettes. */
public final class VignettePlayer {
    private final Content content;
    private final Map<String, Map<String, Need>> needsByHook = new HashMap<>();

    public VignettePlayer(Content content) {
        this.content = content;
    }

    /** Reads the request of a vignette into a chart; it depends on the value sets only, not on the cards. */
    public Chart chart(Vignette vignette) {
        RecordReader reader = new RecordReader(content);
        List<String> selections = new ArrayList<>();
        List<String> dispatched = new ArrayList<>();
        String performer = null;
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
                        case "selections" -> strings(in, selections);
                        case "dispatchedOrders" -> strings(in, dispatched);
                        case "performer" -> performer = in.getString();
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
                        reader.supplied(need, reader.read(in).availability());
                    }
                }
            } else {
                in.skipChildren();
            }
        }
        Context context = new Context(
                vignette.hook(),
                "p1",
                Vignette.NOW,
                content.zone(),
                Locale.ENGLISH,
                selections,
                encounter,
                "Practitioner",
                dispatched,
                performer);
        return Engine.of(content).chart(reader.record(), context);
    }

    private static void strings(JsonCursor in, List<String> strings) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            strings.add(in.getString());
        }
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

    /** What is decided for a vignette by the content as it is; a card that is off is not decided. */
    public Evaluation evaluate(Vignette vignette) {
        return Engine.of(content).evaluate(chart(vignette), Suppressor.NONE);
    }

    /** What each tier of the vignette's own card asked for and what was found. */
    Explanation explain(Vignette vignette) {
        return Engine.of(content.deck().withCardOn(vignette.card()))
                .evaluate(chart(vignette), Suppressor.NONE)
                .explanations()
                .stream()
                .filter(explanation -> explanation.card().equals(vignette.card()))
                .findFirst()
                .orElseGet(() -> new Explanation(vignette.card(), List.of()));
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
    public VignetteResult play(Vignette vignette) {
        return play(vignette, chart(vignette), content.deck());
    }

    private static VignetteResult play(Vignette vignette, Chart chart, CardDeck given) {
        CardDeck deck = given.withCardOn(vignette.card());
        Evaluation evaluation = Engine.of(deck).evaluate(chart, Suppressor.NONE);
        List<String> faults = new ArrayList<>();
        Card card = null;
        for (Card sent : evaluation.cards()) {
            card = sent.id().equals(vignette.card()) ? sent : card;
        }
        Decision decision = null;
        for (Decision made : evaluation.decisions()) {
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
        if (!vignette.becauseOf().isEmpty()) {
            tiers(vignette, evaluation, faults);
        }
        if (card != null) {
            words(vignette, card, faults);
        } else if (vignette.summary() != null || !vignette.says().isEmpty()) {
            faults.add("has no words");
        }
        if (vignette.cards() != null) {
            List<String> wanted = new ArrayList<>(vignette.cards());
            wanted.removeIf(line -> isKeptBack(line, deck));
            List<String> cards = evaluation.cards().stream()
                    .map(sent -> sent.id() + " " + sent.indicator().code())
                    .toList();
            if (!wanted.equals(cards)) {
                faults.add("the answer has " + cards + ", not " + wanted);
            }
        }
        return new VignetteResult(vignette, outcome, reason, card, List.copyOf(faults));
    }

    /** One of the tiers of the indicator must be kept from speaking by the finding. */
    private static void tiers(Vignette vignette, Evaluation evaluation, List<String> faults) {
        List<TierTried> tiers = evaluation.explanations().stream()
                .filter(explanation -> explanation.card().equals(vignette.card()))
                .flatMap(explanation -> explanation.tiers().stream())
                .toList();
        vignette.becauseOf().forEach((indicator, finding) -> {
            List<String> against = tiers.stream()
                    .filter(tier -> tier.indicator().code().equals(indicator))
                    .map(tier -> tier.matches() ? "nothing" : tier.against())
                    .toList();
            if (!against.contains(finding)) {
                faults.add("its tiers " + indicator + " are kept back by " + against + ", none by " + finding);
            }
        });
    }

    /** A card or tier that the site does not show is missing from every answer, and that is no fault. */
    private static boolean isKeptBack(String line, CardDeck deck) {
        int blank = line.indexOf(' ');
        CardDefinition card = deck.card(blank < 0 ? line : line.substring(0, blank));
        return card != null
                && card.tiers().stream()
                        .filter(tier -> line.endsWith(" " + tier.indicator().code()))
                        .noneMatch(tier -> card.showing(tier) == CardStatus.ON);
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
