package org.cervicalcds.engine;

import java.time.Instant;
import java.util.List;
import org.cervicalcds.engine.chart.AsOf;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.chart.CpuBudget;

/**
 * What is known of a patient: entries that were read once and can be looked at as of many times. For one thread at a time, and all its
 * views together.
 */
public final class PatientRecord {
    private final ChartBuilder entries;
    private final AsOf asOf;

    private PatientRecord(ChartBuilder entries, AsOf asOf) {
        this.entries = entries;
        this.asOf = asOf;
    }

    /** Everything that was read; nothing may be added to the entries from now on. */
    public static PatientRecord of(ChartBuilder entries) {
        return new PatientRecord(entries, AsOf.ALL);
    }

    /**
     * What was known at a time: entries that were recorded later are not there, conditions that abated later are active, an encounter that
     * ended later goes on, and a death that came later is none. Recorded is recordedDate, else onset, of a condition (else the start of its
     * encounter); issued, else effective, of an observation or report; authoredOn of an order; the end of a procedure. A date without a
     * time counts once its day, month or year is over; without any date an entry counts as always known ({@link #limits}).
     */
    public PatientRecord asOf(Instant time) {
        return new PatientRecord(entries, AsOf.at(time));
    }

    /** How much of the record cannot be told for an earlier time, for all of its views the same. */
    public AsOf.Limits limits() {
        return entries.limitsOfEarlierViews();
    }

    /** Bare ids of the Patient resources that came, in order. */
    public List<String> patients() {
        return entries.patientIds();
    }

    Chart chart(ChartScope scope, CpuBudget budget) {
        return entries.build(scope, asOf, budget);
    }
}
