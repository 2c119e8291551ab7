package org.cervicalcds.workbench.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The plain HTTP client that the tests of the sandbox speak through. */
final class FhirClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    FhirClient(int port) {
        this.base = "http://localhost:" + port + "/fhir/";
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

    static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    /** Reads an address below the base; a bar and other special characters of the query are escaped. */
    Answer get(String path) {
        return send(request(path.startsWith("http") ? path : url(path)));
    }

    Answer post(String path, String contentType, String body) {
        return send(request(url(path)).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(request(url(path))
                .header("Content-Type", "application/fhir+json")
                .PUT(BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(url(path)).DELETE());
    }

    String url(String path) {
        return base
                + path.replace("|", URLEncoder.encode("|", StandardCharsets.UTF_8))
                        .replace(" ", "%20");
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String body = response.body();
            return new Answer(
                    response.statusCode(), body.startsWith("{") ? JSON.readTree(body) : JSON.nullNode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
