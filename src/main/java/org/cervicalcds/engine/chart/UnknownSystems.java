package org.cervicalcds.engine.chart;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the entries whose codes are all of systems that are not known here (docs/clinical.md, matching rule 13). */
final class UnknownSystems {
    private static final String OTHERS = "other";

    private final Map<String, Integer> bySystem = new HashMap<>();
    private int conditions;
    private int unread;

    void count(Entry entry) {
        Concept code = entry.code();
        boolean isCondition = entry instanceof Condition;
        if (isCondition && !code.codings().isEmpty()) {
            conditions++;
        }
        if (code.isOfUnknownSystems()) {
            if (isCondition) {
                unread++;
            }
            String system = code.codings().get(0).systemUri();
            boolean fits = bySystem.containsKey(system) || bySystem.size() < ChartGaps.MOST_NAMED;
            bySystem.merge(fits ? system : OTHERS, 1, Integer::sum);
        }
    }

    Map<String, Integer> bySystem() {
        return bySystem.isEmpty() ? Map.of() : new TreeMap<>(bySystem);
    }

    /** A list of conditions most of which cannot be read is no list of all conditions. */
    void undetermine(Map<String, Availability> availability) {
        String key = Need.CONDITIONS.key();
        Availability how = availability.get(key);
        if (2 * unread > conditions && how != null && how.isAll()) {
            availability.put(key, Availability.part(Availability.Cause.UNKNOWN_CODES, conditions - unread, conditions));
        }
    }
}
