package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.StringWriter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestConstructor;

/** A rehearsal: nothing is sent to anybody, and what would have been is on record. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.silent=true"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
final class SilentServiceTest {
    private final HookClient http;
    private final Store store;

    SilentServiceTest(@LocalServerPort int port, Store store) {
        this.http = new HookClient(port);
        this.store = store;
    }

    @Test
    void cardsAreOnRecordAndNotSent() {
        String reply = http.call(HookRequest.view()
                        .prefetch("patient", Resources.PATIENT.replace("1960", "1980"))
                        .prefetch("conditions", Resources.conditions("M45.2"))
                        .explained())
                .body();

        assertThat(reply).isEqualTo("{\"cards\":[]}");
        String kept = await().atMost(Duration.ofSeconds(20))
                .until(this::kept, written -> written.contains("as-cervical-fracture-risk"));
        assertThat(kept.lines().filter(line -> line.contains("as-cervical-fracture-risk")))
                .singleElement()
                .asString()
                .contains("suppressed", "rule:silent");
    }

    private String kept() {
        StringWriter csv = new StringWriter();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        store.exports().decisions(now.minusDays(1), now.plusDays(1), csv);
        return csv.toString();
    }
}
