package org.cervicalcds.engine.findings.drugs;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.ReasonRule;
import org.cervicalcds.engine.criteria.SupplyRule;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.findings.EntrySearch;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.findings.Sources;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Medications of some value sets that are being taken, or that were taken on enough days of a window.
 *
 * @param sets value sets; one is enough
 * @param codes narrows the codes
 * @param orNamed a drug that is named so counts as well as one of the narrowed codes; null for none
 * @param oralOnly a stated route other than by mouth does not count
 * @param reason what it must be taken for
 * @param supply how long the order must last
 * @param exposure how many days of the window; null for no such rule
 * @param now what proves that it is being taken now; null for an order, statement or dispense that says it is active
 */
public record MedicationFinding(
        List<ValueSet> sets,
        CodeFilter codes,
        @Nullable Wording orNamed,
        boolean oralOnly,
        ReasonRule reason,
        SupplyRule supply,
        @Nullable Exposure exposure,
        @Nullable TakenNow now)
        implements FindingDefinition {

    /**
     * Enough days of exposure in a window that ends today.
     *
     * @param atLeastDays days with the drug
     * @param ofLast length of the window
     * @param longestGuess for how long ago an active order of unknown length still counts
     */
    public record Exposure(int atLeastDays, Duration ofLast, Duration longestGuess) {}

    /**
     * It lasts until today, or was given out not long ago; that an older order still says "active" proves nothing.
     *
     * @param longestGuess for how long ago an active order of unknown length still counts
     * @param dispensedWithin how long ago it may have been given out
     */
    public record TakenNow(Duration longestGuess, Duration dispensedWithin) {
        boolean proves(MedicationUse use, Chart chart) {
            EventDate event = use.event();
            LocalDate today = chart.today();
            return use.provesExposure()
                    && (DrugDays.of(List.of(use), chart, longestGuess).between(today, today) > 0
                            || use.kind() == MedicationUse.Kind.DISPENSE
                                    && event != null
                                    && event.within(chart.now().minus(dispensedWithin)));
        }
    }

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        List<MedicationUse> uses = new ArrayList<>();
        for (ValueSet set : sets) {
            for (MedicationUse use : chart.medications(set)) {
                if (counts(use, set, chart)) {
                    uses.add(use);
                }
            }
        }
        if (exposure != null) {
            LocalDate today = chart.today();
            LocalDate first = today.minusDays(exposure.ofLast().toDays());
            DrugDays days = DrugDays.of(uses, chart, exposure.longestGuess());
            if (days.between(first, today.minusDays(1)) < exposure.atLeastDays()) {
                uses = List.of();
            }
        }
        return EntrySearch.result(name, uses, needs(), false, chart);
    }

    private boolean counts(MedicationUse use, ValueSet set, Chart chart) {
        EventDate event = use.event();
        return isTaken(use, chart)
                && (event == null || !event.future())
                && (!oralOnly || use.oralOrUnstated())
                && (codes.passes(use.code(), set)
                        || orNamed != null && orNamed.isIn(use.code().freeText()))
                && reason.holds(use.reason())
                && supply.holds(use.supply(), use.category());
    }

    private boolean isTaken(MedicationUse use, Chart chart) {
        if (now != null) {
            return now.proves(use, chart);
        }
        return exposure == null ? use.isActive() : use.provesExposure();
    }

    @Override
    public @Nullable Sources sources() {
        return new Sources(Sources.Kind.MEDICATIONS, sets, needs());
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.MEDICATION_REQUESTS, Need.MEDICATION_STATEMENTS, Need.MEDICATION_DISPENSES);
    }

    @Override
    public Set<String> uses() {
        return Set.of();
    }
}
