package org.cervicalcds.workbench.sandbox;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource as it is kept, never changed in place, with the values that searches compare.
 *
 * @param length in bytes as JSON; 0 for a shipped one
 */
record StoredResource(Resource resource, Map<String, List<SearchValue>> values, long length) {

    List<SearchValue> values(String parameter) {
        return values.getOrDefault(parameter, List.of());
    }

    String id() {
        return resource.getIdElement().getIdPart();
    }

    long version() {
        return Long.parseLong(resource.getMeta().getVersionId());
    }

    /** A copy that its receiver may change. */
    Resource copy() {
        return resource.copy();
    }
}
