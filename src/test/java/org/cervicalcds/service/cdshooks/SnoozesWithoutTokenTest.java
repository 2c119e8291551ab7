package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.cdshooks.wire.CodeSystems;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Without a token nobody silences anybody's card; what the service fetched from its own sandbox shows how a snooze works. */
@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SnoozesWithoutTokenTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SERVICE = "/cds-services/cervical-patient-view";
    private static final String SPONDYLITIS =
            "'prefetch':{'patient':{'resourceType':'Patient','id':'p','birthDate':'1980-01-01'},"
                    + "'conditions':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','id':'c1','code':{'coding':"
                    + "[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M45.2'}]},'onsetDateTime':'2001'}}]}}";

    private final int port;
    private final HookClient http;
    private final HookClient fhir;

    SnoozesWithoutTokenTest(@LocalServerPort int port) {
        this.port = port;
        this.http = new HookClient(port);
        this.fhir = new HookClient("http://localhost:" + port + "/fhir");
    }

    @Test
    void overrideOfAnOutsiderSuppressesNothing() {
        String call = body("p", SPONDYLITIS);
        override(card(call));
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> cards(call).size() == 1);
        String sandbox = "'fhirServer':'http://localhost:" + port + "/fhir',";
        String pretending = body("p", sandbox + SPONDYLITIS);
        override(card(pretending));
        await("the data are the caller's own")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> cards(pretending).size() == 1);
    }

    @Test
    void overrideOfWhatWasFetchedFromTheSandboxCanBeSeenThere() {
        String access = "'fhirServer':'http://localhost:" + port
                + "/fhir','fhirAuthorization':{'access_token':'t','token_type':"
                + "'Bearer','expires_in':300,'scope':'patient/*.rs','subject':'s','patient':'snoozed'}";
        put("Patient/snoozed", "{'resourceType':'Patient','id':'snoozed','birthDate':'1980-01-01'}");
        put(
                "Condition/snoozed-as",
                "{'resourceType':'Condition','id':'snoozed-as','subject':{'reference':'Patient/snoozed'},'code':{'coding':"
                        + "[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M45.2'}]},'onsetDateTime':'2001'}");
        // A fused spine makes it a warning: the information is shown once a year anyway.
        put(
                "Condition/snoozed-fused",
                "{'resourceType':'Condition','id':'snoozed-fused','subject':{'reference':'Patient/snoozed'},'code':{'coding':"
                        + "[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M43.22'}]},'onsetDateTime':'2016'}");
        String call = body("snoozed", access);
        override(card(call));
        await().atMost(Duration.ofSeconds(20)).until(() -> cards(call).isEmpty());

        assertThat(new HookClient("http://localhost:" + port + "/sandbox")
                        .post("/bring-back", "{'patient':'snoozed'}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(cards(call)).hasSize(1);
    }

    private void put(String path, String resource) {
        assertThat(fhir.send(
                                "PUT",
                                "/" + path,
                                HttpRequest.BodyPublishers.ofString(resource.replace('\'', '"')),
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isBetween(200, 201);
    }

    private static String body(String patient, String members) {
        return "{'hook':'patient-view','hookInstance':'%s','context':{'userId':'Practitioner/1','patientId':'" + patient
                + "'}," + members + "}";
    }

    private JsonNode cards(String body) {
        return JSON.readTree(
                        http.post(SERVICE, body.replace("%s", UUID.randomUUID().toString()))
                                .body())
                .path("cards");
    }

    private String card(String body) {
        JsonNode cards = cards(body);
        assertThat(cards).hasSize(1);
        return cards.get(0).path("uuid").asString();
    }

    private void override(String card) {
        assertThat(http.post(
                                SERVICE + "/feedback",
                                "{'feedback':[{'card':'" + card
                                        + "','outcome':'overridden','overrideReason':{'reason':{'code':'specialist-plan','system':'"
                                        + CodeSystems.OVERRIDE_REASON + "'}}}]}")
                        .statusCode())
                .isEqualTo(200);
    }
}
