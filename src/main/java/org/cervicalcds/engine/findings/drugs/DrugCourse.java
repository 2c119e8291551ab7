package org.cervicalcds.engine.findings.drugs;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.DaySpans;
import org.cervicalcds.engine.criteria.SupplyLength;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.findings.EntrySearch;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Days of a class of drugs that go on without a longer gap, with the length of what is being ordered added; the value is the sum in days.
 *
 * <p>An order of unknown length adds nothing: the days before it count all the same. The evidence are the orders that go too far, or else
 * the uses of the course.
 *
 * @param sets value sets of the class
 * @param gapDays drug-free days that do not end the course
 * @param longestGuess for how long ago an active order of unknown length still counts
 * @param withOrder finding whose orders are added, each by itself; null for the days before today alone
 * @param moreThan present only beyond so many days
 */
public record DrugCourse(
        List<ValueSet> sets, int gapDays, Duration longestGuess, @Nullable String withOrder, int moreThan)
        implements FindingDefinition {
    private static final Set<Need> NEEDS =
            Set.of(Need.MEDICATION_REQUESTS, Need.MEDICATION_STATEMENTS, Need.MEDICATION_DISPENSES);

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        Finding ordered = withOrder == null ? null : findings.get(withOrder);
        if (ordered != null && !ordered.isPresent()) {
            return ordered.isAbsent()
                    ? new Finding.Absent(name)
                    : new Finding.Unknown(name, ordered.name() + " is unknown");
        }
        LocalDate today = chart.today();
        List<MedicationUse> uses = uses(chart);
        DaySpans.Episode course = DrugDays.of(uses, chart, longestGuess).episodeBefore(today, gapDays);
        List<Entry> evidence = new ArrayList<>();
        int total = course.days();
        if (ordered != null) {
            total = 0;
            for (Entry entry : ordered.evidence()) {
                if (entry instanceof Order order) {
                    int withThis = course.days() + planned(order);
                    total = Math.max(total, withThis);
                    if (withThis > moreThan) {
                        evidence.add(order);
                    }
                }
            }
        }
        if (total <= moreThan) {
            return EntrySearch.result(name, List.of(), NEEDS, false, chart);
        }
        LocalDate first = course.first();
        if (ordered == null && first != null) {
            for (MedicationUse use : uses) {
                if (DrugDays.of(List.of(use), chart, longestGuess).between(first, today.minusDays(1)) > 0) {
                    evidence.add(use);
                }
            }
        }
        return new Finding.Present(name, List.copyOf(evidence), total);
    }

    private List<MedicationUse> uses(Chart chart) {
        Set<MedicationUse> uses = new LinkedHashSet<>();
        sets.forEach(set -> uses.addAll(chart.medications(set)));
        return List.copyOf(uses);
    }

    /** What the order allows by its longest figure: of two that differ nobody knows which is followed. */
    private static int planned(Order order) {
        Integer length = order.supply() == null ? null : SupplyLength.longest(order.supply());
        return length == null ? 0 : length;
    }

    @Override
    public Set<Need> needs() {
        return NEEDS;
    }

    @Override
    public Set<String> uses() {
        return withOrder == null ? Set.of() : Set.of(withOrder);
    }
}
