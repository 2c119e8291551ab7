package org.cervicalcds.service.cdshooks;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.fhir.json.Json;
import tools.jackson.core.JsonGenerator;

/** Makes up hook calls about patients who have some of everything that cards speak about; the same ones for the same seed. */
final class SampleRequests {
    private static final String PATIENT = "sample";
    private static final String WORDS = "Bamboo spine, loss of cervical lordosis. No fracture.";

    private final List<ValueSet> sets;
    private final Terminology terminology;
    private final LocalDate today;
    private final Random random;

    SampleRequests(Terminology terminology, Clock clock, long seed) {
        this.sets = List.copyOf(terminology.valueSets());
        this.terminology = terminology;
        this.today = LocalDate.now(clock);
        this.random = new Random(seed);
    }

    /** The body of a call of the hook, with everything that it needs prefetched. */
    byte[] request(String hook, List<Need> needs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("hook", hook);
            out.writeStringProperty("hookInstance", "00000000-0000-4000-8000-000000000000");
            out.writeObjectPropertyStart("context");
            out.writeStringProperty("userId", "Practitioner/" + PATIENT);
            out.writeStringProperty("patientId", PATIENT);
            Hook known = Hook.named(hook);
            if (known != null && known.ofEncounter()) {
                out.writeStringProperty("encounterId", PATIENT);
            }
            if (known != null && known.orders().areDrafts()) {
                drafts(out);
            } else if (known != null && known.orders() == Hook.Orders.DISPATCHED) {
                dispatched(out);
            }
            out.writeEndObject();
            out.writeObjectPropertyStart("prefetch");
            for (Need need : needs) {
                out.writeName(need.key());
                prefetched(need, out);
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void drafts(JsonGenerator out) {
        out.writeArrayPropertyStart("selections");
        out.writeString("ServiceRequest/draft-0");
        out.writeString("MedicationRequest/draft-1");
        out.writeEndArray();
        out.writeObjectPropertyStart("draftOrders");
        out.writeStringProperty("resourceType", "Bundle");
        out.writeArrayPropertyStart("entry");
        entry("ServiceRequest", "draft-0", any("ord-"), "draft", out);
        entry("MedicationRequest", "draft-1", any("med-"), "draft", out);
        out.writeEndArray();
        out.writeEndObject();
    }

    /** The orders that are prefetched with the record. */
    private static void dispatched(JsonGenerator out) {
        out.writeArrayPropertyStart("dispatchedOrders");
        out.writeString("ServiceRequest/" + Need.SERVICE_REQUESTS.key() + 1);
        out.writeString("ServiceRequest/" + Need.SERVICE_REQUESTS.key() + 2);
        out.writeEndArray();
        out.writeStringProperty("performer", "PractitionerRole/" + PATIENT);
    }

    private void prefetched(Need need, JsonGenerator out) {
        String type = need.resourceType();
        if (need.equals(Need.PERFORMER)) {
            out.writeStartObject();
            out.writeStringProperty("resourceType", type);
            out.writeStringProperty("id", PATIENT);
            out.writeArrayPropertyStart("specialty");
            out.writeStartObject();
            out.writeStringProperty("text", random.nextBoolean() ? "Chiropractor" : "Physiotherapist");
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
            return;
        }
        if (type.equals("Patient")) {
            out.writeStartObject();
            out.writeStringProperty("resourceType", "Patient");
            out.writeStringProperty("id", PATIENT);
            out.writeStringProperty(
                    "birthDate", today.minusYears(20 + random.nextInt(60)).toString());
            out.writeEndObject();
            return;
        }
        String status =
                switch (type) {
                    case "Observation", "DiagnosticReport" -> "final";
                    case "Procedure", "MedicationDispense", "MedicationAdministration" -> "completed";
                    case "ImagingStudy" -> "available";
                    default -> "active";
                };
        out.writeStartObject();
        out.writeStringProperty("resourceType", "Bundle");
        out.writeArrayPropertyStart("entry");
        for (int i = random.nextInt(type.equals("Condition") ? 8 : 3); i > 0; i--) {
            entry(type, need.key() + i, need.codes() == null ? any(prefix(type)) : need.codes(), status, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String prefix(String type) {
        return switch (type) {
            case "Condition" -> "dx-";
            case "DiagnosticReport", "ImagingStudy" -> "rpt-";
            default -> type.startsWith("Medication") ? "med-" : "ord-";
        };
    }

    /** A value set whose id starts so; any where there is none. */
    private ValueSet any(String prefix) {
        int from = random.nextInt(sets.size());
        for (int i = 0; i < sets.size(); i++) {
            ValueSet set = sets.get((from + i) % sets.size());
            if (set.id().startsWith(prefix)) {
                return set;
            }
        }
        return sets.get(from);
    }

    private void entry(String type, String id, ValueSet set, String status, JsonGenerator out) {
        String day = today.minusDays(random.nextInt(90)).toString();
        out.writeStartObject();
        out.writeObjectPropertyStart("resource");
        out.writeStringProperty("resourceType", type);
        out.writeStringProperty("id", id);
        out.writeObjectPropertyStart("subject");
        out.writeStringProperty("reference", "Patient/" + PATIENT);
        out.writeEndObject();
        if (type.equals("Condition")) {
            coded("clinicalStatus", status, out);
            coded("verificationStatus", "confirmed", out);
            out.writeStringProperty("onsetDateTime", day);
            out.writeStringProperty("recordedDate", day + "T10:00:00Z");
        } else {
            out.writeStringProperty("status", status);
            out.writeStringProperty("intent", "order");
            out.writeStringProperty("effectiveDateTime", day + "T10:00:00Z");
            out.writeStringProperty("authoredOn", day);
            out.writeStringProperty("conclusion", WORDS);
        }
        out.writeObjectPropertyStart("valueQuantity");
        out.writeNumberProperty("value", random.nextInt(100) - 3);
        out.writeStringProperty("unit", "1");
        out.writeEndObject();
        out.writeObjectPropertyStart(type.startsWith("Medication") ? "medicationCodeableConcept" : "code");
        out.writeArrayPropertyStart("coding");
        coding(set, out);
        out.writeEndArray();
        out.writeStringProperty("text", random.nextInt(4) == 0 ? WORDS : set.title());
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
    }

    private void coding(ValueSet set, JsonGenerator out) {
        out.writeStartObject();
        Map<CodeSystem, List<String>> codes = terminology.codesOf(set);
        int chosen = random.nextInt(Math.max(1, codes.size()));
        for (Map.Entry<CodeSystem, List<String>> rows : codes.entrySet()) {
            if (chosen-- == 0) {
                out.writeStringProperty("system", rows.getKey().uri());
                out.writeStringProperty(
                        "code",
                        rows.getValue().get(random.nextInt(rows.getValue().size())));
            }
        }
        out.writeStringProperty("display", set.title());
        out.writeEndObject();
    }

    private static void coded(String name, String code, JsonGenerator out) {
        out.writeObjectPropertyStart(name);
        out.writeArrayPropertyStart("coding");
        out.writeStartObject();
        out.writeStringProperty("code", code);
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }
}
