package org.cervicalcds.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** patient-view bodies of a given length, out of the synthetic charts of the sandbox's bystanders; the same for the same seed. */
public final class Bodies {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern TOKEN = Pattern.compile("\\$\\{(today|now|month|year)(?:-(\\d+)([a-z]+))?[^}]*}");
    private static final Map<String, String> KEYS = Map.of(
            "Condition", "conditions",
            "Encounter", "encounter",
            "DiagnosticReport", "diagnosticReports",
            "Procedure", "procedures",
            "ImagingStudy", "imagingStudies",
            "ServiceRequest", "serviceRequests",
            "MedicationRequest", "medicationRequests",
            "MedicationStatement", "medicationStatements",
            "Observation", "bodyWeight");

    private Bodies() {}

    /** Writes the bodies and the scripts that make wrk send them. */
    public static void main(String[] args) throws IOException {
        Path to = Files.createDirectories(Path.of(args[0]));
        for (String kilobytes : List.of("15", "200", "2000")) {
            byte[] body = body(Integer.parseInt(kilobytes) * 1000);
            Path file = to.resolve(kilobytes + ".json");
            Files.write(file, body);
            Files.writeString(
                    to.resolve(kilobytes + ".lua"),
                    "local f = io.open(\"" + file.toAbsolutePath() + "\", \"rb\")\nwrk.method = \"POST\"\n"
                            + "wrk.body = f:read(\"*all\")\nwrk.headers[\"Content-Type\"] = \"application/json\"\n");
            System.out.println(file + " " + body.length);
        }
    }

    /** A body of about so many bytes. */
    public static byte[] body(int length) throws IOException {
        Random random = new Random(length);
        List<JsonNode> pool = pool();
        Map<String, ArrayNode> prefetch = new LinkedHashMap<>();
        KEYS.values().stream()
                .sorted()
                .filter(key -> !key.equals("encounter"))
                .forEach(key -> prefetch.put(key, JSON.createArrayNode()));
        int written = 700;
        for (int i = 0; written < length; i++) {
            ObjectNode resource =
                    (ObjectNode) pool.get(random.nextInt(pool.size())).deepCopy();
            String key = KEYS.get(resource.get("resourceType").asString());
            ArrayNode entries = key == null ? null : prefetch.get(key);
            if (entries != null) {
                resource.put("id", "r" + i);
                resource.putObject("subject").put("reference", "Patient/p1");
                ObjectNode entry = JSON.createObjectNode();
                entry.put(
                        "fullUrl",
                        "https://ehr.example/fhir/"
                                + resource.get("resourceType").asString() + "/r" + i);
                entry.set("resource", resource);
                entries.add(entry);
                written += entry.toString().length() + 1;
            }
        }
        ObjectNode request = JSON.createObjectNode();
        request.put("hook", "patient-view").put("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
        request.putObject("context").put("userId", "Practitioner/1").put("patientId", "p1");
        ObjectNode values = request.putObject("prefetch");
        values.putObject("patient")
                .put("resourceType", "Patient")
                .put("id", "p1")
                .put("birthDate", "1961-04-30");
        prefetch.forEach((key, entries) -> values.putObject(key)
                .put("resourceType", "Bundle")
                .put("type", "searchset")
                .put("total", entries.size())
                .set("entry", entries));
        return JSON.writeValueAsBytes(request);
    }

    private static List<JsonNode> pool() throws IOException {
        List<JsonNode> pool = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../src/main/resources/sandbox/bystanders"))) {
            for (Path file : files.sorted().toList()) {
                String text = TOKEN.matcher(Files.readString(file, StandardCharsets.UTF_8))
                        .replaceAll(Bodies::date);
                JSON.readTree(text).path("entry").forEach(entry -> pool.add(entry.get("resource")));
            }
        }
        return pool;
    }

    private static String date(java.util.regex.MatchResult token) {
        int amount = token.group(2) == null ? 0 : Integer.parseInt(token.group(2));
        String unit = token.group(3) == null ? "d" : token.group(3);
        LocalDate day = LocalDate.of(2026, 6, 15)
                .minusDays(
                        unit.equals("y")
                                ? 365L * amount
                                : unit.equals("m") ? 30L * amount : unit.equals("d") ? amount : 0);
        return Matcher.quoteReplacement(
                switch (token.group(1)) {
                    case "now" -> day + "T09:08:07Z";
                    case "month" -> day.toString().substring(0, 7);
                    case "year" -> day.toString().substring(0, 4);
                    default -> day.toString();
                });
    }
}
