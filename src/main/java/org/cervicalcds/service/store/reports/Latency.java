package org.cervicalcds.service.store.reports;

import java.util.Locale;
import java.util.Map;

/** How long the hook calls of one service took. */
public record Latency(String service, long calls, Map<Part, Percentiles> parts) {

    /** What takes the time. */
    public enum Part {
        READ,
        FETCH,
        DECIDE,
        WRITE,
        TOTAL;

        String column() {
            return name().toLowerCase(Locale.ROOT) + "_us";
        }
    }

    /** In microseconds. */
    public record Percentiles(double p50, double p95, double p99) {
        static Percentiles of(Histogram histogram) {
            return new Percentiles(histogram.percentile(0.5), histogram.percentile(0.95), histogram.percentile(0.99));
        }
    }
}
