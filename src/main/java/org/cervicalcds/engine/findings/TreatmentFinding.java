package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A treatment or referral that was done, given or ordered within a window, for one purpose.
 *
 * <p>Administrations are looked at where they were supplied, but their absence leaves nothing open: few systems hand them out.
 *
 * @param sets value sets of the treatment; one is enough
 * @param codes narrows the codes
 * @param by the kinds of entries that prove it
 * @param within how long ago
 * @param purpose what it was for; null for anything
 */
public record TreatmentFinding(
        List<ValueSet> sets, CodeFilter codes, Set<Proof> by, Duration within, @Nullable Purpose purpose)
        implements FindingDefinition {

    /** A kind of entry that proves a treatment. */
    public enum Proof {
        PROCEDURE,
        MEDICATION_ADMINISTRATION,
        MEDICATION_REQUEST,
        SERVICE_REQUEST
    }

    /**
     * What a treatment is for; an entry that names neither reason nor site passes.
     *
     * @param words what reason or site say
     * @param reasons value sets of a coded reason
     * @param clear codes that say it by themselves
     */
    public record Purpose(Wording words, List<ValueSet> reasons, CodeFilter clear) {
        boolean holds(Concept code, Concept reason, Concept site) {
            return reason == Concept.NONE && site == Concept.NONE
                    || clear.names(code.codings())
                    || reasons.stream().anyMatch(reason::in)
                    || words.isIn(reason.freeText())
                    || words.isIn(site.freeText());
        }
    }

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        List<Entry> found = new ArrayList<>();
        if (by.contains(Proof.PROCEDURE)) {
            for (Report report : chart.reports()) {
                if (report.kind() == Report.Kind.PROCEDURE
                        && report.isDone()
                        && counts(report, report.reason(), report.bodySite(), chart)) {
                    found.add(report);
                }
            }
        }
        for (ValueSet set : sets) {
            for (MedicationUse use : chart.medications(set)) {
                if (proves(use) && counts(use, use.reason(), use.bodySite(), chart)) {
                    found.add(use);
                }
            }
        }
        if (by.contains(Proof.SERVICE_REQUEST)) {
            for (Order order : chart.recordedOrders()) {
                if (order.isUnderWayOrDone() && counts(order, order.reason(), order.bodySite(), chart)) {
                    found.add(order);
                }
            }
        }
        return EntrySearch.result(name, found, decisive(), false, chart);
    }

    private boolean proves(MedicationUse use) {
        return switch (use.kind()) {
            case REQUEST -> by.contains(Proof.MEDICATION_REQUEST) && use.provesExposure();
            case ADMINISTRATION -> by.contains(Proof.MEDICATION_ADMINISTRATION) && use.isGiven();
            case STATEMENT, DISPENSE -> false;
        };
    }

    private boolean counts(Entry entry, Concept reason, Concept site, Chart chart) {
        EventDate event = entry.event();
        return isMeant(entry.code())
                && event != null
                && !event.future()
                && event.within(chart.now().minus(within))
                && (purpose == null || purpose.holds(entry.code(), reason, site));
    }

    private boolean isMeant(Concept code) {
        for (ValueSet set : sets) {
            if (codes.passes(code, set)) {
                return true;
            }
        }
        return false;
    }

    /** What must have been supplied before "not found" means "not there". */
    private Set<Need> decisive() {
        Set<Need> needs = new HashSet<>(needs());
        needs.remove(Need.MEDICATION_ADMINISTRATIONS);
        return needs;
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = new HashSet<>();
        for (Proof proof : by) {
            needs.add(
                    switch (proof) {
                        case PROCEDURE -> Need.PROCEDURES;
                        case MEDICATION_ADMINISTRATION -> Need.MEDICATION_ADMINISTRATIONS;
                        case MEDICATION_REQUEST -> Need.MEDICATION_REQUESTS;
                        case SERVICE_REQUEST -> Need.SERVICE_REQUESTS;
                    });
        }
        return needs;
    }

    @Override
    public Set<String> uses() {
        return Set.of();
    }
}
