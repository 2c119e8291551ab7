package org.cervicalcds.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
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

    /** In microseconds, interpolated between neighbours. */
    public record Percentiles(double p50, double p95, double p99) {}

    static Latency of(ResultSet row, int number) throws SQLException {
        Map<Part, Percentiles> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            parts.put(
                    part,
                    new Percentiles(
                            row.getDouble(part.column() + "_5"),
                            row.getDouble(part.column() + "_95"),
                            row.getDouble(part.column() + "_99")));
        }
        return new Latency(row.getString("service"), row.getLong("n"), parts);
    }
}
