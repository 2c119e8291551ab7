package org.cervicalcds.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.cervicalcds.fhir.json.Json;
import tools.jackson.core.JsonParser;

/** The floor: takes a body, steps over all its tokens, and answers always the same. */
final class FloorServer {
    private static final byte[] ANSWER = "{\"cards\":[]}".getBytes(StandardCharsets.US_ASCII);

    private FloorServer() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 256);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/cds-services/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            try (JsonParser in = Json.parser(body)) {
                while (in.nextToken() != null) {}
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
    }
}
