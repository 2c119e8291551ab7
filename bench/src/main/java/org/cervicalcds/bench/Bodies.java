package org.cervicalcds.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cervicalcds.service.cdshooks.PublishedTemplates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * patient-view bodies of a given length: the charts of Synthea patients, as an EHR fills the published templates with them.
 *
 * <p>The patient is the one with the shortest chart that is long enough. What is too much is cut from the past, as Synthea's own
 * {@code years_of_history} does: active conditions and orders stay, of the rest the newest; what is longer than the room that is left is passed over.
 */
public final class Bodies {
    private static final String SERVER = "https://ehr.example/fhir/";
    private static final String HOOK_INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
    private static final Path FOLDER = Path.of("results");
    private static final List<Integer> KILOBYTES = List.of(15, 200, 2000);

    private static final String CONDITIONS = "conditions";

    /** How much of the length must be reached. */
    private static final double FILLED = 0.97;

    private Bodies() {}

    /** Arguments: the folder of Synthea's Bundles, the folder of the content. */
    public static void main(String[] args) throws IOException {
        Map<String, String> templates = PublishedTemplates.of("patient-view", Path.of(args[1]));
        List<Filled> charts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file : files.sorted().toList()) {
                charts.add(Filled.of(SyntheaChart.read(file), templates));
            }
        }
        charts.sort(Comparator.comparing(chart -> chart.body().length));
        for (int kilobytes : KILOBYTES) {
            int length = kilobytes * 1000;
            Filled chart = charts.stream()
                    .filter(one -> one.body().length >= length)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no chart has " + kilobytes + " kB"))
                    .cutTo(length);
            byte[] body = chart.body();
            if (body.length < FILLED * length || body.length > length) {
                throw new IllegalStateException(body.length + " bytes are not " + kilobytes + " kB");
            }
            Files.write(file(length), body);
            System.out.println(file(length) + " " + body.length);
            Path speaking = FOLDER.resolve(kilobytes + "-speaking.json");
            Files.write(speaking, chart.speaking().body());
            System.out.println(speaking + " " + Files.size(speaking));
        }
    }

    /** The body of about so many bytes; it must have been made before. */
    public static byte[] body(int length) throws IOException {
        return made(file(length));
    }

    /** The same chart with a disease for which a card speaks. */
    public static byte[] speaking(int kilobytes) throws IOException {
        return made(FOLDER.resolve(kilobytes + "-speaking.json"));
    }

    private static byte[] made(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException(
                    file.toAbsolutePath() + " is missing: bench/bodies.sh makes it, with Synthea", e);
        }
    }

    /** The place of the one part of a body that differs from call to call. */
    static int hookInstanceAt(byte[] body) {
        int at = new String(body, 0, Math.min(body.length, 1000), StandardCharsets.ISO_8859_1).indexOf(HOOK_INSTANCE);
        if (at < 0) {
            throw new IllegalStateException("the body has another hookInstance than " + HOOK_INSTANCE);
        }
        return at;
    }

    /** The places of the last twelve digits of the patient's id, which is a uuid. */
    static int[] patientAt(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int named = text.indexOf("\"patientId\":\"") + 13;
        String id = text.substring(named, named + 36);
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 36)) {
            places.add(at + 24);
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Path file(int length) {
        return FOLDER.resolve(length / 1000 + ".json");
    }

    /** A chart and what the templates, filled with its ids, find in it. */
    private record Filled(SyntheaChart chart, Map<String, String> queries, Map<String, List<JsonNode>> found) {

        static Filled of(SyntheaChart chart, Map<String, String> templates) {
            Map<String, String> queries = new LinkedHashMap<>();
            Map<String, List<JsonNode>> found = new LinkedHashMap<>();
            templates.forEach((key, template) -> {
                String query = template.replace("{{context.patientId}}", id(chart.patient()))
                        .replace("{{context.encounterId}}", id(chart.lastEncounter()));
                queries.put(key, query);
                if (query.contains("?")) {
                    found.put(key, chart.search(query));
                }
            });
            return new Filled(chart, queries, found);
        }

        Filled cutTo(int length) {
            List<JsonNode> newestFirst = new ArrayList<>();
            found.values().forEach(newestFirst::addAll);
            newestFirst.sort(Comparator.comparing(Filled::isActive)
                    .thenComparing(SyntheaChart::date)
                    .reversed());
            Set<JsonNode> kept = new HashSet<>();
            // Each total takes up to three digits more than the 0 of an empty Bundle.
            int written = with(Set.of()).body().length + 3 * found.size();
            for (JsonNode resource : newestFirst) {
                int more = SyntheaChart.JSON.writeValueAsBytes(entry(resource)).length + 1;
                if (written + more <= length) {
                    kept.add(resource);
                    written += more;
                }
                if (written >= (1 + FILLED) / 2 * length) {
                    break;
                }
            }
            return with(kept);
        }

        private Filled with(Set<JsonNode> kept) {
            Map<String, List<JsonNode>> less = new LinkedHashMap<>();
            found.forEach((key, all) ->
                    less.put(key, all.stream().filter(kept::contains).toList()));
            return new Filled(chart, queries, less);
        }

        /** The same chart with ankylosing spondylitis and osteoporosis, of which a card speaks. */
        Filled speaking() {
            Map<String, List<JsonNode>> more = new LinkedHashMap<>(found);
            List<JsonNode> conditions = new ArrayList<>(found.getOrDefault(CONDITIONS, List.of()));
            conditions.add(condition("speaking-1", "M45.2", "2001-03-04"));
            conditions.add(condition("speaking-2", "M81.0", "2020-03-04"));
            more.put(CONDITIONS, List.copyOf(conditions));
            return new Filled(chart, queries, more);
        }

        private JsonNode condition(String id, String code, String onset) {
            ObjectNode condition = SyntheaChart.JSON.createObjectNode();
            condition.put("resourceType", "Condition").put("id", id).put("onsetDateTime", onset);
            condition.putObject("subject").put("reference", "Patient/" + id(chart.patient()));
            condition
                    .putObject("code")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://hl7.org/fhir/sid/icd-10-cm")
                    .put("code", code);
            return condition;
        }

        byte[] body() {
            JsonNode encounter = chart.lastEncounter();
            ObjectNode request = SyntheaChart.JSON.createObjectNode();
            request.put("hook", "patient-view").put("hookInstance", HOOK_INSTANCE);
            request.putObject("context")
                    .put(
                            "userId",
                            encounter.at("/participant/0/individual/reference").asString())
                    .put("patientId", id(chart.patient()))
                    .put("encounterId", id(encounter));
            ObjectNode prefetch = request.putObject("prefetch");
            queries.forEach((key, query) -> {
                List<JsonNode> matches = found.get(key);
                prefetch.set(
                        key,
                        matches != null
                                ? searchSet(query, matches)
                                : query.startsWith("Patient/") ? chart.patient() : encounter);
            });
            return SyntheaChart.JSON.writeValueAsBytes(request);
        }

        private static ObjectNode searchSet(String query, List<JsonNode> matches) {
            ObjectNode bundle = SyntheaChart.JSON.createObjectNode();
            bundle.put("resourceType", "Bundle").put("type", "searchset").put("total", matches.size());
            bundle.putArray("link").addObject().put("relation", "self").put("url", SERVER + query);
            if (!matches.isEmpty()) {
                ArrayNode entries = bundle.putArray("entry");
                matches.forEach(resource -> entries.add(entry(resource)));
            }
            return bundle;
        }

        private static ObjectNode entry(JsonNode resource) {
            ObjectNode entry = SyntheaChart.JSON.createObjectNode();
            entry.put("fullUrl", SERVER + SyntheaChart.name(resource)).set("resource", resource);
            entry.putObject("search").put("mode", "match");
            return entry;
        }

        private static boolean isActive(JsonNode resource) {
            return resource.at("/clinicalStatus/coding/0/code").asString("").equals("active")
                    || resource.path("status").asString("").equals("active");
        }

        private static String id(JsonNode resource) {
            return resource.path("id").asString();
        }
    }
}
