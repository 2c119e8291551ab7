package org.cervicalcds.engine.findings;

import java.util.List;
import org.cervicalcds.engine.entries.Entry;
import org.jspecify.annotations.Nullable;

/** A named clinical fact about this patient: found with its evidence, looked for and not found, or unknown. */
public sealed interface Finding {
    String name();

    default boolean isPresent() {
        return this instanceof Present;
    }

    default boolean isAbsent() {
        return this instanceof Absent;
    }

    /** The entries it rests on; empty where it is not present or rests on no entry. */
    default List<Entry> evidence() {
        return List.of();
    }

    /**
     * Found; the evidence is in the order of the record.
     *
     * @param value a number that was worked out, such as days of a drug; null for none
     */
    record Present(String name, List<Entry> evidence, @Nullable Integer value) implements Finding {
        public Present(String name, List<Entry> evidence) {
            this(name, evidence, null);
        }
    }

    /** Looked for in data that were supplied whole, and not found. */
    record Absent(String name) implements Finding {}

    /** Not to be told: the data were not supplied, or only in part. */
    record Unknown(String name, String reason) implements Finding {}
}
