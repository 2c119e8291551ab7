package org.cervicalcds.service.cdshooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly what it is told to; in JSON a single quote stands for a double one. */
final class Wire {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String base;

    Wire(int port) {
        this(port, "/cds-services");
    }

    Wire(int port, String path) {
        this.base = "http://localhost:" + port + path;
    }

    /** A request with headers, given as name and value in turn. */
    HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> without(String method, String path, String... headers) {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> post(String path, String json) {
        return postBytes(path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> postBytes(String path, byte[] body) {
        return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body), "Content-Type", "application/json");
    }
}
