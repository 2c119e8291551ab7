package org.cervicalcds.service.operations.audit;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.fhir.json.Json;
import org.cervicalcds.service.cdshooks.AuditTrail.Decided;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import tools.jackson.core.JsonGenerator;

/**
 * Writes an AuditEvent of FHIR R4 in one line.
 *
 * <p>A hook call is a query that a client sends and the service carries out: type 110112 Query with action E, the client as 110153 Source Role ID
 * and the service as 110152 Destination Role ID, as in DICOM PS3.15 A.5.3.10 and the PIX query among the examples of AuditEvent
 * (http://hl7.org/fhir/audit-event-example-pixQuery.html). Other codes: http://terminology.hl7.org/CodeSystem/audit-entity-type, object-role,
 * security-source-type, and http://hl7.org/fhir/ValueSet/audit-event-outcome.
 */
final class AuditEventJson {
    static final String PATIENT_KEY = "https://cervicalcds.org/fhir/sid/patient-key";

    private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
    private static final String NAME = "Cervical CDS";

    private final ServiceSettings.Audit.Patient patient;

    /** @param patient how the patient is named */
    AuditEventJson(ServiceSettings.Audit.Patient patient) {
        this.patient = patient;
    }

    /** The event in UTF-8, without a line break. */
    byte[] of(Decided decided) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("resourceType", "AuditEvent");
            out.writeStringProperty("id", decided.call().id().toString());
            coding(out, "type", DCM, "110112", "Query");
            out.writeStringProperty("action", "E");
            out.writeStringProperty("recorded", decided.at().toString());
            out.writeStringProperty("outcome", "0");
            long shown = decided.cards().stream()
                    .filter(card -> card.outcome() == Outcome.SHOWN)
                    .count();
            out.writeStringProperty("outcomeDesc", shown == 1 ? "1 card shown" : shown + " cards shown");
            out.writeArrayPropertyStart("agent");
            agents(out, decided.call().client());
            out.writeEndArray();
            out.writeObjectPropertyStart("source");
            out.writeObjectPropertyStart("observer");
            out.writeStringProperty("display", NAME);
            out.writeEndObject();
            out.writeArrayPropertyStart("type");
            coding(out, HL7 + "security-source-type", "4", "Application Server");
            out.writeEndArray();
            out.writeEndObject();
            out.writeArrayPropertyStart("entity");
            patient(out, decided);
            call(out, decided);
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void agents(JsonGenerator out, String client) {
        out.writeStartObject();
        role(out, "110153", "Source Role ID");
        out.writeObjectPropertyStart("who");
        out.writeObjectPropertyStart("identifier");
        out.writeStringProperty("value", client);
        out.writeEndObject();
        out.writeEndObject();
        out.writeBooleanProperty("requestor", true);
        out.writeEndObject();
        out.writeStartObject();
        role(out, "110152", "Destination Role ID");
        out.writeObjectPropertyStart("who");
        out.writeStringProperty("display", NAME);
        out.writeEndObject();
        out.writeBooleanProperty("requestor", false);
        out.writeEndObject();
    }

    private static void role(JsonGenerator out, String code, String display) {
        out.writeObjectPropertyStart("type");
        out.writeArrayPropertyStart("coding");
        coding(out, DCM, code, display);
        out.writeEndArray();
        out.writeEndObject();
    }

    private void patient(JsonGenerator out, Decided decided) {
        String key = decided.call().patientKey();
        if (patient == ServiceSettings.Audit.Patient.NONE || key == null) {
            return;
        }
        out.writeStartObject();
        out.writeObjectPropertyStart("what");
        if (patient == ServiceSettings.Audit.Patient.REFERENCE) {
            out.writeStringProperty("reference", "Patient/" + decided.patientId());
        } else {
            out.writeObjectPropertyStart("identifier");
            out.writeStringProperty("system", PATIENT_KEY);
            out.writeStringProperty("value", key);
            out.writeEndObject();
        }
        out.writeEndObject();
        coding(out, "type", HL7 + "audit-entity-type", "1", "Person");
        coding(out, "role", HL7 + "object-role", "1", "Patient");
        out.writeEndObject();
    }

    private static void call(JsonGenerator out, Decided decided) {
        out.writeStartObject();
        coding(out, "type", HL7 + "audit-entity-type", "2", "System Object");
        coding(out, "role", HL7 + "object-role", "24", "Query");
        out.writeStringProperty("name", decided.call().service());
        out.writeArrayPropertyStart("detail");
        detail(out, "hook", decided.call().hook());
        for (CardOutcome card : decided.cards()) {
            Indicator tier = card.tier();
            String outcome = card.outcome().name().toLowerCase(Locale.ROOT);
            detail(out, card.card(), tier == null ? outcome : tier.code() + " " + outcome);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void detail(JsonGenerator out, String type, String value) {
        out.writeStartObject();
        out.writeStringProperty("type", type);
        out.writeStringProperty("valueString", value);
        out.writeEndObject();
    }

    private static void coding(JsonGenerator out, String member, String system, String code, String display) {
        out.writeName(member);
        coding(out, system, code, display);
    }

    private static void coding(JsonGenerator out, String system, String code, String display) {
        out.writeStartObject();
        out.writeStringProperty("system", system);
        out.writeStringProperty("code", code);
        out.writeStringProperty("display", display);
        out.writeEndObject();
    }
}
