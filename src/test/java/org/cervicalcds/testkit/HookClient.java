package org.cervicalcds.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.cervicalcds.service.cdshooks.wire.CodeSystems;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends exactly what it is told to; a path is below the root or a whole address, headers are a name and a value in turn. */
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
        return send(method, path, body, BodyHandlers.ofString(), headers);
    }

    private <T> HttpResponse<T> send(
            String method, String path, BodyPublisher body, BodyHandler<T> reader, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : root + path))
                .timeout(Duration.ofSeconds(120))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), reader);
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

    /** The body of an answer, as it comes. */
    public InputStream open(String path) {
        return send("GET", path, BodyPublishers.noBody(), BodyHandlers.ofInputStream())
                .body();
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

    /** Answers a card of patient-view with a reason to override it. */
    public HttpResponse<String> override(String card, String reason) {
        return post(
                service("patient-view") + "/feedback",
                "{'feedback':[{'card':'" + card + "','outcome':'overridden','overrideReason':{'reason':{'code':'"
                        + reason + "','system':'" + CodeSystems.OVERRIDE_REASON + "'}}}]}");
    }

    /** The request with the rest of what its hook takes as prefetch: it is known that there is nothing. */
    public HookRequest known(HookRequest request) {
        return request.nothingAt(templates(request.hook()).propertyNames());
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
