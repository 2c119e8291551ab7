package org.cervicalcds.engine.criteria;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Coding;

/**
 * Ranges of codes that need no row each, such as all operations.
 *
 * @param ranges by name of the code system; first and last code are included, and codes of another length are not covered
 */
public record CodeRanges(Map<String, List<Range>> ranges) {
    public static final CodeRanges NONE = new CodeRanges(Map.of());

    /** From one code to another, both included. */
    public record Range(String first, String last) {
        boolean covers(String code) {
            return code.length() == first.length() && code.compareTo(first) >= 0 && code.compareTo(last) <= 0;
        }
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean coverOneOf(List<Coding> codings) {
        for (Coding coding : codings) {
            CodeSystem system = coding.system();
            if (system != null) {
                for (Range range : ranges.getOrDefault(system.name(), List.of())) {
                    if (range.covers(coding.normalCode())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
