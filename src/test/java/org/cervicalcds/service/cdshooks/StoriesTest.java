package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The sandbox's patients get the cards they are made for, and the same ones whether the data come by prefetch, by access or both. */
@Tag("long")
@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class StoriesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SERVICE = "cervical-patient-view";

    private final int port;
    private final HookClient http;
    private Map<String, String> templates = new TreeMap<>();

    StoriesTest(@LocalServerPort int port) {
        this.port = port;
        this.http = new HookClient(port);
    }

    @BeforeEach
    void readTemplates() {
        templates = new TreeMap<>();
        http.templates("patient-view")
                .propertyStream()
                .forEach(key -> templates.put(key.getKey(), key.getValue().asString()));
    }

    @Test
    void everyStoryGetsItsCardsInAllThreeForms() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/sandbox/patient-view.tsv"));
        int stories = 0;
        for (String line : lines) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            List<String> expected = columns[1].isBlank()
                    ? List.of()
                    : List.of(columns[1].strip().split(" +"));
            String patient = columns[0];
            ObjectNode prefetched = prefetch(patient);
            ObjectNode half = prefetched.deepCopy();
            int dropped = 0;
            for (String key : templates.keySet()) {
                if (dropped++ % 2 == 0) {
                    half.remove(key);
                }
            }
            assertThat(cards(patient, null, true)).as(patient + " by access").isEqualTo(expected);
            assertThat(cards(patient, prefetched, false))
                    .as(patient + " by prefetch")
                    .isEqualTo(expected);
            assertThat(cards(patient, half, true)).as(patient + " by both").isEqualTo(expected);
            stories++;
        }
        assertThat(stories).isGreaterThanOrEqualTo(50);
    }

    private List<String> cards(String patient, @Nullable ObjectNode prefetch, boolean access) {
        ObjectNode request = JSON.createObjectNode();
        request.put("hook", "patient-view").put("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
        request.putObject("context")
                .put("userId", "Practitioner/dr-okafor")
                .put("patientId", patient)
                .put("encounterId", patient + "-enc-1");
        if (prefetch != null) {
            request.set("prefetch", prefetch);
        }
        if (access) {
            request.put("fhirServer", "http://localhost:" + port + "/fhir");
            request.putObject("fhirAuthorization")
                    .put("access_token", "demo")
                    .put("token_type", "Bearer")
                    .put("expires_in", 300)
                    .put("scope", "user/*.read")
                    .put("subject", "cervical-cds");
        }
        JsonNode reply = JSON.readTree(
                http.post("/cds-services/" + SERVICE, request.toString()).body());
        List<String> cards = new ArrayList<>();
        assertThat(reply.has("cards")).as(reply.toString()).isTrue();
        reply.get("cards")
                .forEach(card ->
                        cards.add(card.get("source").get("topic").get("code").asString() + ":"
                                + card.get("indicator").asString()));
        return cards;
    }

    /** What an EHR would send: every template filled in and asked, all pages together, null where there is nothing. */
    private ObjectNode prefetch(String patient) {
        ObjectNode prefetch = JSON.createObjectNode();
        templates.forEach((key, template) -> {
            String path = template.replace("{{context.patientId}}", patient)
                    .replace("{{context.encounterId}}", patient + "-enc-1")
                    .replace("|", "%7C");
            boolean search = path.contains("?");
            JsonNode answer = JSON.readTree(
                    http.get("/fhir/" + path + (search ? "&_count=500" : "")).body());
            if (answer.path("resourceType").asString("").equals("OperationOutcome")) {
                prefetch.putNull(key);
                return;
            }
            prefetch.set(key, answer);
            String next = next(answer);
            while (next != null) {
                JsonNode page = JSON.readTree(http.get(next).body());
                page.path("entry")
                        .forEach(entry -> ((ArrayNode) prefetch.get(key).get("entry")).add(entry));
                next = next(page);
            }
            if (search) {
                ((ObjectNode) prefetch.get(key)).remove("link");
            }
        });
        return prefetch;
    }

    private static @Nullable String next(JsonNode bundle) {
        for (JsonNode link : bundle.path("link")) {
            if (link.path("relation").asString("").equals("next")) {
                return link.get("url").asString();
            }
        }
        return null;
    }
}
