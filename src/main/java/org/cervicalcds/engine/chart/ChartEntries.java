package org.cervicalcds.engine.chart;

import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.Memberships;

/**
 * The settled entries of a chart by kind.
 *
 * @param drafts orders that the call is about or brings
 * @param recordedOrders orders that the record holds
 */
record ChartEntries(
        EntryIndex<Condition> conditions,
        EntryIndex<Observation> observations,
        EntryIndex<Report> reports,
        EntryIndex<Order> drafts,
        EntryIndex<Order> recordedOrders,
        EntryIndex<MedicationUse> medications) {

    static ChartEntries empty(int valueSets) {
        return new ChartEntries(
                new EntryIndex<>(valueSets),
                new EntryIndex<>(valueSets),
                new EntryIndex<>(valueSets),
                new EntryIndex<>(valueSets),
                new EntryIndex<>(valueSets),
                new EntryIndex<>(valueSets));
    }

    /** @param ofTheCall an order that the call is about */
    void put(Entry entry, boolean ofTheCall) {
        Memberships sets = sets(entry);
        if (entry instanceof Condition condition) {
            conditions.put(condition, sets);
        } else if (entry instanceof Observation observation) {
            observations.put(observation, sets);
        } else if (entry instanceof Report report) {
            reports.put(report, sets);
        } else if (entry instanceof Order order) {
            (ofTheCall ? drafts : recordedOrders).put(order, sets);
        } else if (entry instanceof MedicationUse use) {
            medications.put(use, sets);
        }
    }

    /** The value sets in which a settled entry counts. */
    static Memberships sets(Entry entry) {
        return entry instanceof Condition condition
                ? condition.sets()
                : entry.code().sets();
    }
}
