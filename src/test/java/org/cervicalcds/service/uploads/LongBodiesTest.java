package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Long bodies share a part of the heap; who finds it used up may come again. */
final class LongBodiesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String BODY = "{\"hook\":\"patient-view\",\"hookInstance\":\"1\",\"context\":"
            + "{\"userId\":\"Practitioner/1\",\"patientId\":\"p1\"},\"prefetch\":{\"patient\":null}}";

    private static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext service, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port(service) + VIEW))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatTheBudgetDoesNotHoldIsAskedToComeAgain() throws Exception {
        String longOne = BODY + " ".repeat(900_000);
        try (ConfigurableApplicationContext service = new SpringApplicationBuilder(CervicalCds.class)
                .run(
                        "--server.port=0",
                        "--cervical-cds.sandbox.enabled=false",
                        "--cervical-cds.max-body-bytes=1MB",
                        "--cervical-cds.uploads.heap-share=0.000001")) {
            ByteBudget budget = service.getBean(ByteBudget.class);
            assertThat(budget.most()).isEqualTo(1024 * 1024);
            try (Socket half = new Socket("localhost", port(service))) {
                half.getOutputStream()
                        .write(("POST " + VIEW + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 1000000\r\n\r\n" + " ".repeat(800_000))
                                .getBytes(StandardCharsets.US_ASCII));
                await().atMost(Duration.ofSeconds(20)).until(() -> budget.taken() >= 1_000_000);
                assertThat(budget.taken()).isEqualTo(1_000_000);
                HttpResponse<String> refused = post(service, longOne);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(refused.body()).contains("OperationOutcome", "throttled");
                assertThat(post(service, BODY).statusCode()).isEqualTo(200);
                MeterRegistry meters = service.getBean(MeterRegistry.class);
                assertThat(meters.get("cervical.cds.uploads.refused")
                                .functionCounter()
                                .count())
                        .isEqualTo(1);
                assertThat(meters.get("cervical.cds.uploads.memory").gauge().value())
                        .isEqualTo(1_000_000);
            }
            // The sender is gone, and with it what it held.
            await().atMost(Duration.ofSeconds(20)).until(() -> budget.taken() == 0);
            assertThat(post(service, longOne).statusCode()).isEqualTo(200);
            assertThat(budget.taken()).isZero();
        }
    }
}
