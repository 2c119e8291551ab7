package org.cervicalcds.service.cdshooks.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.cervicalcds.engine.chart.ChartGaps;

/** Counts the entries whose codes are all of code systems that the content does not know, by system, so that a site sees it on day one. */
final class UnknownSystems {
    /** So many systems get a name of their own in the meter. */
    static final int MOST = 50;

    private static final String OTHER = "other";
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9:/._~#?=&%+-]{1,120}");

    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    UnknownSystems(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(ChartGaps gaps) {
        gaps.unknownSystems()
                .forEach((system, entries) -> counter(label(system)).increment(entries));
    }

    private Counter counter(String label) {
        Counter known = counters.get(label);
        if (known != null) {
            return known;
        }
        String fits = counters.size() < MOST ? label : OTHER;
        return counters.computeIfAbsent(fits, system -> Counter.builder("cervical.cds.unknown.code.systems")
                .description("Entries of records whose codes are all of a code system that is not read here")
                .tag("system", system)
                .register(meters));
    }

    /** The address of a system where it looks like one; a record can write anything there. */
    static String label(String system) {
        return system.isEmpty() ? "none" : ADDRESS.matcher(system).matches() ? system : OTHER;
    }
}
