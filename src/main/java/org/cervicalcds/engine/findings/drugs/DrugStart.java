package org.cervicalcds.engine.findings.drugs;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.findings.EntrySearch;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.terminology.ValueSet;

/**
 * A class of drugs whose use began on the day of an event or not long before it: the first day of the episode that was running then.
 *
 * <p>The evidence are the uses of that episode.
 *
 * @param sets value sets of the class
 * @param before finding whose entries are the events
 * @param within how long before the event it may have begun
 * @param gapDays drug-free days that do not end an episode
 * @param longestGuess for how long ago an active order of unknown length still counts
 */
public record DrugStart(List<ValueSet> sets, String before, Duration within, int gapDays, Duration longestGuess)
        implements FindingDefinition {
    private static final Set<Need> NEEDS =
            Set.of(Need.MEDICATION_REQUESTS, Need.MEDICATION_STATEMENTS, Need.MEDICATION_DISPENSES);

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        Finding events = findings.get(before);
        if (!events.isPresent()) {
            return events.isAbsent()
                    ? new Finding.Absent(name)
                    : new Finding.Unknown(name, events.name() + " is unknown");
        }
        Set<MedicationUse> uses = new LinkedHashSet<>();
        sets.forEach(set -> uses.addAll(chart.medications(set)));
        DrugDays days = DrugDays.of(List.copyOf(uses), chart, longestGuess);
        Set<MedicationUse> found = new LinkedHashSet<>();
        for (Entry entry : events.evidence()) {
            EventDate event = entry.event();
            if (event != null && !event.future()) {
                LocalDate day = event.at().atZone(chart.zone()).toLocalDate();
                LocalDate first = days.episodeBefore(day.plusDays(1), gapDays).first();
                if (first != null && !first.isBefore(day.minusDays(within.toDays()))) {
                    uses.stream()
                            .filter(use -> DrugDays.of(List.of(use), chart, longestGuess)
                                            .between(first, day)
                                    > 0)
                            .forEach(found::add);
                }
            }
        }
        return EntrySearch.result(name, new ArrayList<>(found), NEEDS, false, chart);
    }

    @Override
    public Set<Need> needs() {
        return NEEDS;
    }

    @Override
    public Set<String> uses() {
        return Set.of(before);
    }
}
