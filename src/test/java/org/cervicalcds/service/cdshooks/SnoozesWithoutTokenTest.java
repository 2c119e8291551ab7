package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.UUID;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Without a token nobody silences anybody's card; what the service fetched from its own sandbox shows how a snooze works. */
@Tag("long")
@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SnoozesWithoutTokenTest {
    private static final HookRequest SPONDYLITIS = HookRequest.view()
            .patient("p")
            .prefetch("patient", Resources.PATIENT.replace("1960", "1980"))
            .prefetch("conditions", Resources.conditions("M45.2"));

    private final String sandbox;
    private final HookClient http;

    SnoozesWithoutTokenTest(@LocalServerPort int port) {
        this.sandbox = "http://localhost:" + port + "/fhir";
        this.http = new HookClient(port);
    }

    @Test
    void overrideOfAnOutsiderSuppressesNothing() {
        override(card(SPONDYLITIS));
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> cards(SPONDYLITIS).size() == 1);
        HookRequest pretending = SPONDYLITIS.with("'fhirServer':'" + sandbox + "'");
        override(card(pretending));
        await("the data are the caller's own")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> cards(pretending).size() == 1);
    }

    @Test
    void overrideOfWhatWasFetchedFromTheSandboxCanBeSeenThere() {
        put("Patient/snoozed", "{'resourceType':'Patient','id':'snoozed','birthDate':'1980-01-01'}");
        put("Condition/snoozed-as", Resources.condition("snoozed-as", "M45.2"));
        // A fused spine makes it a warning: the information is shown once a year anyway.
        put("Condition/snoozed-fused", Resources.condition("snoozed-fused", "M43.22"));
        HookRequest call = HookRequest.view().patient("snoozed").access(sandbox);
        override(card(call));
        await().atMost(Duration.ofSeconds(20)).until(() -> cards(call).isEmpty());

        assertThat(http.post("/sandbox/bring-back", "{'patient':'snoozed'}").statusCode())
                .isEqualTo(204);
        assertThat(cards(call)).hasSize(1);
    }

    private void put(String path, String resource) {
        assertThat(http.send(
                                "PUT",
                                "/fhir/" + path,
                                BodyPublishers.ofString(resource.replace("Patient/p1", "Patient/snoozed")
                                        .replace('\'', '"')),
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isBetween(200, 201);
    }

    private JsonNode cards(HookRequest request) {
        return HookClient.json(http.call(request.instance(UUID.randomUUID().toString())))
                .path("cards");
    }

    private String card(HookRequest request) {
        JsonNode cards = cards(request);
        assertThat(cards).hasSize(1);
        return cards.get(0).path("uuid").asString();
    }

    private void override(String card) {
        assertThat(http.override(card, "specialist-plan").statusCode()).isEqualTo(200);
    }
}
