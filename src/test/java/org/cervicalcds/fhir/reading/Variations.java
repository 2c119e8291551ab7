package org.cervicalcds.fhir.reading;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.cervicalcds.engine.terminology.Terminology;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes valid resources into other valid resources, the same ones for the same seed. */
final class Variations extends RandomValues {
    private static final Map<String, String[]> STATUS = Map.of(
            "Observation", new String[] {"final", "amended", "preliminary", "entered-in-error"},
            "DiagnosticReport", new String[] {"final", "preliminary", "corrected", "cancelled"},
            "Procedure", new String[] {"completed", "in-progress", "not-done"},
            "ImagingStudy", new String[] {"available", "registered", "cancelled"},
            "ServiceRequest", new String[] {"draft", "active", "completed", "revoked"},
            "MedicationRequest", new String[] {"draft", "active", "completed", "stopped"},
            "MedicationStatement", new String[] {"active", "completed", "not-taken"},
            "MedicationDispense", new String[] {"completed", "in-progress", "stopped"},
            "MedicationAdministration", new String[] {"completed", "in-progress", "stopped"});

    private final OrderVariations orders;
    private final MeasuredVariations measured;

    Variations(long seed, Terminology terminology) {
        super(new Random(seed), terminology);
        this.orders = new OrderVariations(random, terminology);
        this.measured = new MeasuredVariations(random, terminology);
    }

    /** One to six changes to a copy, and its members in another order. */
    ObjectNode of(ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        String type = copy.get("resourceType").asString();
        if (copy.has("subject")) {
            copy.putObject("subject").put("reference", "Patient/p1");
        }
        if (type.equals("Patient") || type.equals("Encounter")) {
            copy.put("id", type.equals("Patient") ? "p1" : "e1");
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            common(type, copy);
            special(type, copy);
        }
        return (ObjectNode) shuffled(copy);
    }

    List<ObjectNode> measured() {
        return measured.measured();
    }

    /** Selections in every form that clients send; most of them name a draft. */
    List<String> selections() {
        List<String> selections = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String id = "v" + random.nextInt(5);
            String type = pick("ServiceRequest/", "MedicationRequest/");
            selections.add(pick(
                    type + id,
                    id,
                    type + id + "/_history/2",
                    "https://ehr.example/fhir/" + type + "u" + random.nextInt(4),
                    URN + random.nextInt(4),
                    URN.toUpperCase(Locale.ROOT) + random.nextInt(4),
                    "Condition/none"));
        }
        return selections;
    }

    private void common(String type, ObjectNode resource) {
        switch (random.nextInt(9)) {
            case 0 -> {
                if (STATUS.containsKey(type)) {
                    resource.put("status", pick(STATUS.get(type)));
                }
            }
            case 1 -> {
                if (!type.equals("Patient") && resource.has("subject")) {
                    resource.putObject("subject")
                            .put(
                                    "reference",
                                    pick(
                                            "Patient/p1",
                                            "https://ehr.example/fhir/Patient/p1",
                                            "Patient/p1/_history/7",
                                            "https://ehr.example/fhir/Patient/p1/_history/2",
                                            URN + "p",
                                            URN.toUpperCase(Locale.ROOT) + "P",
                                            "urn:oid:1.2.3.4",
                                            "#pat",
                                            "p1",
                                            "p2",
                                            "Patient?identifier=9912003888",
                                            "Group/p1",
                                            "Patient/p2"));
                }
            }
            case 2 -> dropOne(resource);
            case 3 -> resource.put("id", "v" + random.nextInt(5));
            case 4 -> {
                ObjectNode extension = resource.putArray("extension").addObject();
                extension.put("url", "http://example.org/e").put("valueString", pick(WORDS));
            }
            case 5 -> dates(resource);
            case 7 -> {
                if (random.nextInt(8) == 0) {
                    resource.putArray("modifierExtension")
                            .addObject()
                            .put("url", "http://example.org/m")
                            .put("valueBoolean", true);
                }
            }
            case 6 -> resource.putObject("meta").put("versionId", "7").put("lastUpdated", "2025-01-01T00:00:00Z");
            default -> {}
        }
    }

    private void dropOne(ObjectNode resource) {
        List<String> names = new ArrayList<>(resource.propertyNames());
        names.remove("resourceType");
        if (!names.isEmpty()) {
            resource.remove(names.get(random.nextInt(names.size())));
        }
    }

    /** Another date for each date there is. */
    private void dates(ObjectNode resource) {
        for (String name : List.copyOf(resource.propertyNames())) {
            JsonNode value = resource.get(name);
            if (name.equals("birthDate")) {
                resource.put(name, pick("1950", "1961-04", "1961-04-30"));
            } else if (name.equals("issued")) {
                resource.put(name, pick(TIMES));
            } else if (value.isString() && value.asString().matches("\\d{4}(-\\d\\d.*)?")) {
                resource.put(name, date());
            }
        }
    }

    private void special(String type, ObjectNode resource) {
        switch (type) {
            case "Patient" -> patient(resource);
            case "Condition" -> condition(resource);
            case "Observation" -> observation(resource);
            case "DiagnosticReport" -> report(resource);
            case "Procedure" -> procedure(resource);
            case "ImagingStudy" -> imagingStudy(resource);
            case "ServiceRequest" -> orders.serviceRequest(resource);
            case "MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration" ->
                orders.medication(type, resource);
            default -> {}
        }
    }

    private void patient(ObjectNode patient) {
        switch (random.nextInt(5)) {
            case 0 -> patient.put("active", random.nextBoolean());
            case 4 -> {
                removeAll(patient, "deceased");
                patient.putObject("_deceasedDateTime")
                        .putArray("extension")
                        .addObject()
                        .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                        .put("valueCode", "unknown");
            }
            case 1 -> {
                patient.remove("deceasedDateTime");
                patient.put("deceasedBoolean", random.nextBoolean());
            }
            case 2 -> {
                patient.remove("deceasedBoolean");
                patient.put("deceasedDateTime", date());
            }
            default -> patient.put("birthDate", pick("1950", "1961-04", "1961-04-30"));
        }
    }

    private void condition(ObjectNode condition) {
        switch (random.nextInt(9)) {
            case 0 -> condition.set("code", concept("dx-"));
            case 1 -> {
                removeAll(condition, "onset");
                switch (random.nextInt(4)) {
                    case 0 -> condition.put("onsetDateTime", date());
                    case 1 -> condition.set("onsetPeriod", period());
                    case 2 -> condition.set("onsetAge", quantity("a", "mo", "wk"));
                    default -> condition.put("onsetString", "childhood");
                }
            }
            case 2 -> {
                removeAll(condition, "abatement");
                switch (random.nextInt(4)) {
                    case 0 -> condition.put("abatementDateTime", date());
                    case 1 -> condition.set("abatementPeriod", period());
                    case 2 -> condition.put("abatementString", "gone");
                    default -> condition.set("abatementAge", quantity("a"));
                }
            }
            case 3 ->
                condition.set(
                        "clinicalStatus",
                        coded("active", "recurrence", "relapse", "remission", "inactive", "resolved", "Active"));
            case 4 ->
                condition.set(
                        "verificationStatus",
                        coded(
                                "confirmed",
                                "provisional",
                                "unconfirmed",
                                "differential",
                                "refuted",
                                "entered-in-error"));
            case 5 -> condition.put("recordedDate", date());
            case 6 -> condition.putArray("note").addObject().put("text", pick(WORDS));
            case 7 -> condition.putArray("bodySite").add(words());
            default -> {
                condition.putArray("category").add(coded("encounter-diagnosis", "problem-list-item"));
                condition
                        .putObject("encounter")
                        .put(
                                "reference",
                                pick(
                                        "Encounter/e1",
                                        "Encounter/e1/_history/3",
                                        "https://ehr.example/fhir/Encounter/e1",
                                        URN + random.nextInt(4),
                                        "Encounter/e2"));
                if (random.nextInt(3) > 0) {
                    removeAll(condition, "onset");
                    condition.remove("recordedDate");
                    condition.set("clinicalStatus", coded("active"));
                }
            }
        }
    }

    private void observation(ObjectNode observation) {
        switch (random.nextInt(5)) {
            case 4 -> {
                ArrayNode components = observation.putArray("component");
                for (int i = random.nextInt(3); i >= 0; i--) {
                    ObjectNode component = components.addObject();
                    component.set("code", concept("obs-"));
                    component.set("valueQuantity", quantity("Cel", "kg", "{score}", "[degF]"));
                }
            }
            case 0 -> observation.set("code", concept("obs-"));
            case 1 -> {
                removeAll(observation, "effective");
                switch (random.nextInt(3)) {
                    case 0 -> observation.put("effectiveDateTime", date());
                    case 1 -> observation.put("effectiveInstant", pick(TIMES));
                    default -> observation.set("effectivePeriod", period());
                }
            }
            case 2 -> {
                removeAll(observation, "value");
                observation.remove("dataAbsentReason");
                switch (random.nextInt(8)) {
                    case 0 ->
                        observation.set(
                                "valueQuantity",
                                quantity("Cel", "kg", "{score}", "{Tscore}", "[degF]", "lbs", "[oz_av]", "°C"));
                    case 1 -> observation.put("valueInteger", random.nextInt(20) - 3);
                    case 2 -> observation.set("valueCodeableConcept", concept("val-"));
                    case 3 -> observation.put("valueString", pick(WORDS));
                    case 5 ->
                        observation.put("valueString", pick("38.4", "> 38.0", "37,9 °C", "-2.7", "80 lbs", "<=36 C"));
                    case 6 -> {
                        ObjectNode range = observation.putObject("valueRange");
                        range.set(pick("low", "high"), quantity("Cel", "kg"));
                    }
                    case 4 -> observation.put("valueBoolean", random.nextBoolean());
                    default -> observation.set("dataAbsentReason", words());
                }
            }
            default -> observation.put("issued", pick(TIMES));
        }
    }

    private void report(ObjectNode report) {
        switch (random.nextInt(7)) {
            case 0 -> report.set("code", concept("rpt-", "ord-"));
            case 1 -> report.put("conclusion", pick(WORDS));
            case 2 -> report.putArray("conclusionCode").add(concept("dx-")).add(words());
            case 3 ->
                report.putObject("text")
                        .put("status", "generated")
                        .put(
                                "div",
                                "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + pick("", "Findings: ", "  a\n b ")
                                        + "<p>Bamboo <b>spine</b>, L&lt;R &amp; no fracture</p><ul><li>one</li> <li>two<br/>three</li></ul>"
                                        + pick("", "end", "<table><tr><td>x</td><td>y</td></tr></table>") + "</div>");
            case 4 -> {
                ObjectNode form = report.putArray("presentedForm").addObject();
                form.put("contentType", pick("text/plain", "application/pdf", "text/plain; charset=utf-8"));
                form.put(
                        "data",
                        Base64.getEncoder()
                                .encodeToString(pick(WORDS).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            case 5 -> report.put("issued", pick(TIMES));
            default -> {
                removeAll(report, "effective");
                if (random.nextBoolean()) {
                    report.put("effectiveDateTime", date());
                } else {
                    report.set("effectivePeriod", period());
                }
            }
        }
    }

    private void procedure(ObjectNode procedure) {
        switch (random.nextInt(5)) {
            case 0 -> procedure.set("code", concept("ord-", "rpt-"));
            case 1 -> procedure.putArray("bodySite").add(words()).add(words());
            case 2 -> orders.reasons(procedure);
            default -> {
                removeAll(procedure, "performed");
                if (random.nextBoolean()) {
                    procedure.put("performedDateTime", date());
                } else {
                    procedure.set("performedPeriod", period());
                }
            }
        }
    }

    private void imagingStudy(ObjectNode study) {
        switch (random.nextInt(4)) {
            case 0 -> study.putArray("procedureCode").add(concept("ord-", "rpt-"));
            case 1 -> study.put("started", date());
            case 2 -> study.put("description", pick(WORDS));
            default -> orders.reasons(study);
        }
    }
}
