package org.cervicalcds.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends exactly what it is told to, at a service of this machine; headers are a name and a value in turn. */
public final class HookClient {
    public static final String SERVICES = "/cds-services";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String root;

    public HookClient(int port) {
        this("http://localhost:" + port);
    }

    public HookClient(String root) {
        this.root = root;
    }

    /** The address of the service of a hook. */
    public static String service(String hook) {
        return SERVICES + "/cervical-" + hook;
    }

    public HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(120))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request without a body. */
    public HttpResponse<String> send(String method, String path, String... headers) {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** Posts JSON, in which a single quote stands for a double one. */
    public HttpResponse<String> post(String path, String json, String... headers) {
        return postBytes(path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
    }

    public HttpResponse<String> postBytes(String path, byte[] body, String... headers) {
        String[] all = headers;
        if (!List.of(headers).contains("Content-Type")) {
            all = Arrays.copyOf(headers, headers.length + 2);
            all[headers.length] = "Content-Type";
            all[headers.length + 1] = "application/json";
        }
        return send("POST", path, BodyPublishers.ofByteArray(body), all);
    }

    /** Calls the hook of a request. */
    public HttpResponse<String> call(HookRequest request, String... headers) {
        return post(service(request.hook()), request.text(), headers);
    }

    /** The services of discovery. */
    public JsonNode services() {
        return json(get(SERVICES)).path("services");
    }

    /** The templates of prefetch of a hook, by key. */
    public JsonNode templates(String hook) {
        return services()
                .valueStream()
                .filter(service -> service.path("hook").asString().equals(hook))
                .findFirst()
                .orElseThrow()
                .path("prefetch");
    }

    /** The body of an answer with status 200. */
    public static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** Card and tier, such as {@code muscle-relaxant-duration:warning}, of an answer with status 200. */
    public static List<String> cards(HttpResponse<String> response) {
        return cards(json(response));
    }

    public static List<String> cards(JsonNode answer) {
        return answer.path("cards")
                .valueStream()
                .map(card -> card.at("/source/topic/code").asString() + ":"
                        + card.path("indicator").asString())
                .toList();
    }
}
