package org.cervicalcds.engine.criteria;

import java.util.List;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.chart.Performer;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Who must be to carry out an order: by a code of role, specialty, qualification or organization, or by their words. It is asked where
 * orders are dispatched to somebody, and holds nowhere else.
 */
public record PerformerRule(List<ValueSet> sets, @Nullable Wording text) {
    public static final PerformerRule ANYBODY = new PerformerRule(List.of(), null);

    public boolean isGiven() {
        return !sets.isEmpty() || text != null;
    }

    public boolean holds(Order order, Chart chart) {
        if (!isGiven()) {
            return true;
        }
        if (chart.scope().orders() != Hook.Orders.DISPATCHED) {
            return false;
        }
        Performer performer = chart.performer(order);
        return sets.stream().anyMatch(performer.profession()::in) || text != null && text.isIn(performer.words());
    }

    /** What would have to be read to tell. */
    public List<Need> missing(Order order, Chart chart) {
        if (!isGiven() || chart.scope().orders() != Hook.Orders.DISPATCHED) {
            return List.of();
        }
        Performer performer = chart.performer(order);
        return performer.isUnknown() ? performer.unread() : List.of();
    }
}
