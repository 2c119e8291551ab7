package org.cervicalcds.service.cdshooks;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;

/** Keeps a whole answer back, for a client that only watches or a rehearsal: each card is on record as one that would have been shown. */
final class SilentMode {
    private SilentMode() {}

    /** The same decisions with nothing to send; what would have been shown is silent, by the rule that single silent cards have. */
    static Answer over(Answer answer) {
        List<Decision> decisions = new ArrayList<>();
        for (Decision decision : answer.decisions()) {
            decisions.add(
                    decision.outcome() == Decision.Outcome.SHOWN
                            ? new Decision(
                                    decision.card(),
                                    Decision.Outcome.SILENT,
                                    decision.tier(),
                                    CardStatus.SILENT.reason())
                            : decision);
        }
        return new Answer(List.of(), List.copyOf(decisions));
    }
}
