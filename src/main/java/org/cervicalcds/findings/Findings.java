package org.cervicalcds.findings;

import java.util.Map;
import org.cervicalcds.chart.Chart;
import org.jspecify.annotations.Nullable;

/** The findings of one chart, each read when it is first asked for and then remembered. */
public final class Findings {
    private final FindingCatalogue catalogue;
    private final Chart chart;
    private final CardTiers cardTiers;
    private final @Nullable Finding[] read;

    /** Tells which tier of a card was computed, for findings that depend on another card. */
    public interface CardTiers {

        /**
         * Says whether the card has a tier that is at least as urgent.
         *
         * @param indicator code of the least urgent tier that counts
         * @param returned the card must also be returned on this hook
         */
        boolean reaches(String card, String indicator, boolean returned);
    }

    public Findings(FindingCatalogue catalogue, Chart chart, CardTiers cardTiers) {
        this.catalogue = catalogue;
        this.chart = chart;
        this.cardTiers = cardTiers;
        this.read = new Finding[catalogue.size()];
    }

    public Chart chart() {
        return chart;
    }

    public CardTiers cardTiers() {
        return cardTiers;
    }

    /** Reads a finding by name; the name is one of the catalogue's. */
    public Finding get(String name) {
        int index = catalogue.indexOf(name);
        Finding known = read[index];
        if (known != null) {
            return known;
        }
        Finding finding = catalogue.definition(index).read(name, this);
        read[index] = finding;
        return finding;
    }

    /** The findings that were read so far, by name; for explanations. */
    public Map<String, Finding> readSoFar() {
        Map<String, Finding> soFar = new java.util.TreeMap<>();
        for (Finding finding : read) {
            if (finding != null) {
                soFar.put(finding.name(), finding);
            }
        }
        return soFar;
    }
}
