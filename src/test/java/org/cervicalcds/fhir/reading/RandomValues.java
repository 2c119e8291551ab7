package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values of FHIR's data types at random, the same ones for the same seed. */
class RandomValues {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    static final String[] DATES = {
        "2019", "2024", "2025", "1999-12", "2025-06", "2024-02-29", "2025-06-15", "2025-06-16", "2030-01-01",
    };
    static final String[] TIMES = {
        "2025-06-15T10:00:00Z",
        "2025-06-14T23:30:00-05:00",
        "2024-02-29T00:00:00.123+14:00",
        "1985-03-31T02:30:00.123456Z",
        "2025-12-31T23:59:59.999-11:30",
        "1969-12-31T23:59:59.5Z",
    };

    /** Where the URNs begin under which {@link ReaderDifferentialTest} puts resources; the number of the resource or p for the patient follows. */
    static final String URN = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e";

    static final String[] WORDS = {
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

    final Random random;
    private final Terminology terminology;

    RandomValues(Random random, Terminology terminology) {
        this.random = random;
        this.terminology = terminology;
    }

    ObjectNode period() {
        ObjectNode period = JSON.objectNode();
        if (random.nextInt(4) > 0) {
            period.put("start", date());
        }
        if (random.nextInt(4) > 0 || period.isEmpty()) {
            period.put("end", date());
        }
        return period;
    }

    ObjectNode quantity(String... units) {
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

    ObjectNode coded(String... codes) {
        ObjectNode concept = JSON.objectNode();
        concept.putArray("coding").addObject().put("code", pick(codes));
        return concept;
    }

    ObjectNode words() {
        return JSON.objectNode().put("text", pick(WORDS));
    }

    /** A concept with one to three codings, of sets whose ids start so, of other sets, or of none. */
    ObjectNode concept(String... prefixes) {
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

    void coding(ObjectNode coding, String... prefixes) {
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

    String date() {
        return random.nextBoolean() ? pick(DATES) : pick(TIMES);
    }

    void removeAll(ObjectNode resource, String stem) {
        for (String name : List.copyOf(resource.propertyNames())) {
            if (name.startsWith(stem)) {
                resource.remove(name);
            }
        }
    }

    String pick(String... from) {
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
