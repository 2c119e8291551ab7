package org.cervicalcds.cards;

import java.util.List;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Need;

/** All card definitions, compiled once; answers any number of charts at the same time. */
public final class CardDeck {

    /** Decides every card for the chart's hook and returns what is to be sent. */
    public Answer answer(Chart chart) {
        throw new UnsupportedOperationException();
    }

    /** What the cards of a hook read, in a fixed order; Patient comes first (CDSH-PFT-11). */
    public List<Need> needs(String hook) {
        throw new UnsupportedOperationException();
    }
}
