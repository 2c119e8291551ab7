package org.cervicalcds.engine.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.Report;

/** What came and is not judged: entries beyond the most of them, and the rest of long texts. What rests on it is not known. */
final class Overflow {
    /** So many entries of a chart are judged. */
    static final int MOST_ENTRIES = 20_000;

    private final Map<String, Integer> entries = new HashMap<>();
    private final Map<String, Integer> beyond = new HashMap<>();
    private final Map<String, Integer> withLongText = new HashMap<>();
    private int allBeyond;
    private int allWithLongText;

    /** All of them, or as many as are judged: drafts come first, then diagnoses, reports, drugs, orders, and observations last. */
    <R> List<R> judged(List<R> all, Function<R, Entry> entry) {
        if (all.size() <= MOST_ENTRIES) {
            return all;
        }
        List<R> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(read -> rank(entry.apply(read))));
        List<R> judged = sorted.subList(0, MOST_ENTRIES);
        judged.forEach(read -> entries.merge(type(entry.apply(read)), 1, Integer::sum));
        for (R read : sorted.subList(MOST_ENTRIES, sorted.size())) {
            beyond.merge(type(entry.apply(read)), 1, Integer::sum);
            allBeyond++;
        }
        return judged;
    }

    private static int rank(Entry entry) {
        if (entry instanceof Order order) {
            return order.draft() ? 0 : 4;
        }
        return entry instanceof Condition ? 1 : entry instanceof Report ? 2 : entry instanceof MedicationUse ? 3 : 5;
    }

    /** Notes an entry that is judged, as it is judged. */
    void note(Entry entry) {
        if (isCut(entry)) {
            withLongText.merge(type(entry), 1, Integer::sum);
            allWithLongText++;
        }
    }

    /** Says that a settled entry has a text that is not read to its end. */
    static boolean isCut(Entry entry) {
        if (entry.code().isCut()) {
            return true;
        }
        if (entry instanceof Condition condition) {
            return condition.note().isCut() || condition.bodySite().isCut();
        }
        if (entry instanceof Order order) {
            return order.text().isCut()
                    || order.reason().isCut()
                    || order.bodySite().isCut();
        }
        return entry instanceof Report report
                && (report.text().isCut()
                        || report.reason().isCut()
                        || report.bodySite().isCut());
    }

    private static String type(Entry entry) {
        String reference = entry.reference();
        int slash = reference.indexOf('/');
        return slash < 0 ? reference : reference.substring(0, slash);
    }

    boolean isAny() {
        return allBeyond + allWithLongText > 0;
    }

    int entriesBeyond() {
        return allBeyond;
    }

    int withLongText() {
        return allWithLongText;
    }

    /** What is not found among what is judged may stand in what is not. */
    void undetermine(Map<String, Availability> availability, Map<String, String> typeOfKey) {
        if (!isAny()) {
            return;
        }
        availability.replaceAll((key, how) -> {
            String type = typeOfKey.getOrDefault(key, "");
            int more = beyond.getOrDefault(type, 0);
            if (!how.isAll()) {
                return how;
            }
            int here = entries.getOrDefault(type, 0);
            return more > 0
                    ? Availability.part(Availability.Cause.TOO_MANY, here, here + more)
                    : withLongText.containsKey(type) ? Availability.part(Availability.Cause.TEXT_TOO_LONG, 0, 0) : how;
        });
    }
}
