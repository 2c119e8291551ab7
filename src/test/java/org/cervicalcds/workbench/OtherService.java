package org.cervicalcds.workbench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A CDS service of somebody else, on another port, that answers one hook with what it is told to answer. */
final class OtherService implements AutoCloseable {
    private static final String DISCOVERY =
            """
            {"services": [{"id": "theirs", "hook": "patient-view", "title": "Theirs", "description": "Another service",
              "prefetch": {"patient": "Patient/{{context.patientId}}", "metrics": "../actuator/metrics?x=1",
                "health": "../actuator/health", "root": "/insights", "elsewhere": "Patient/../../insights?x=1"}}]}""";

    private final HttpServer server;
    private final String answer;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> feedback = new CopyOnWriteArrayList<>();

    OtherService(String answer) {
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/cds-services", this::answer);
        server.start();
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The bodies of all hook calls that came. */
    List<String> calls() {
        return calls;
    }

    /** The bodies of all feedback that came. */
    List<String> feedback() {
        return feedback;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "content-type, accept");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String reply = "";
        if (path.endsWith("/feedback") && exchange.getRequestMethod().equals("POST")) {
            feedback.add(body);
        } else if (exchange.getRequestMethod().equals("POST")) {
            calls.add(body);
            reply = answer;
        } else if (exchange.getRequestMethod().equals("GET")) {
            reply = DISCOVERY;
        }
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
