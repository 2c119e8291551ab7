package org.cervicalcds.service.cdshooks.telemetry;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;

/**
 * What was decided about all cards of a call, in the forms in which it is told.
 *
 * @param outcomes for the record
 * @param counters one for each outcome that is counted
 * @param line for the log
 */
public record DecisionSet(List<CardOutcome> outcomes, List<Counter> counters, String line) {
    public void count() {
        counters.forEach(Counter::increment);
    }
}
