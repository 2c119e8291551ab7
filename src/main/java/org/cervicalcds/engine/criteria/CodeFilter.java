package org.cervicalcds.engine.criteria;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;

/**
 * Narrows a value set to some of its codes, or leaves some out; rows match as they do in value sets.
 *
 * @param only rows by name of the code system; empty for all
 * @param except rows by name of the code system
 */
public record CodeFilter(Map<String, List<String>> only, Map<String, List<String>> except) {
    public static final CodeFilter ALL = new CodeFilter(Map.of(), Map.of());

    public boolean passes(Coding coding) {
        return (only.isEmpty() || covers(only, coding)) && !covers(except, coding);
    }

    /** Says that a concept is in a set by a code that passes; a concept that is known by its words passes only where all codes do. */
    public boolean passes(Concept concept, ValueSet set) {
        if (!concept.in(set)) {
            return false;
        }
        return only.isEmpty() && except.isEmpty()
                || concept.codings().stream().anyMatch(coding -> coding.sets().in(set) && passes(coding));
    }

    /** Says that one of the codes is named by itself. */
    public boolean names(List<Coding> codings) {
        return codings.stream().anyMatch(coding -> covers(only, coding));
    }

    /** Says that a code of the exceptions is there. */
    public boolean excludes(List<Coding> codings) {
        return codings.stream().anyMatch(coding -> covers(except, coding));
    }

    private static boolean covers(Map<String, List<String>> rows, Coding coding) {
        CodeSystem system = coding.system();
        if (system == null || rows.isEmpty()) {
            return false;
        }
        for (String row : rows.getOrDefault(system.name(), List.of())) {
            if (system.matches(row, coding.code())) {
                return true;
            }
        }
        return false;
    }
}
