package org.cervicalcds.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The chart of one Synthea patient as a FHIR server holds it once it has been loaded: a reference names type and id. */
final class SyntheaChart {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Pattern REFERENCE = Pattern.compile("\"reference\"\\s*:\\s*\"(urn:uuid:[0-9a-f-]{36})\"");
    private static final List<String> DATES = List.of(
            "/recordedDate",
            "/effectiveDateTime",
            "/effectivePeriod/start",
            "/performedDateTime",
            "/performedPeriod/start",
            "/authoredOn",
            "/started",
            "/period/start");

    private final List<JsonNode> resources;

    private SyntheaChart(List<JsonNode> resources) {
        this.resources = resources;
    }

    /** Reads the collection Bundle that Synthea wrote for one patient. */
    static SyntheaChart read(Path file) throws IOException {
        String text = Files.readString(file);
        Map<String, String> names = new HashMap<>();
        for (JsonNode entry : JSON.readTree(text).path("entry")) {
            names.put(entry.path("fullUrl").asString(), name(entry.path("resource")));
        }
        String linked = REFERENCE.matcher(text).replaceAll(found -> {
            String name = names.get(found.group(1));
            if (name == null) {
                throw new IllegalStateException(file + " has no " + found.group(1));
            }
            return Matcher.quoteReplacement("\"reference\":\"" + name + "\"");
        });
        List<JsonNode> resources = new ArrayList<>();
        JSON.readTree(linked).path("entry").forEach(entry -> resources.add(entry.path("resource")));
        return new SyntheaChart(resources);
    }

    /** Type and id, as references have them. */
    static String name(JsonNode resource) {
        return resource.path("resourceType").asString() + "/"
                + resource.path("id").asString();
    }

    JsonNode patient() {
        return ofType("Patient").get(0);
    }

    JsonNode lastEncounter() {
        return ofType("Encounter").stream()
                .max(Comparator.comparing(SyntheaChart::date))
                .orElseThrow();
    }

    /** When it was recorded, done or begun; Synthea writes all times in UTC, so that they sort as text. */
    static String date(JsonNode resource) {
        for (String date : DATES) {
            JsonNode value = resource.at(date);
            if (value.isString()) {
                return value.asString();
            }
        }
        throw new IllegalStateException("no date is known in " + name(resource));
    }

    /** What a server finds by a search such as {@code Observation?patient=1&code=http://loinc.org|8310-5}, in the order of the chart. */
    List<JsonNode> search(String query) {
        String[] parts = query.split("\\?", 2);
        List<JsonNode> found = ofType(parts[0]);
        for (String parameter : parts[1].split("&")) {
            String[] pair = parameter.split("=", 2);
            Set<String> values = Set.of(pair[1].split(","));
            switch (pair[0]) {
                case "patient" -> {}
                case "status" ->
                    found.removeIf(
                            resource -> !values.contains(resource.path("status").asString()));
                case "code" -> found.removeIf(resource -> !hasCode(resource, values));
                default -> throw new IllegalStateException("this search is not known here: " + query);
            }
        }
        return found;
    }

    private List<JsonNode> ofType(String type) {
        return new ArrayList<>(resources.stream()
                .filter(resource -> resource.path("resourceType").asString().equals(type))
                .toList());
    }

    private static boolean hasCode(JsonNode resource, Set<String> tokens) {
        for (JsonNode coding : resource.at("/code/coding")) {
            if (tokens.contains(
                    coding.path("system").asString() + "|" + coding.path("code").asString())) {
                return true;
            }
        }
        return false;
    }
}
