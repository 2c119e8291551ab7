package org.cervicalcds.service.cdshooks.wire;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which elements of orders FHIR R4 writes as lists, so that one that came as a single value can go out as a list (CDSH-ACT-4). */
final class RepeatableElements {
    private static final Set<String> OF_ALL = Set.of(
            "contained",
            "extension",
            "modifierExtension",
            "identifier",
            "category",
            "note",
            "reasonCode",
            "reasonReference",
            "insurance",
            "basedOn",
            "instantiatesCanonical",
            "instantiatesUri");

    private static final Map<String, Set<String>> OF_TYPE = Map.of(
            "MedicationRequest",
            Set.of("supportingInformation", "dosageInstruction", "detectedIssue", "eventHistory"),
            "ServiceRequest",
            Set.of(
                    "replaces",
                    "orderDetail",
                    "performer",
                    "locationCode",
                    "locationReference",
                    "supportingInfo",
                    "specimen",
                    "bodySite",
                    "relevantHistory"));

    /** Elements of data types that are lists wherever they stand inside an order. */
    private static final Set<String> INSIDE = Set.of(
            "extension",
            "modifierExtension",
            "coding",
            "additionalInstruction",
            "doseAndRate",
            "event",
            "dayOfWeek",
            "timeOfDay",
            "when",
            "profile",
            "security",
            "tag");

    private RepeatableElements() {}

    /**
     * Says that an element is a list.
     *
     * @param type of the resource in which it stands at the top; null for an element further inside
     */
    static boolean isList(@Nullable String type, String element) {
        if (type == null) {
            return INSIDE.contains(element);
        }
        Set<String> own = OF_TYPE.get(type);
        return own != null && (own.contains(element) || OF_ALL.contains(element));
    }
}
