package org.cervicalcds.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Condition;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.chart.Need;

/**
 * Conditions whose words say something, for diseases that stay.
 *
 * @param wording what the words must say
 * @param uncodedOnly only entries without a known coding count
 * @param withNotes the notes are read too
 */
public record ConditionTextFinding(Wording wording, boolean uncodedOnly, boolean withNotes)
        implements FindingDefinition {

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        List<Condition> found = new ArrayList<>();
        for (Condition condition : chart.conditions()) {
            if ((!uncodedOnly || !condition.code().isKnown())
                    && !condition.verification().dropped()
                    && condition.lifelong(chart.now())
                    && says(condition)) {
                EventDate event = condition.event();
                found.add(event != null && event.future() ? condition.dated(null) : condition);
            }
        }
        return Looking.result(name, found, needs(), false, chart);
    }

    private boolean says(Condition condition) {
        return withNotes && !condition.note().isEmpty()
                ? wording.isIn(condition.code().words() + "\n" + condition.note())
                : wording.isIn(condition.code());
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.CONDITIONS);
    }

    @Override
    public Set<String> uses() {
        return Set.of();
    }
}
