package org.cervicalcds.content.vignettes;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the short forms of a vignette as FHIR resources. */
final class VignetteResources {
    static final String PATIENT = "p1";
    static final String ENCOUNTER = "e1";
    static final String PERFORMER = "PractitionerRole/pr1";
    private static final String UCUM = "http://unitsofmeasure.org";

    private final Map<String, CodeSystem> systems;

    VignetteResources(Map<String, CodeSystem> systems) {
        this.systems = systems;
    }

    ObjectNode patient(Fields vignette) {
        ObjectNode patient = VignetteRequest.object();
        patient.put("resourceType", "Patient").put("id", PATIENT);
        vignette.optional("patient", fields -> {
            put(patient, "birthDate", fields.optionalText("born"));
            put(patient, "deceasedDateTime", fields.optionalText("deceased"));
            if (fields.flag("deceased-unknown-when", false)) {
                patient.putObject("_deceasedDateTime")
                        .putArray("extension")
                        .addObject()
                        .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                        .put("valueCode", "unknown");
            }
            if (fields.has("active")) {
                patient.put("active", fields.flag("active", true));
            }
        });
        return patient;
    }

    ObjectNode encounter(Fields fields) {
        ObjectNode encounter = VignetteRequest.object();
        encounter.put("resourceType", "Encounter").put("id", ENCOUNTER).put("status", fields.text("status"));
        if (fields.has("start")) {
            ObjectNode period = encounter.putObject("period").put("start", fields.text("start"));
            put(period, "end", fields.optionalText("end"));
        }
        return encounter;
    }

    /** The role of who is to carry out dispatched orders: a specialty in words, a code, the name of an organization. */
    ObjectNode performer(Fields fields) {
        ObjectNode role = VignetteRequest.object();
        role.put("resourceType", "PractitionerRole").put("id", "pr1");
        String specialty = fields.optionalText("specialty");
        if (specialty != null) {
            role.putArray("specialty").addObject().put("text", specialty);
        }
        ObjectNode code = VignetteRequest.concept(fields, codes(fields), null, null, systems, "code");
        if (code != null) {
            role.putArray("code").add(code);
        }
        String organization = fields.optionalText("organization");
        if (organization != null) {
            role.putObject("organization").put("display", organization);
        }
        return role;
    }

    ObjectNode condition(Fields fields, int index) {
        ObjectNode condition = resource("Condition", fields, "c" + (index + 1));
        status(condition, "clinicalStatus", fields.optionalText("status"), "active", "condition-clinical");
        status(
                condition,
                "verificationStatus",
                fields.optionalText("verification"),
                "confirmed",
                "condition-ver-status");
        code(condition, "code", fields, "code");
        germanCertainty(condition, fields.optionalText("german-certainty"));
        subject(condition, fields);
        put(condition, "onsetDateTime", fields.optionalText("onset"));
        put(condition, "onsetString", fields.optionalText("onset-text"));
        if (fields.has("onset-age")) {
            quantity(condition.putObject("onsetAge"), BigDecimal.valueOf(fields.number("onset-age")), "a");
        }
        put(condition, "recordedDate", fields.optionalText("recorded"));
        put(condition, "abatementDateTime", fields.optionalText("abated"));
        site(condition, fields, true);
        note(condition, fields);
        if (fields.flag("encounter-diagnosis", false)) {
            condition
                    .putArray("category")
                    .addObject()
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/condition-category")
                    .put("code", "encounter-diagnosis");
            condition.putObject("encounter").put("reference", "Encounter/" + ENCOUNTER);
        }
        return condition;
    }

    /** The mark of German claims on each coding: A ruled out, V suspected, Z past, G certain. */
    private static void germanCertainty(ObjectNode condition, @Nullable String certainty) {
        if (certainty != null) {
            for (JsonNode coding : condition.path("code").path("coding")) {
                ((ObjectNode) coding)
                        .putArray("extension")
                        .addObject()
                        .put("url", "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit")
                        .putObject("valueCoding")
                        .put("system", "https://fhir.kbv.de/CodeSystem/KBV_CS_SFHIR_ICD_DIAGNOSESICHERHEIT")
                        .put("code", certainty);
            }
        }
    }

    ObjectNode observation(Fields fields, int index) {
        ObjectNode observation = resource("Observation", fields, "ob" + (index + 1));
        observation.put("status", or(fields.optionalText("status"), "final"));
        code(observation, "code", fields, "code");
        subject(observation, fields);
        put(observation, "effectiveDateTime", fields.optionalText("date"));
        put(observation, "issued", fields.optionalText("issued"));
        BigDecimal value = fields.decimal("value");
        String unit = fields.optionalText("unit");
        if (value != null) {
            quantity(observation.putObject("valueQuantity"), value, unit);
        }
        if (fields.has("coded")) {
            observation.set(
                    "valueCodeableConcept", concept(fields, List.of(fields.text("coded")), null, null, "coded"));
        }
        put(observation, "valueString", fields.optionalText("said"));
        if (fields.has("yes")) {
            observation.put("valueBoolean", fields.flag("yes", true));
        }
        if (fields.flag("absent", false)) {
            observation.putObject("dataAbsentReason").put("text", "unknown");
        }
        return observation;
    }

    ObjectNode report(Fields fields, int index) {
        String kind = or(fields.optionalText("kind"), "report");
        boolean study = kind.equals("imaging-study");
        boolean procedure = kind.equals("procedure");
        ObjectNode report = resource(
                study ? "ImagingStudy" : procedure ? "Procedure" : "DiagnosticReport", fields, "r" + (index + 1));
        report.put(
                "status", or(fields.optionalText("status"), study ? "available" : procedure ? "completed" : "final"));
        ObjectNode code =
                concept(fields, codes(fields), fields.optionalText("text"), fields.optionalText("display"), "code");
        if (code != null && study) {
            report.putArray("procedureCode").add(code);
        } else if (code != null) {
            report.set("code", code);
        }
        subject(report, fields);
        put(
                report,
                study ? "started" : procedure ? "performedDateTime" : "effectiveDateTime",
                fields.optionalText("date"));
        put(report, "issued", fields.optionalText("issued"));
        put(report, "description", fields.optionalText("description"));
        put(report, "conclusion", fields.optionalText("conclusion"));
        put(report, "language", fields.optionalText("language"));
        if (fields.has("concluded")) {
            report.putArray("conclusionCode").add(concept(fields, fields.texts("concluded"), null, null, "concluded"));
        }
        if (fields.has("result")) {
            report.putArray("contained")
                    .addObject()
                    .put("resourceType", "Observation")
                    .put("id", "result")
                    .put("valueString", fields.text("result"));
            report.putArray("result").addObject().put("reference", "#result");
        }
        if (fields.has("attached")) {
            report.putArray("presentedForm")
                    .addObject()
                    .put("contentType", fields.text("attached"))
                    .put("url", "Binary/" + (index + 1));
        }
        if (fields.has("reason")) {
            report.putArray("reasonCode").add(concept(fields, fields.texts("reason"), null, null, "reason"));
        }
        site(report, fields, true);
        return report;
    }

    ObjectNode medication(Fields fields, int index) {
        String kind = or(fields.optionalText("kind"), "request");
        String type =
                switch (kind) {
                    case "statement" -> "MedicationStatement";
                    case "dispense" -> "MedicationDispense";
                    case "administration" -> "MedicationAdministration";
                    default -> "MedicationRequest";
                };
        ObjectNode medication = resource(type, fields, "m" + (index + 1));
        boolean done = kind.equals("dispense") || kind.equals("administration");
        medication.put("status", or(fields.optionalText("status"), done ? "completed" : "active"));
        if (kind.equals("request")) {
            medication.put("intent", or(fields.optionalText("intent"), "order"));
        }
        code(medication, "medicationCodeableConcept", fields, "code");
        subject(medication, fields);
        String date = fields.optionalText("date");
        String end = fields.optionalText("end");
        switch (kind) {
            case "request" -> put(medication, "authoredOn", date);
            case "dispense" -> put(medication, "whenHandedOver", date);
            default -> {
                if (date != null || end != null) {
                    ObjectNode period = medication.putObject("effectivePeriod");
                    put(period, "start", date);
                    put(period, "end", end);
                }
            }
        }
        VignetteSupply.write(medication, kind, fields);
        if (fields.has("category")) {
            ObjectNode category = VignetteRequest.object();
            category.putArray("coding").addObject().put("code", fields.text("category"));
            medication.putArray("category").add(category);
        }
        if (fields.has("reason")) {
            medication.putArray("reasonCode").add(concept(fields, fields.texts("reason"), null, null, "reason"));
        }
        return medication;
    }

    ObjectNode order(Fields fields, String id, String status) {
        List<String> codes = codes(fields);
        boolean drug = codes.stream().anyMatch(code -> code.startsWith("rxnorm|") || code.startsWith("atc|"));
        String type = or(fields.optionalText("type"), drug ? "MedicationRequest" : "ServiceRequest");
        ObjectNode order = resource(type, fields, id);
        String given = fields.optionalText("status");
        if (!"none".equals(given)) {
            order.put("status", or(given, status));
        }
        String intent = fields.optionalText("intent");
        if (!"none".equals(intent)) {
            order.put("intent", or(intent, "order"));
        }
        if (fields.flag("do-not-perform", false)) {
            order.put("doNotPerform", true);
        }
        boolean medication = type.equals("MedicationRequest");
        ObjectNode code = concept(fields, codes, fields.optionalText("text"), fields.optionalText("display"), "code");
        if (code != null) {
            order.set(medication ? "medicationCodeableConcept" : "code", code);
        }
        if (fields.has("category")) {
            order.putArray("category").add(category(fields));
        }
        subject(order, fields);
        put(order, "authoredOn", fields.optionalText("date"));
        site(order, fields, true);
        note(order, fields);
        String reasonText = fields.optionalText("reason-text");
        if (fields.has("reason") || reasonText != null) {
            order.putArray("reasonCode").add(concept(fields, fields.texts("reason"), reasonText, null, "reason"));
        }
        if (fields.has("reason-of")) {
            order.putArray("reasonReference").addObject().put("reference", "Condition/" + fields.text("reason-of"));
        }
        if (medication) {
            VignetteSupply.write(order, "request", fields);
        }
        return order;
    }

    private ObjectNode category(Fields fields) {
        String code = fields.text("category");
        ObjectNode coded = code.contains("|") ? concept(fields, List.of(code), null, null, "category") : null;
        if (coded != null) {
            return coded;
        }
        ObjectNode plain = VignetteRequest.object();
        plain.putArray("coding").addObject().put("code", code);
        return plain;
    }

    private ObjectNode resource(String type, Fields fields, String id) {
        return VignetteRequest.object().put("resourceType", type).put("id", or(fields.optionalText("id"), id));
    }

    private void code(ObjectNode resource, String element, Fields fields, String key) {
        ObjectNode code =
                concept(fields, codes(fields), fields.optionalText("text"), fields.optionalText("display"), key);
        if (code != null) {
            resource.set(element, code);
        }
    }

    private static List<String> codes(Fields fields) {
        if (!fields.has("code")) {
            return List.of();
        }
        List<String> one = fields.isList("code") ? fields.texts("code") : List.of(fields.text("code"));
        return one;
    }

    private @Nullable ObjectNode concept(
            Fields fields, List<String> codes, @Nullable String text, @Nullable String display, String key) {
        return VignetteRequest.concept(fields, codes, text, display, systems, key);
    }

    private static void subject(ObjectNode resource, Fields fields) {
        resource.putObject("subject").put("reference", "Patient/" + or(fields.optionalText("subject"), PATIENT));
    }

    private static void site(ObjectNode resource, Fields fields, boolean list) {
        String site = fields.optionalText("site");
        if (site != null && list) {
            resource.putArray("bodySite").addObject().put("text", site);
        }
    }

    private static void note(ObjectNode resource, Fields fields) {
        String note = fields.optionalText("note");
        if (note != null) {
            resource.putArray("note").addObject().put("text", note);
        }
    }

    private static void status(
            ObjectNode resource, String element, @Nullable String given, String usual, String system) {
        if (!"none".equals(given)) {
            resource.putObject(element)
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/" + system)
                    .put("code", or(given, usual));
        }
    }

    private static void quantity(ObjectNode quantity, BigDecimal value, @Nullable String unit) {
        quantity.put("value", value);
        if (unit != null) {
            quantity.put("unit", unit).put("system", UCUM).put("code", unit);
        }
    }

    static void put(ObjectNode node, String element, @Nullable String text) {
        if (text != null) {
            node.put(element, text);
        }
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }
}
