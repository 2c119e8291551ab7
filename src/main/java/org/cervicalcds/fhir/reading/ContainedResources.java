package org.cervicalcds.fhir.reading;

import java.util.StringJoiner;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.FhirReference;
import org.jspecify.annotations.Nullable;

/** What the resources inside a resource say of it. */
final class ContainedResources {
    private ContainedResources() {}

    /** The medication with what a resource that it contains says of it. */
    static Concept medication(ResourceFields fields) {
        return fields.medication.and(contained(fields.medicationReference, fields));
    }

    /** The reason with what the resources that it contains say of it. */
    static Concept reason(ResourceFields fields) {
        Concept reason = fields.reason;
        for (String reference : fields.reasonReferences) {
            reason = reason.and(contained(reference, fields));
        }
        return reason;
    }

    private static Concept contained(@Nullable String reference, ResourceFields fields) {
        ResourceFields.Contained resource = inside(reference, fields);
        if (resource == null) {
            return Concept.NONE;
        }
        Concept code = resource.code();
        for (String ingredient : resource.ingredients()) {
            ResourceFields.Contained item = inside(ingredient, fields);
            if (item != null) {
                code = RequestMembers.withIngredients(code, item.code());
            }
        }
        return code;
    }

    private static ResourceFields.@Nullable Contained inside(@Nullable String reference, ResourceFields fields) {
        if (reference == null || fields.contained.isEmpty()) {
            return null;
        }
        FhirReference named = FhirReference.of(reference);
        if (named.form() == FhirReference.Form.CONTAINED) {
            for (ResourceFields.Contained resource : fields.contained) {
                if (resource.id().equals(named.id())) {
                    return resource;
                }
            }
        }
        return null;
    }

    /** The words of the results of a report. */
    static String results(ResourceFields fields) {
        StringJoiner words = new StringJoiner("\n\n");
        for (String reference : fields.results) {
            ResourceFields.Contained result = inside(reference, fields);
            if (result != null && !result.words().isEmpty()) {
                words.add(result.words());
            }
        }
        return words.toString();
    }
}
