package org.cervicalcds.engine.cards;

import java.util.List;

/**
 * What came of one hook call.
 *
 * @param cards the cards to send, in order
 * @param decisions on every card definition of the hook
 * @param explanations why, one for each decision; empty where nobody asked
 */
public record Answer(List<Card> cards, List<Decision> decisions, List<Explanation> explanations) {
    public Answer(List<Card> cards, List<Decision> decisions) {
        this(cards, decisions, List.of());
    }
}
