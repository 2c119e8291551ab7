package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.RawConnection;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long bodies share a part of the heap; who finds it used up may come again. */
@Tag("long")
final class LongBodiesTest {
    private static HttpResponse<String> post(RunningService service, String body) {
        return service.http().postBytes(HookClient.service("patient-view"), body.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatTheBudgetDoesNotHoldIsAskedToComeAgain() throws Exception {
        String longOne = RawConnection.CALL + " ".repeat(900_000);
        try (var service = RunningService.withoutSandbox(
                "--cervical-cds.max-body-bytes=1MB", "--cervical-cds.uploads.heap-share=0.000001")) {
            ByteBudget budget = service.bean(ByteBudget.class);
            assertThat(budget.most()).isEqualTo(1024 * 1024);
            try (RawConnection half = new RawConnection(service.port())) {
                half.send(RawConnection.head(1_000_000) + " ".repeat(800_000));
                await().atMost(Duration.ofSeconds(20)).until(() -> budget.taken() >= 1_000_000);
                assertThat(budget.taken()).isEqualTo(1_000_000);
                HttpResponse<String> refused = post(service, longOne);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(refused.body()).contains("OperationOutcome", "throttled");
                assertThat(post(service, RawConnection.CALL).statusCode()).isEqualTo(200);
                MeterRegistry meters = service.bean(MeterRegistry.class);
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
