package org.cervicalcds.engine;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Explanation;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.findings.Finding;

/** What was decided for one record in one moment, and why. */
public final class Evaluation {
    private final CardDeck deck;
    private final Chart chart;
    private final Answer answer;

    Evaluation(CardDeck deck, Chart chart, Answer answer) {
        this.deck = deck;
        this.chart = chart;
        this.answer = answer;
    }

    /** One for each card of the hook. */
    public List<Decision> decisions() {
        return answer.decisions();
    }

    /** The cards that are shown, the most urgent first. */
    public List<Card> cards() {
        return answer.cards();
    }

    /** What each tier asked for and what was found; worked out when it is asked for, since every finding is read for it. */
    public List<Explanation> explanations() {
        return answer.explanations().isEmpty() ? deck.explain(chart).explanations() : answer.explanations();
    }

    /** Every finding that the cards of the hook name, with its evidence; as costly as {@link #explanations}. */
    public Map<String, Finding> findings() {
        return Explanation.findings(explanations());
    }

    /** The answer as the card deck gave it. */
    public Answer answer() {
        return answer;
    }

    /** The record as the cards saw it. */
    public Chart chart() {
        return chart;
    }
}
