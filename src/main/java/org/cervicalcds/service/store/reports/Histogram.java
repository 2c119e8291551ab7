package org.cervicalcds.service.store.reports;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each length of time occurred, in steps of {@value #STEP_PERCENT} percent, so that days can be added up; what it tells of is right within
 * half a step.
 */
final class Histogram {
    private static final int STEP_PERCENT = 2;
    private static final double STEP = Math.log1p(STEP_PERCENT / 100.0);

    private final TreeMap<Integer, Long> counts = new TreeMap<>();

    /** One more of this length, in whatever unit; less than 1 counts as 0. */
    void add(double length) {
        counts.merge(length < 1 ? 0 : 1 + (int) Math.round(Math.log(length) / STEP), 1L, Long::sum);
    }

    /** Those of another one too, as it was written. */
    void add(String written) {
        int start = 0;
        while (start < written.length()) {
            int colon = written.indexOf(':', start);
            int end = written.indexOf(' ', colon);
            end = end < 0 ? written.length() : end;
            counts.merge(
                    Integer.parseInt(written, start, colon, 10),
                    Long.parseLong(written, colon + 1, end, 10),
                    Long::sum);
            start = end + 1;
        }
    }

    long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The shortest length that this share does not exceed; 0 where there are none.
     *
     * @param share above 0, 1 at the most
     */
    double percentile(double share) {
        double rank = Math.ceil(share * count());
        long before = 0;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            before += entry.getValue();
            if (before >= rank) {
                return entry.getKey() == 0 ? 0 : Math.exp((entry.getKey() - 1) * STEP);
            }
        }
        return 0;
    }

    /** As it is kept. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((step, count) ->
                text.append(text.isEmpty() ? "" : " ").append(step).append(':').append(count));
        return text.toString();
    }
}
