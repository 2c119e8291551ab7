package org.cervicalcds.fhir.reading;

import java.util.Map;

/** What a resource is to the reader, whatever release of FHIR its type comes from. */
enum ResourceKind {
    UNSTATED,
    BUNDLE,
    OPERATION_OUTCOME,
    PATIENT,
    ENCOUNTER,
    CONDITION,
    OBSERVATION,
    DIAGNOSTIC_REPORT,
    PROCEDURE,
    IMAGING_STUDY,
    MEDICATION,
    SERVICE_REQUEST,
    MEDICATION_REQUEST,
    MEDICATION_STATEMENT,
    MEDICATION_DISPENSE,
    MEDICATION_ADMINISTRATION,
    PRACTITIONER_ROLE,
    PRACTITIONER,
    ORGANIZATION,
    OTHER_REQUEST,
    OTHER;

    private static final Map<String, ResourceKind> BY_TYPE = Map.ofEntries(
            Map.entry("Bundle", BUNDLE),
            Map.entry("OperationOutcome", OPERATION_OUTCOME),
            Map.entry("Patient", PATIENT),
            Map.entry("Encounter", ENCOUNTER),
            Map.entry("Condition", CONDITION),
            Map.entry("Observation", OBSERVATION),
            Map.entry("DiagnosticReport", DIAGNOSTIC_REPORT),
            Map.entry("Procedure", PROCEDURE),
            Map.entry("ImagingStudy", IMAGING_STUDY),
            Map.entry("Medication", MEDICATION),
            Map.entry("ServiceRequest", SERVICE_REQUEST),
            Map.entry("ProcedureRequest", SERVICE_REQUEST),
            Map.entry("MedicationRequest", MEDICATION_REQUEST),
            Map.entry("MedicationOrder", MEDICATION_REQUEST),
            Map.entry("MedicationStatement", MEDICATION_STATEMENT),
            Map.entry("MedicationDispense", MEDICATION_DISPENSE),
            Map.entry("MedicationAdministration", MEDICATION_ADMINISTRATION),
            Map.entry("PractitionerRole", PRACTITIONER_ROLE),
            Map.entry("Practitioner", PRACTITIONER),
            Map.entry("Organization", ORGANIZATION),
            Map.entry("Appointment", OTHER_REQUEST),
            Map.entry("CommunicationRequest", OTHER_REQUEST),
            Map.entry("DeviceRequest", OTHER_REQUEST),
            Map.entry("DeviceUseRequest", OTHER_REQUEST),
            Map.entry("DiagnosticOrder", OTHER_REQUEST),
            Map.entry("NutritionOrder", OTHER_REQUEST),
            Map.entry("ReferralRequest", OTHER_REQUEST),
            Map.entry("RequestGroup", OTHER_REQUEST),
            Map.entry("SupplyRequest", OTHER_REQUEST),
            Map.entry("Task", OTHER_REQUEST),
            Map.entry("VisionPrescription", OTHER_REQUEST));

    static ResourceKind of(String resourceType) {
        return BY_TYPE.getOrDefault(resourceType, OTHER);
    }

    /** Says whether its fields are worth reading when it is part of the record. */
    boolean isOfRecord() {
        return this != OTHER && this != OTHER_REQUEST;
    }

    /** Says whether its fields are worth reading among the draft orders: orders, and what they refer to. */
    boolean isOfDrafts() {
        return switch (this) {
            case UNSTATED, BUNDLE, PATIENT, CONDITION, MEDICATION, SERVICE_REQUEST, MEDICATION_REQUEST, OTHER_REQUEST ->
                true;
            default -> false;
        };
    }

    /** Says whether it can tell who is to carry out an order. */
    boolean isOfPerformer() {
        return switch (this) {
            case UNSTATED, SERVICE_REQUEST, PRACTITIONER_ROLE, PRACTITIONER, ORGANIZATION -> true;
            default -> false;
        };
    }

    boolean isOutcomeOrUnstated() {
        return this == OPERATION_OUTCOME || this == UNSTATED;
    }

    boolean isRequestOrMedication() {
        return switch (this) {
            case MEDICATION,
                    SERVICE_REQUEST,
                    MEDICATION_REQUEST,
                    MEDICATION_STATEMENT,
                    MEDICATION_DISPENSE,
                    MEDICATION_ADMINISTRATION,
                    OTHER_REQUEST -> true;
            default -> false;
        };
    }
}
