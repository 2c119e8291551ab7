package org.cervicalcds.content.findings;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it was written, for documents and signatures.
 *
 * @param means what it means in words; null where the name says it
 * @param keys everything that was written, in that order: texts, numbers, switches, lists and maps
 * @param valueSets ids of the value sets it names
 * @param settings names of the settings it is read with
 * @param phrases names of the lists of phrases it looks for
 */
public record FindingText(
        String name,
        @Nullable String means,
        Map<String, Object> keys,
        Set<String> valueSets,
        Set<String> settings,
        Set<String> phrases) {

    /** What it means, or its name in words. */
    public String inWords() {
        return means == null ? name.replace('-', ' ') : means;
    }
}
