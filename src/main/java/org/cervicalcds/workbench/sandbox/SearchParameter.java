package org.cervicalcds.workbench.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search parameter of one resource type: its name, how its values compare, and where in a resource they stand. */
record SearchParameter(String name, Kind kind, List<Path> paths) {

    /** How the values of a parameter compare; the other kinds of FHIR are not served. */
    enum Kind {
        TOKEN,
        REFERENCE,
        DATE,
        STRING
    }

    /**
     * A path through a resource by the names of its elements, the first one below the resource.
     *
     * @param valueType the only FHIR type of value that counts, for an element with a choice of types
     * @param target the only type of resource that counts, for a reference
     */
    record Path(List<String> elements, @Nullable String valueType, @Nullable String target) {}
}
