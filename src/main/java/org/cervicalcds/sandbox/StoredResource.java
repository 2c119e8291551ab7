package org.cervicalcds.sandbox;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/** A resource as it is kept, never changed in place, with the values that searches compare. */
record StoredResource(Resource resource, Map<String, List<SearchValue>> values) {

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
