package org.cervicalcds.engine.chart;

import java.util.HashMap;
import java.util.Map;
import org.cervicalcds.engine.entries.FhirReference;
import org.jspecify.annotations.Nullable;

/** Which resources the URNs of the request stand for: type and id by the URN of a {@code fullUrl}. */
final class FullUrls {
    private final Map<String, String> byUrn = new HashMap<>();

    void add(String urn, String reference) {
        byUrn.putIfAbsent(FhirReference.of(urn).key(), reference);
    }

    /** Type and id; null where nothing has this URN. */
    @Nullable
    String named(String urn) {
        return byUrn.get(urn);
    }

    /** What the reference names: type and id where that can be told. */
    String resolved(String reference) {
        String key = FhirReference.of(reference).key();
        return byUrn.getOrDefault(key, key);
    }

    /** What a reference names on another server is not ours to ask for. */
    static boolean isOfServer(String reference, String base) {
        return !reference.contains("://") || reference.startsWith(base + "/");
    }
}
