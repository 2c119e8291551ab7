package org.cervicalcds.service.insights;

import java.util.Map;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.workbench.cardbook.Html;

/** Holds the rates of the period against those of a replay; writes nothing where there is no replay. */
final class ExpectedSection {
    private final Html out;
    private final ExpectedRates expected;
    private final Names names;

    ExpectedSection(Html out, ExpectedRates expected, Names names) {
        this.out = out;
        this.expected = expected;
        this.names = names;
    }

    void write(InsightsData figures) {
        if (expected == ExpectedRates.NONE) {
            return;
        }
        out.open("section", "class", "panel", "data-testid", "expected")
                .element("h2", "Against the replay")
                .element(
                        "p",
                        "The share of calls in which a card fired (shown, suppressed or unsigned), and the share that a replay over the site's data lets expect:"
                                + " outside of the band it is not chance. Both are alike only where hooks and patients are. The replay was made with the content "
                                + NumberFormat.version(expected.contentHash()) + ".",
                        "class",
                        "muted none");
        Tables.begin(
                out,
                "Rates against the replay",
                "Card",
                "Compared",
                "#Fired",
                "#Calls",
                "#Share",
                "#Expected",
                "#Band");
        Map<String, Totals> cards = Totals.by(CardCounts::card, figures.counts());
        expected.cards().forEach((card, rate) -> row(card, rate, cards.getOrDefault(card, Totals.NOTHING)));
        Tables.end(out);
        out.close("section");
    }

    private void row(String card, ExpectedRates.Rate rate, Totals totals) {
        long fired = totals.shown() + totals.again() + totals.suppressed() + totals.unsigned();
        long calls = fired + totals.silent() + totals.undetermined();
        out.open("tr", "data-testid", "expected-" + card).element("th", names.card(card), "scope", "row");
        if (calls == 0 || rate.decided() == 0) {
            out.element("td", "nothing to compare");
        } else {
            double share = (double) fired / calls;
            double[] band = rate.band(calls);
            out.element("td", share < band[0] ? "below the band" : share > band[1] ? "above the band" : "as expected");
        }
        number(NumberFormat.count(fired));
        number(NumberFormat.count(calls));
        number(NumberFormat.percent(fired, calls));
        number(NumberFormat.percent(rate.fired(), rate.decided()));
        double[] band = rate.band(Math.max(1, calls));
        number(calls == 0 ? "–" : NumberFormat.share(band[0]) + " to " + NumberFormat.share(band[1]));
        out.close("tr");
    }

    private void number(String text) {
        out.element("td", text, "class", "number");
    }
}
