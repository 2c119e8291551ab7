package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes valid resources into other valid resources, the same ones for the same seed. */
final class Variations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String[] DATES = {
        "2019", "2024", "2025", "1999-12", "2025-06", "2024-02-29", "2025-06-15", "2025-06-16", "2030-01-01",
    };
    private static final String[] TIMES = {
        "2025-06-15T10:00:00Z",
        "2025-06-14T23:30:00-05:00",
        "2024-02-29T00:00:00.123+14:00",
        "1985-03-31T02:30:00.123456Z",
        "2025-12-31T23:59:59.999-11:30",
        "1969-12-31T23:59:59.5Z",
    };
    /** Where the URNs begin under which {@link ReaderDifferentialTest} puts resources; the number of the resource or p for the patient follows. */
    static final String URN = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e";

    private static final String[] WORDS = {
        "Neck pain",
        "Bamboo spine. No fracture.",
        "left knee",
        "cervical spine",
        "Wirbelsäule ist steif",
        "tab\tand \"quote\" and \\ backslash",
        "line\nbreak",
        "emoji \uD83E\uDDB4",
        "carisoprodol 350 mg",
    };
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

    private final Random random;
    private final Terminology terminology;

    Variations(long seed, Terminology terminology) {
        this.random = new Random(seed);
        this.terminology = terminology;
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

    /** Two weights around the loss that counts, or a temperature around fever, in units of all kinds. */
    List<ObjectNode> measured() {
        List<ObjectNode> found = new ArrayList<>();
        if (random.nextBoolean()) {
            found.add(measured("29463-7", "2025-01-10", weight("80")));
            found.add(measured("29463-7", "2025-06-01", weight(pick("75.9", "76.1"))));
        } else {
            String unit = pick("Cel", "°C", "[degF]", "°F", "");
            boolean fahrenheit = unit.endsWith("F") || unit.endsWith("F]") || unit.isEmpty() && random.nextBoolean();
            ObjectNode value = JSON.objectNode();
            value.put("value", new BigDecimal(fahrenheit ? pick("100.4", "100.3") : pick("38.0", "37.9", "38.9")));
            found.add(measured("8310-5", "2025-06-15", named(value, unit)));
        }
        return found;
    }

    private ObjectNode weight(String kilograms) {
        BigDecimal number = new BigDecimal(kilograms);
        String unit =
                pick("kg", "kilograms", "g", "[lb_av]", "lbs", "[lb_us]", "pounds", "[oz_av]", "oz", "stone", "hands");
        BigDecimal one =
                switch (unit) {
                    case "g" -> new BigDecimal("0.001");
                    case "[lb_av]", "lbs", "[lb_us]", "pounds" -> new BigDecimal("0.45359237");
                    case "[oz_av]", "oz" -> new BigDecimal("0.028349523125");
                    case "stone" -> new BigDecimal("6.35029318");
                    default -> BigDecimal.ONE;
                };
        return named(JSON.objectNode().put("value", number.divide(one, 4, RoundingMode.HALF_UP)), unit);
    }

    private ObjectNode named(ObjectNode value, String unit) {
        if (!unit.isEmpty()) {
            value.put("unit", unit);
            if (random.nextBoolean()) {
                value.put("system", "http://unitsofmeasure.org").put("code", unit);
            }
        }
        return value;
    }

    private ObjectNode measured(String code, String day, ObjectNode value) {
        ObjectNode observation = JSON.objectNode();
        observation.put("resourceType", "Observation").put("status", pick("final", "amended", "corrected"));
        observation.put("id", "m" + day + random.nextInt(1000));
        observation
                .putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", code);
        observation.putObject("subject").put("reference", pick("Patient/p1", "Patient/p1/_history/3", URN + "p"));
        observation.put("effectiveDateTime", day);
        observation.set("valueQuantity", value);
        return observation;
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
            case "ServiceRequest" -> serviceRequest(resource);
            case "MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration" ->
                medication(type, resource);
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
            case 2 -> reasons(procedure);
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
            default -> reasons(study);
        }
    }

    private void serviceRequest(ObjectNode order) {
        switch (random.nextInt(9)) {
            case 0 -> order.set("code", concept("ord-"));
            case 1 -> order.putArray("category").add(concept("ord-"));
            case 2 -> order.put("doNotPerform", random.nextBoolean());
            case 3 -> order.put("intent", pick("proposal", "plan", "order", "filler-order"));
            case 4 -> order.putArray("orderDetail").add(words());
            case 5 ->
                order.putArray("note")
                        .add(JSON.objectNode().put("text", pick(WORDS)))
                        .addObject()
                        .put("text", pick(WORDS));
            case 6 -> order.putArray("bodySite").add(words());
            case 7 -> order.put("authoredOn", date());
            default -> reasons(order);
        }
    }

    private void reasons(ObjectNode resource) {
        if (random.nextBoolean()) {
            resource.putArray("reasonCode").add(concept("dx-")).add(words());
        } else {
            ArrayNode references = resource.putArray("reasonReference");
            references.addObject().put("reference", "Condition/v" + random.nextInt(5));
            references.addObject().put("reference", "https://ehr.example/fhir/Condition/v" + random.nextInt(3));
            references
                    .addObject()
                    .put(
                            "reference",
                            pick("#why", "Condition/v" + random.nextInt(5) + "/_history/4", URN + random.nextInt(4)));
            ObjectNode contained = resource.putArray("contained").addObject();
            contained.put("resourceType", "Condition").put("id", "why");
            contained.putObject("subject").put("reference", "Patient/p1");
            contained.set("code", concept("dx-"));
        }
    }

    private void medication(String type, ObjectNode medication) {
        boolean given = type.equals("MedicationAdministration");
        boolean dispensed = type.equals("MedicationDispense");
        String dosage = given ? "" : type.equals("MedicationStatement") ? "dosage" : "dosageInstruction";
        switch (random.nextInt(6)) {
            case 0 -> {
                removeAll(medication, "medication");
                medication.set("medicationCodeableConcept", concept("med-"));
            }
            case 1 -> referred(medication);
            case 2 -> {
                if (!dosage.isEmpty()) {
                    ArrayNode dosages = medication.putArray(dosage);
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        dosages.add(dosage());
                    }
                } else {
                    medication.putObject("dosage").set("route", words());
                }
            }
            case 3 -> {
                if (type.equals("MedicationRequest")) {
                    ObjectNode dispense = medication.putObject("dispenseRequest");
                    dispense.put("numberOfRepeatsAllowed", random.nextInt(5));
                    dispense.set("quantity", quantity("{tbl}", "mg", "1"));
                    dispense.set("expectedSupplyDuration", quantity("d", "wk", "mo"));
                } else if (dispensed) {
                    medication.set("quantity", quantity("{tbl}", "mg", "1"));
                    medication.set("daysSupply", quantity("d", "wk", ""));
                }
            }
            case 4 -> {
                if (!dispensed) {
                    reasons(medication);
                }
            }
            default -> {
                if (type.equals("MedicationRequest")) {
                    medication.put("authoredOn", date()).put("intent", pick("order", "plan", "proposal"));
                } else if (dispensed) {
                    medication.put(pick("whenHandedOver", "whenPrepared"), date());
                } else {
                    removeAll(medication, "effective");
                    if (random.nextBoolean()) {
                        medication.put("effectiveDateTime", date());
                    } else {
                        medication.set("effectivePeriod", period());
                    }
                }
            }
        }
    }

    private void referred(ObjectNode medication) {
        removeAll(medication, "medication");
        ObjectNode reference = medication.putObject("medicationReference");
        boolean inside = random.nextBoolean();
        reference.put(
                "reference",
                inside
                        ? "#m"
                        : pick(
                                "Medication/v" + random.nextInt(5),
                                "Medication/v" + random.nextInt(5) + "/_history/1",
                                "https://ehr.example/fhir/Medication/v" + random.nextInt(5),
                                URN + random.nextInt(4)));
        if (random.nextBoolean()) {
            reference.put("display", pick("carisoprodol 350 mg", "Warfarin", "something else"));
        }
        if (inside) {
            ObjectNode contained = medication.putArray("contained").addObject();
            contained.put("resourceType", "Medication").put("id", "m");
            if (random.nextBoolean()) {
                contained.set("code", concept("med-"));
            }
            contained.putArray("ingredient").addObject().set("itemCodeableConcept", concept("med-"));
        }
    }

    private ObjectNode dosage() {
        ObjectNode dosage = JSON.objectNode();
        ObjectNode timing = dosage.putObject("timing");
        if (random.nextInt(4) == 0) {
            timing.set("code", coded("BID", "TID", "QD", "Q6H", "QOD"));
        } else {
            ObjectNode repeat = timing.putObject("repeat");
            repeat.put("frequency", 1 + random.nextInt(3)).put("period", 1 + random.nextInt(2));
            repeat.put("periodUnit", pick("d", "h", "wk"));
            if (random.nextInt(3) == 0) {
                repeat.put("frequencyMax", 4);
            }
            switch (random.nextInt(6)) {
                case 0 -> repeat.set("boundsDuration", quantity("d", "wk", "mo", "days", "Tage"));
                case 1 -> repeat.set("boundsPeriod", period());
                case 2 -> {
                    ObjectNode range = repeat.putObject("boundsRange");
                    range.set("low", quantity("d", "weeks"));
                    range.set("high", quantity("d", "weeks"));
                }
                case 3 -> repeat.put("count", 1 + random.nextInt(40));
                default -> {}
            }
        }
        if (random.nextBoolean()) {
            ArrayNode rates = dosage.putArray("doseAndRate");
            rates.addObject().set("doseQuantity", quantity("{tbl}", "mg", "tablet", "g", "Stück"));
            if (random.nextInt(4) == 0) {
                ObjectNode ratio = rates.addObject().putObject("rateRatio");
                ratio.set("numerator", quantity("TAB", "mg", "g"));
                ratio.set("denominator", quantity("d", "h"));
            }
            ObjectNode ordered = rates.addObject();
            ordered.set("type", coded("ordered", "calculated"));
            ordered.putObject("doseRange").set("high", quantity("{tbl}", "mg", "tablet"));
        }
        if (random.nextInt(3) == 0) {
            dosage.put("sequence", 1 + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            dosage.put("asNeededBoolean", random.nextBoolean());
            ObjectNode most = dosage.putObject("maxDosePerPeriod");
            most.set("numerator", quantity("{tbl}", "mg"));
            most.set("denominator", quantity("d", "h"));
        } else if (random.nextInt(3) == 0) {
            dosage.set("asNeededCodeableConcept", words());
        }
        if (random.nextInt(3) == 0) {
            dosage.set("route", JSON.objectNode().put("text", pick("Oral", "by mouth", "intramuscular")));
        }
        if (random.nextInt(4) == 0) {
            dosage.set("site", words());
        }
        return dosage;
    }

    private ObjectNode period() {
        ObjectNode period = JSON.objectNode();
        if (random.nextInt(4) > 0) {
            period.put("start", date());
        }
        if (random.nextInt(4) > 0 || period.isEmpty()) {
            period.put("end", date());
        }
        return period;
    }

    private ObjectNode quantity(String... units) {
        ObjectNode quantity = JSON.objectNode();
        quantity.put("value", new BigDecimal(pick("1", "2.50", "30", "0.5", "14", "38.4", "90")));
        String unit = pick(units);
        if (!unit.isEmpty()) {
            quantity.put("unit", unit);
            if (random.nextBoolean()) {
                quantity.put("system", "http://unitsofmeasure.org").put("code", unit);
            }
        }
        if (random.nextInt(12) == 0) {
            quantity.put("comparator", pick("<", ">="));
        }
        return quantity;
    }

    private ObjectNode coded(String... codes) {
        ObjectNode concept = JSON.objectNode();
        concept.putArray("coding").addObject().put("code", pick(codes));
        return concept;
    }

    private ObjectNode words() {
        return JSON.objectNode().put("text", pick(WORDS));
    }

    /** A concept with one to three codings, of sets whose ids start so, of other sets, or of none. */
    private ObjectNode concept(String... prefixes) {
        ObjectNode concept = JSON.objectNode();
        ArrayNode codings = concept.putArray("coding");
        for (int i = random.nextInt(3); i >= 0; i--) {
            coding(codings.addObject(), prefixes);
        }
        if (random.nextBoolean()) {
            concept.put("text", pick(WORDS));
        }
        return concept;
    }

    private void coding(ObjectNode coding, String... prefixes) {
        List<ValueSet> sets = terminology.valueSets().stream()
                .filter(set -> random.nextInt(8) == 0 || set.id().startsWith(pick(prefixes)))
                .toList();
        if (sets.isEmpty() || random.nextInt(5) == 0) {
            coding.put("system", pick("http://snomed.info/sct", "urn:local", "http://loinc.org"))
                    .put("code", "X1");
        } else {
            var codes = terminology.codesOf(sets.get(random.nextInt(sets.size())));
            if (codes.isEmpty()) {
                coding.put("code", "Y2");
            } else {
                List<CodeSystem> systems = List.copyOf(codes.keySet());
                CodeSystem system = systems.get(random.nextInt(systems.size()));
                List<String> rows = Objects.requireNonNull(codes.get(system));
                String code = rows.get(random.nextInt(rows.size())).replace("=", "");
                boolean dotted = system.name().startsWith("icd") && code.length() > 3 && !code.contains(".");
                coding.put("system", system.uri())
                        .put("code", dotted ? code.substring(0, 3) + "." + code.substring(3) : code);
            }
        }
        if (random.nextBoolean()) {
            coding.put("display", pick(WORDS));
        }
        if (random.nextInt(10) == 0) {
            coding.remove("system");
        }
        if (random.nextInt(20) == 0) {
            ObjectNode certainty = coding.putArray("extension").addObject();
            certainty.put("url", "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit");
            certainty
                    .putObject("valueCoding")
                    .put("system", "https://fhir.kbv.de/CodeSystem/KBV_CS_SFHIR_ICD_DIAGNOSESICHERHEIT")
                    .put("code", pick("A", "V", "G", "Z"));
        }
        if (coding.has("system") && random.nextInt(8) == 0) {
            String system = coding.get("system").asString();
            coding.put("system", pick(system.replace("http:", "https:"), system + "/", system + "|2025"));
        }
        if (random.nextInt(10) == 0) {
            coding.put("userSelected", true).put("version", "2025");
        }
    }

    private String date() {
        return random.nextBoolean() ? pick(DATES) : pick(TIMES);
    }

    private void removeAll(ObjectNode resource, String stem) {
        for (String name : List.copyOf(resource.propertyNames())) {
            if (name.startsWith(stem)) {
                resource.remove(name);
            }
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    /** The same with the members of every object in another order. */
    JsonNode shuffled(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode other = JSON.arrayNode();
            array.forEach(element -> other.add(shuffled(element)));
            return other;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        List<String> names = new ArrayList<>(object.propertyNames());
        Collections.shuffle(names, random);
        ObjectNode other = JSON.objectNode();
        names.forEach(name -> other.set(name, shuffled(object.get(name))));
        return other;
    }
}
