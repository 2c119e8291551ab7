package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.RawConnection;
import org.cervicalcds.testkit.Resources;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that send too much, too often or too slowly, and a service that is told to stop while it answers. */
@Tag("long")
final class HeavyInputTest {
    private static final String VIEW = HookClient.service("patient-view");
    private static final HookRequest EMPTY_CHART = HookRequest.view().prefetch("patient", "null");

    @Test
    void tooMuchIsRefusedAndTheServiceGoesOn() throws Exception {
        try (var service = RunningService.withoutSandbox(
                "--cervical-cds.max-body-bytes=1MB", "--server.tomcat.connection-timeout=1s")) {
            HookClient http = service.http();
            assertThat(http.post(VIEW, " ".repeat(1_100_000) + EMPTY_CHART).statusCode())
                    .isEqualTo(413);
            assertThat(http.call(EMPTY_CHART, "X-Long", "x".repeat(20_000)).statusCode())
                    .isEqualTo(400);
            assertThat(http.post(VIEW, "[".repeat(101) + "]".repeat(101)).statusCode())
                    .isEqualTo(400);
            // Half a body and then nothing: the connection is given up.
            try (RawConnection half = new RawConnection(service.port())) {
                half.send(RawConnection.head(1000) + "{\"hook\":");
                assertThat(half.rest()).doesNotContain(" 200 ", "Exception", "\tat ");
            }
            assertThat(http.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(http.call(EMPTY_CHART).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void callerBeyondItsRateIsToldWhenToComeAgain() {
        try (var service = RunningService.withoutSandbox("--cervical-cds.security.calls-per-minute=5")) {
            for (int i = 0; i < 5; i++) {
                assertThat(service.http().call(EMPTY_CHART).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> refused = service.http().call(EMPTY_CHART);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]?");
            assertThat(refused.body()).contains("OperationOutcome", "throttled");
        }
    }

    @Test
    void callInFlightIsAnsweredBeforeTheServiceStops() throws Exception {
        try (FakeFhirServer fhir = new FakeFhirServer();
                RunningService service = RunningService.withoutSandbox("--cervical-cds.fhir.time-budget=10s")) {
            fhir.holds("Patient/p1", Resources.PATIENT);
            fhir.hold(Duration.ofSeconds(1));
            int port = service.port();
            CompletableFuture<HttpResponse<String>> call = CompletableFuture.supplyAsync(
                    () -> service.http().call(HookRequest.view().access(fhir.base())));
            await().atMost(Duration.ofSeconds(20)).until(() -> fhir.mostAtOnce() > 0);
            service.close();

            HttpResponse<String> answer = call.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"cards\"");
            assertThat(RawConnection.isOpen("localhost", port)).isFalse();
        }
    }
}
