package org.cervicalcds.engine.terminology;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of all value sets in one code system. */
final class CodeIndex {
    private final CodeSystem system;
    private final Map<String, Memberships> rows = new HashMap<>();
    private final Map<String, Memberships> wholeCodes = new HashMap<>();
    private final Map<String, Memberships> never = new HashMap<>();
    private final Map<String, Memberships> onlyWithNeckNamed = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private int longestRow;
    private int longestNever;

    CodeIndex(CodeSystem system) {
        this.system = system;
    }

    CodeSystem system() {
        return system;
    }

    void add(String row, String label, int setIndex) {
        String normal = system.normal(row);
        labels.putIfAbsent(normal.startsWith("=") ? normal.substring(1) : normal, label);
        if (normal.startsWith("=")) {
            wholeCodes.merge(normal.substring(1), Memberships.of(setIndex), Memberships::or);
        } else {
            rows.merge(normal, Memberships.of(setIndex), Memberships::or);
            longestRow = Math.max(longestRow, normal.length());
        }
    }

    void exclude(String row, int setIndex) {
        String normal = system.normal(row);
        never.merge(normal, Memberships.of(setIndex), Memberships::or);
        longestNever = Math.max(longestNever, normal.length());
    }

    void onlyWithNeckNamed(String row, int setIndex) {
        onlyWithNeckNamed.merge(system.normal(row), Memberships.of(setIndex), Memberships::or);
    }

    Memberships onlyWithNeckNamed(String code) {
        return onlyWithNeckNamed.isEmpty()
                ? Memberships.NONE
                : onlyWithNeckNamed.getOrDefault(system.normal(code), Memberships.NONE);
    }

    boolean hasRows() {
        return !rows.isEmpty() || !wholeCodes.isEmpty();
    }

    Coding coding(String code, @Nullable String display) {
        String normal = system.normal(code);
        Memberships sets = lookUp(normal);
        return new Coding(system, system.uri(), code, display, sets.isEmpty() ? null : label(normal), sets);
    }

    /** The label of the longest row that covers the code. */
    private @Nullable String label(String normal) {
        for (int length = normal.length(); length > 0; length--) {
            String label = labels.get(normal.substring(0, length));
            if (label != null) {
                return label;
            }
        }
        return null;
    }

    private Memberships lookUp(String normal) {
        if (system.matching() != CodeSystem.Matching.UNDOTTED_PREFIX) {
            Memberships found = rows.getOrDefault(normal, Memberships.NONE);
            return never.isEmpty() ? found : found.without(never.getOrDefault(normal, Memberships.NONE));
        }
        Memberships found = wholeCodes.getOrDefault(normal, Memberships.NONE).or(prefixes(rows, normal, longestRow));
        return found.isEmpty() ? found : found.without(prefixes(never, normal, longestNever));
    }

    private static Memberships prefixes(Map<String, Memberships> rows, String code, int longest) {
        Memberships found = Memberships.NONE;
        for (int length = 1; length <= Math.min(code.length(), longest); length++) {
            Memberships here = rows.get(code.substring(0, length));
            if (here != null) {
                found = found.or(here);
            }
        }
        return found;
    }
}
