package org.cervicalcds.service.cdshooks.wire;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.ChartReader;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.service.access.Authorization;
import org.jspecify.annotations.Nullable;

/**
 * A hook call as it was read: the envelope, and the patient's data already on their way into the chart.
 *
 * @param hookInstance as it came; empty where missing
 * @param userId as it came
 * @param patientId bare id (CDSH-REQ-16)
 * @param encounterId bare id
 * @param dispatched references of {@code context.dispatchedOrders}, as they came
 * @param performer reference of {@code context.performer}, as it came
 * @param prefetch what came under each of our keys; a key that did not come is not in it
 * @param explain the client asks why cards stayed away
 */
public record HookRequest(
        String hook,
        String hookInstance,
        @Nullable String fhirServer,
        @Nullable Authorization authorization,
        @Nullable String userId,
        String patientId,
        @Nullable String encounterId,
        List<String> selections,
        List<String> dispatched,
        @Nullable String performer,
        Map<Need, SuppliedData> prefetch,
        boolean explain,
        ChartBuilder chart,
        ChartReader reader) {

    /** Resource type of the user; empty where it is not given. */
    public String userType() {
        return Ids.type(userId);
    }

    /** The user as the requester of an order, as {@code Type/id} (FHIR R4, ServiceRequest.requester); null where nobody is named so. */
    @Nullable
    public String requester() {
        String type = userType();
        String id = Ids.bare(userId, type);
        boolean mayOrder = type.equals("Practitioner") || type.equals("PractitionerRole");
        return mayOrder && id != null && Ids.isSafe(id) ? type + "/" + id : null;
    }

    /** The user for the record: clinicians by their id, of a patient or a relative only the type (CDSH-SEC-19). */
    public String userForTheRecord() {
        String type = userType();
        return switch (type) {
            case "Practitioner", "PractitionerRole" -> LogText.clean(type + "/" + Ids.bare(userId, type));
            case "Patient", "RelatedPerson" -> type;
            default -> "-";
        };
    }

    @Override
    public String toString() {
        return "HookRequest[" + hook + "]";
    }
}
