package org.cervicalcds.engine.chart;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;

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

    /** As many conditions with codes of systems that are known. */
    void countKnown(int more) {
        conditions += more;
    }

    Map<String, Integer> bySystem() {
        return bySystem.isEmpty() ? Map.of() : new TreeMap<>(bySystem);
    }

    boolean undetermines(Map<String, Availability> availability) {
        Availability how = availability.get(Need.CONDITIONS.key());
        return 2 * unread > conditions && how != null && how.isAll();
    }

    /** A list of conditions most of which cannot be read is no list of all conditions. */
    void undetermine(Map<String, Availability> availability) {
        if (undetermines(availability)) {
            availability.put(
                    Need.CONDITIONS.key(),
                    Availability.part(Availability.Cause.UNKNOWN_CODES, conditions - unread, conditions));
        }
    }
}
