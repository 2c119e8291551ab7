package org.cervicalcds.workbench.sandbox;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.testkit.HookClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the sandbox that reads bundles. */
final class FhirClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final HookClient http;

    FhirClient(int port) {
        this.http = new HookClient("http://localhost:" + port + "/fhir/");
    }

    /** One answer: its status, its body as JSON, and the headers. */
    record Answer(int status, JsonNode body, HttpResponse<String> http) {
        int total() {
            return body.path("total").asInt(-1);
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            body.path("entry")
                    .forEach(entry -> ids.add(entry.path("resource").path("id").asString()));
            return ids;
        }

        String link(String relation) {
            for (JsonNode link : body.path("link")) {
                if (link.path("relation").asString().equals(relation)) {
                    return link.path("url").asString();
                }
            }
            return "";
        }
    }

    /** Reads a whole address or one below the base; a bar and other special characters of the query are escaped. */
    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer post(String path, String contentType, String body) {
        return send("POST", path, body, "Content-Type", contentType);
    }

    Answer put(String path, String body) {
        return send("PUT", path, body, "Content-Type", "application/fhir+json");
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    Answer send(String method, String path, String body, String... headers) {
        return send(method, path, BodyPublishers.ofString(body), headers);
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpResponse<String> response =
                http.send(method, path.replace("|", "%7C").replace(" ", "%20"), body, headers);
        String text = response.body();
        return new Answer(
                response.statusCode(), text.startsWith("{") ? JSON.readTree(text) : JSON.nullNode(), response);
    }
}
