package org.cervicalcds.engine.findings;

import java.util.List;
import org.cervicalcds.engine.chart.Chart;
import org.jspecify.annotations.Nullable;

/** The findings of one chart, each read when it is first asked for and then remembered. */
public final class Findings {
    private final @Nullable Findings proven;
    private @Nullable Findings assuming;
    private final FindingCatalogue catalogue;
    private final Chart chart;
    private final CardTiers cardTiers;
    private @Nullable Finding[] read;
    private final long whole;

    /** Tells which tier of a card was computed, for findings that depend on another card. */
    public interface CardTiers {

        /**
         * Says whether the card has a tier that is at least as urgent.
         *
         * @param indicator code of the least urgent tier that counts
         * @param returned the card must also be returned on this hook
         * @param line name of the tier that must decide it; empty for any
         */
        boolean reaches(String card, String indicator, boolean returned, String line);
    }

    public Findings(FindingCatalogue catalogue, Chart chart, CardTiers cardTiers) {
        this(null, catalogue, chart, cardTiers);
    }

    private Findings(@Nullable Findings proven, FindingCatalogue catalogue, Chart chart, CardTiers cardTiers) {
        this.proven = proven;
        this.catalogue = catalogue;
        this.chart = chart;
        this.cardTiers = cardTiers;
        this.read = new Finding[proven == null ? catalogue.size() : 0];
        this.whole = proven == null ? catalogue.whole(chart) : proven.whole;
    }

    public Chart chart() {
        return chart;
    }

    public CardTiers cardTiers() {
        return cardTiers;
    }

    FindingCatalogue catalogue() {
        return catalogue;
    }

    /** Reads a finding by name; the name is one of the catalogue's. */
    public Finding get(String name) {
        return get(catalogue.indexOf(name));
    }

    /** Reads a finding by where it stands in the catalogue. */
    public Finding get(int index) {
        if (proven != null) {
            return assumed(index, proven);
        }
        Finding known = read[index];
        if (known == null) {
            known = inTime(index, null);
            read[index] = known;
        }
        return known;
    }

    /** What is known needs no assumption. */
    private Finding assumed(int index, Findings sure) {
        Finding finding = sure.get(index);
        if (!(finding instanceof Finding.Unknown)) {
            return finding;
        }
        if (read.length == 0) {
            read = new Finding[catalogue.size()];
        }
        Finding known = read[index];
        if (known == null) {
            known = inTime(index, sure);
            read[index] = known;
        }
        return known;
    }

    private Finding inTime(int index, @Nullable Findings sure) {
        Finding absent = catalogue.absent(index);
        String name = absent.name();
        if (!chart.isOutOfTime()) {
            if (catalogue.isRuledOut(index, chart, whole)) {
                return absent;
            }
            FindingReader reader = catalogue.reader(index);
            Finding finding = sure == null ? reader.read(name, this) : reader.assumed(name, this, sure);
            if (!chart.isOutOfTime()) {
                return finding;
            }
        }
        return new Finding.Unknown(name, "not judged in time");
    }

    /** Says that the time for judging the chart is spent: a search that is under way ends, and its finding is not known. */
    boolean isOutOfTime() {
        return chart.isOutOfTime();
    }

    /** Says that a finding is one of these or among those that they are made of. */
    public boolean isPartOf(String name, List<String> findings) {
        return findings.contains(name) || catalogue.closure(findings).contains(name);
    }

    /**
     * The same findings, read on the assumption that what is unknown is absent wherever its absence is asked for: for dangers, about
     * which silence would be worse. What is unknown still proves nothing that must be present.
     */
    public Findings assumingAbsent() {
        Findings known = assuming;
        if (known == null) {
            known = proven == null ? new Findings(this, catalogue, chart, cardTiers) : this;
            assuming = known;
        }
        return known;
    }
}
