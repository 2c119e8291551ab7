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
        String reply = http.post(
                        "/cds-services/cervical-patient-view",
                        "{'hook':'patient-view','hookInstance':'1','extension':{'org.cervicalcds.explain':true},"
                                + "'context':{'userId':'Practitioner/1','patientId':'p1'},'prefetch':{'patient':"
                                + "{'resourceType':'Patient','id':'p1','birthDate':'1980-01-01'},'conditions':"
                                + "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','id':'c1',"
                                + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M45.2'}]},"
                                + "'onsetDateTime':'2001'}}]}}}")
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
