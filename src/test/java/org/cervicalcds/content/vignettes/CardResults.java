package org.cervicalcds.content.vignettes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Suggestion;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Chart;

/** What one content makes of a vignette, card by card: the decision, and every word and suggestion that is sent. */
final class CardResults {
    /** Why a card that would speak gives way to others; the others' content decides that, too. */
    static final Set<String> GAVE_WAY = Set.of("rule:max-cards", "rule:info-beside-more-urgent");

    private final VignettePlayer player;
    private final CardDeck deck;

    CardResults(Content content) {
        this.player = new VignettePlayer(content);
        CardDeck all = content.deck();
        for (CardDefinition card : content.deck().definitions()) {
            all = all.withCardOn(card.id());
        }
        this.deck = all;
    }

    /** By card id, of all cards of the hook; decisions that a card gives way to others are left to them. */
    Map<String, String> of(Vignette vignette, Locale locale) {
        Chart chart = player.chart(vignette);
        Answer answer = deck.answer(chart, Suppressor.NONE, locale);
        Map<String, String> results = new LinkedHashMap<>();
        for (Decision decision : answer.decisions()) {
            if (GAVE_WAY.contains(decision.reason())) {
                results.put(decision.card(), decision.reason());
            } else {
                results.put(decision.card(), decision.outcome() + " " + decision.tier() + " " + decision.reason());
            }
        }
        for (Card card : answer.cards()) {
            results.merge(card.id(), words(card), (decided, words) -> decided + "\n" + words);
        }
        return results;
    }

    private static String words(Card card) {
        List<Object> all = new ArrayList<>();
        all.add(card.summary());
        all.add(card.detail());
        all.add(card.source());
        all.add(card.links());
        all.add(card.overrideReasons());
        all.add(Objects.toString(card.selectionBehavior()));
        all.add(card.evidence());
        for (Suggestion suggestion : card.suggestions()) {
            all.add(suggestion.label());
            all.add(suggestion.recommended());
            suggestion.actions().forEach(action -> all.add(words(action)));
        }
        return all.toString();
    }

    /** An order that is changed is named: the rest of it is the vignette's own. */
    private static String words(Action action) {
        if (action instanceof Action.Delete delete) {
            return "deletes " + delete.order().reference() + ": " + delete.description();
        }
        if (action instanceof Action.Update update) {
            return "changes " + update.order().reference() + ": " + update.description() + " " + update.change();
        }
        return action.toString();
    }
}
