package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Clients that send too much, too often or too slowly, and a service that is told to stop while it answers. */
@Tag("long")
final class HeavyInputTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String BODY = "{\"hook\":\"patient-view\",\"hookInstance\":\"1\",\"context\":"
            + "{\"userId\":\"Practitioner/1\",\"patientId\":\"p1\"},\"prefetch\":{\"patient\":null}}";

    private static ConfigurableApplicationContext start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--server.port=0");
        all.add("--cervical-cds.sandbox.enabled=false");
        return new SpringApplicationBuilder(CervicalCds.class).run(all.toArray(new String[0]));
    }

    private static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static HttpRequest.Builder to(ConfigurableApplicationContext service, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port(service) + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext service, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = to(service, VIEW).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tooMuchIsRefusedAndTheServiceGoesOn() throws Exception {
        try (ConfigurableApplicationContext service =
                start("--cervical-cds.max-body-bytes=1MB", "--server.tomcat.connection-timeout=1s")) {
            assertThat(post(service, " ".repeat(1_100_000) + BODY).statusCode()).isEqualTo(413);
            assertThat(post(service, BODY, "X-Long", "x".repeat(20_000)).statusCode())
                    .isEqualTo(400);
            assertThat(post(service, "[".repeat(101) + "]".repeat(101)).statusCode())
                    .isEqualTo(400);
            assertThat(slow(port(service))).as("milliseconds").isLessThan(10_000);
            assertThat(HTTP.send(to(service, "/actuator/health/liveness").build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post(service, BODY).statusCode()).isEqualTo(200);
        }
    }

    /** Half a body and then nothing: how long until the connection is given up. */
    private static long slow(int port) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream()
                    .write(("POST " + VIEW + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 1000\r\n\r\n{\"hook\":")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).doesNotContain(" 200 ", "Exception", "\tat ");
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void callerBeyondItsRateIsToldWhenToComeAgain() throws Exception {
        try (ConfigurableApplicationContext service = start("--cervical-cds.security.calls-per-minute=5")) {
            for (int i = 0; i < 5; i++) {
                assertThat(post(service, BODY).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> refused = post(service, BODY);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]?");
            assertThat(refused.body()).contains("OperationOutcome", "throttled");
        }
    }

    @Test
    void callInFlightIsAnsweredBeforeTheServiceStops() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer fhir = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        fhir.setExecutor(threads);
        fhir.createContext("/", exchange -> {
            asked.countDown();
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] patient = "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"1960-01-01\"}"
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(200, patient.length);
            exchange.getResponseBody().write(patient);
            exchange.close();
        });
        fhir.start();
        ConfigurableApplicationContext service = start("--cervical-cds.fhir.time-budget=5s");
        try {
            String body = BODY.replace(
                    "\"prefetch\":{\"patient\":null}",
                    "\"fhirServer\":\"http://localhost:" + fhir.getAddress().getPort()
                            + "/fhir\",\"fhirAuthorization\":{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
            int port = port(service);
            CompletableFuture<HttpResponse<String>> call = HTTP.sendAsync(
                    to(service, VIEW)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            service.close();

            HttpResponse<String> answer = call.get(10, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"cards\"");
            assertThat(isOpen(port)).isFalse();
        } finally {
            service.close();
            fhir.stop(0);
            threads.shutdownNow();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
