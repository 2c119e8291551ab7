package org.cervicalcds.engine.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.text.Wording;

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
        boolean unread = false;
        for (Condition condition : chart.conditions()) {
            if (chart.isOutOfTime()) {
                break;
            }
            if ((!uncodedOnly || !condition.code().isKnown())
                    && !condition.verification().dropped()
                    && condition.lifelong(chart.now())) {
                if (says(condition)) {
                    EventDate event = condition.event();
                    found.add(event != null && event.future() ? condition.dated(null) : condition);
                }
                unread |= !isReadWhole(condition);
            }
        }
        if (found.isEmpty() && unread) {
            return EntrySearch.unreadText(name);
        }
        return EntrySearch.result(name, found, needs(), false, chart);
    }

    private boolean says(Condition condition) {
        return wording.isIn(condition.code().freeText()) || withNotes && wording.isIn(condition.note());
    }

    private boolean isReadWhole(Condition condition) {
        return wording.isReadWhole(condition.code().freeText())
                && (!withNotes || wording.isReadWhole(condition.note()));
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
