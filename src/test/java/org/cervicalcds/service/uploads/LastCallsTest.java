package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Whoever keeps a connection is told that it ends before it does. */
@Tag("long")
final class LastCallsTest {
    private static final String BODY = "{\"hook\":\"patient-view\",\"hookInstance\":\"1\",\"context\":"
            + "{\"userId\":\"Practitioner/1\",\"patientId\":\"p1\"},\"prefetch\":{\"patient\":null}}";
    private static final String HEADERS = "POST /cds-services/cervical-patient-view HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n";

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** One answer to its end; its body has no line break. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\"cards\":[") < 0 || answer.charAt(answer.length() - 1) != '}') {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("closed after " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    @Test
    void answersCloseTheirConnectionsOnceTheServiceIsToldToStop() throws Exception {
        ConfigurableApplicationContext service = new SpringApplicationBuilder(CervicalCds.class)
                .run("--server.port=0", "--cervical-cds.sandbox.enabled=false", "--cervical-cds.shutdown-notice=3s");
        int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (Socket kept = new Socket("localhost", port);
                Socket underWay = new Socket("localhost", port)) {
            kept.setSoTimeout(20_000);
            underWay.setSoTimeout(20_000);
            send(kept, HEADERS + BODY);
            assertThat(answer(kept)).startsWith("HTTP/1.1 200").doesNotContain("Connection:");
            send(underWay, HEADERS + BODY.substring(0, 20));
            Uploads uploads = service.getBean(Uploads.class);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> uploads.coming() > 0);
            LastCalls lastCalls = service.getBean(LastCalls.class);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(20))
                    .until(lastCalls::areOn);
            send(underWay, BODY.substring(20));
            send(kept, HEADERS + BODY);
            assertThat(answer(kept)).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            assertThat(kept.getInputStream().read()).isNegative();
            // It began before, so it is told with the next one.
            assertThat(answer(underWay)).startsWith("HTTP/1.1 200").doesNotContain("Connection:");
            send(underWay, HEADERS + BODY);
            assertThat(answer(underWay)).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            try (Socket fresh = new Socket("localhost", port)) {
                send(fresh, HEADERS + BODY);
                assertThat(answer(fresh)).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            }
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            service.close();
        }
    }
}
