package org.cervicalcds.hooks;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.cards.Answer;
import org.cervicalcds.cards.Decision;
import org.cervicalcds.cards.Showing;

/** Keeps a whole answer back, for a client that only watches or a rehearsal: each card is on record as one that would have been shown. */
final class Silence {
    private Silence() {}

    /** The same decisions with nothing to send; what would have been shown is silent, by the rule that single silent cards have. */
    static Answer over(Answer answer) {
        List<Decision> decisions = new ArrayList<>();
        for (Decision decision : answer.decisions()) {
            decisions.add(
                    decision.outcome() == Decision.Outcome.SHOWN
                            ? new Decision(
                                    decision.card(), Decision.Outcome.SILENT, decision.tier(), Showing.SILENT.reason())
                            : decision);
        }
        return new Answer(List.of(), List.copyOf(decisions));
    }
}
