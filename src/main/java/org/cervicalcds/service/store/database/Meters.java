package org.cervicalcds.service.store.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The names of meters that several parts of the store use. */
public final class Meters {
    private Meters() {}

    public static Counter errors(MeterRegistry meters, String operation) {
        return Counter.builder("cervical.cds.store.errors")
                .description("Failures of the database, by what was to be done")
                .tag("operation", operation)
                .register(meters);
    }
}
