package org.cervicalcds.engine.chart;

import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * A part of the record that findings read and that is asked for by one prefetch key.
 *
 * @param key the prefetch key; never renamed (CDSH-DISC-17)
 * @param resourceType FHIR resource type
 * @param codes for observations the value set that is asked for; null for all
 */
public record Need(String key, String resourceType, @Nullable ValueSet codes) {
    public static final Need PATIENT = new Need("patient", "Patient", null);
    public static final Need ENCOUNTER = new Need("encounter", "Encounter", null);
    public static final Need CONDITIONS = new Need("conditions", "Condition", null);
    public static final Need PROCEDURES = new Need("procedures", "Procedure", null);
    public static final Need DIAGNOSTIC_REPORTS = new Need("diagnosticReports", "DiagnosticReport", null);
    public static final Need IMAGING_STUDIES = new Need("imagingStudies", "ImagingStudy", null);
    public static final Need SERVICE_REQUESTS = new Need("serviceRequests", "ServiceRequest", null);
    public static final Need MEDICATION_REQUESTS = new Need("medicationRequests", "MedicationRequest", null);
    public static final Need MEDICATION_STATEMENTS = new Need("medicationStatements", "MedicationStatement", null);
    public static final Need MEDICATION_DISPENSES = new Need("medicationDispenses", "MedicationDispense", null);
    public static final Need MEDICATION_ADMINISTRATIONS =
            new Need("medicationAdministrations", "MedicationAdministration", null);

    /** Who is to carry out the orders of the call: {@code context.performer}, most often a PractitionerRole. */
    public static final Need PERFORMER = new Need("performer", "PractitionerRole", null);

    /** One resource by its reference; it has no prefetch key. */
    public static Need resource(String reference) {
        String typeAndId = typeAndId(reference);
        int slash = typeAndId.indexOf('/');
        return new Need(typeAndId, slash < 0 ? "" : typeAndId.substring(0, slash), null);
    }

    /** It stands for one resource, which is read by its reference. */
    public boolean isResource() {
        return key.indexOf('/') > 0;
    }

    /** {@code Type/id} of a reference, whatever server it is at and whatever version of the resource it names. */
    static String typeAndId(String reference) {
        FhirReference named = FhirReference.of(reference);
        return named.form() == FhirReference.Form.TYPED ? named.key() : reference;
    }

    /** The key tells needs apart but for two under one key; each call puts them into maps. */
    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** The observations of one value set, whose id starts with {@code obs-}. */
    public static Need observations(ValueSet codes) {
        StringBuilder key = new StringBuilder();
        for (String word : codes.id().replaceFirst("^obs-", "").split("-")) {
            key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return new Need(key.toString(), "Observation", codes);
    }
}
