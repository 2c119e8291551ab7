package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.cervicalcds.testkit.RawConnection;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever keeps a connection is told that it ends before it does. */
@Tag("long")
final class LastCallsTest {
    private static final String BODY = RawConnection.CALL;
    private static final String HEAD = RawConnection.head(BODY.length());

    /** One answer to its end; its body has no line break. */
    private static String answer(RawConnection connection) throws IOException {
        InputStream in = connection.in();
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

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20));
    }

    @Test
    void answersCloseTheirConnectionsOnceTheServiceIsToldToStop() throws Exception {
        try (var service = RunningService.withoutSandbox("--cervical-cds.shutdown-notice=3s");
                RawConnection kept = new RawConnection(service.port());
                RawConnection underWay = new RawConnection(service.port())) {
            int port = service.port();
            kept.send(HEAD + BODY);
            assertThat(answer(kept)).startsWith("HTTP/1.1 200").doesNotContain("Connection:");
            underWay.send(HEAD + BODY.substring(0, 20));
            Uploads uploads = service.bean(Uploads.class);
            soon().until(() -> uploads.coming() > 0);
            LastCalls lastCalls = service.bean(LastCalls.class);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
            soon().until(lastCalls::areOn);
            underWay.send(BODY.substring(20));
            kept.send(HEAD + BODY);
            assertThat(answer(kept)).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            assertThat(kept.in().read()).isNegative();
            // It began before, so it is told with the next one.
            assertThat(answer(underWay)).startsWith("HTTP/1.1 200").doesNotContain("Connection:");
            underWay.send(HEAD + BODY);
            assertThat(answer(underWay)).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            try (RawConnection fresh = new RawConnection(port)) {
                fresh.send(HEAD + BODY);
                assertThat(answer(fresh)).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            }
            stopped.get(30, TimeUnit.SECONDS);
        }
    }
}
