package org.cervicalcds.engine.findings;

import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.ValueSet;

/**
 * What a finding rests on: where the chart has no such entry, and the needs came whole, the finding is absent and need not be read.
 *
 * @param sets the entry is in one of these; nothing is asked of the codes of reports
 * @param needs what must have come whole
 */
public record Sources(Kind kind, List<ValueSet> sets, Set<Need> needs) {

    /** Which entries of a chart. */
    public enum Kind {
        CONDITIONS,
        OBSERVATIONS,
        MEDICATIONS,
        REPORTS
    }

    public boolean areNotIn(Chart chart) {
        if (kind == Kind.REPORTS) {
            return chart.reports().isEmpty();
        }
        for (int i = 0; i < sets.size(); i++) {
            ValueSet set = sets.get(i);
            List<?> entries =
                    switch (kind) {
                        case CONDITIONS -> chart.conditions(set);
                        case OBSERVATIONS -> chart.observations(set);
                        case MEDICATIONS -> chart.medications(set);
                        case REPORTS -> chart.reports();
                    };
            if (!entries.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
