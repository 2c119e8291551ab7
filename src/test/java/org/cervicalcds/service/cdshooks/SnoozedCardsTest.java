package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.cdshooks.wire.CodeSystems;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A card that was overridden for good reason stays away for the same patient, and comes back with something new. */
@SpringBootTest(
        classes = CervicalCds.class,
        properties = "cervical-cds.quiet.without-token=true",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SnoozedCardsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SERVICE = "/cds-services/cervical-patient-view";
    private static final String SPONDYLITIS =
            "{'resource':{'resourceType':'Condition','id':'c1','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M45.2'}]},"
                    + "'onsetDateTime':'2001'}}";
    private static final String OSTEOPOROSIS =
            ",{'resource':{'resourceType':'Condition','id':'c2','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M81.0'}]},"
                    + "'onsetDateTime':'2020'}}";

    private final HookClient http;
    private final HookClient sandbox;

    SnoozedCardsTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
        this.sandbox = new HookClient("http://localhost:" + port + "/sandbox");
    }

    @Test
    void settledCardStaysAwayUntilSomethingIsNew() {
        JsonNode first = call("p1", SPONDYLITIS).get(0);
        assertThat(first.get("indicator").asString()).isEqualTo("info");

        override(first.get("uuid").asString(), "specialist-plan");

        assertThat(whenWritten("p1")).as("the same patient, nothing new").isEmpty();
        assertThat(call("p2", SPONDYLITIS)).as("another patient").hasSize(1);
        assertThat(call("p1", SPONDYLITIS + OSTEOPOROSIS)
                        .get(0)
                        .get("indicator")
                        .asString())
                .as("a higher tier ends the silence")
                .isEqualTo("warning");
    }

    @Test
    void reasonThatSettlesNothingChangesNothing() {
        JsonNode first = call("p3", SPONDYLITIS).get(0);

        override(first.get("uuid").asString(), "not-relevant-now");

        assertThat(call("p3", SPONDYLITIS)).hasSize(1);
    }

    @Test
    void explanationSaysUntilWhenItIsPutAwayAndItCanBeBroughtBack() {
        override(call("p4", SPONDYLITIS).get(0).get("uuid").asString(), "specialist-plan");
        assertThat(whenWritten("p4")).isEmpty();

        JsonNode decision = decision(reply("p4", SPONDYLITIS, true), "rule:snooze:specialist-plan");
        assertThat(decision.path("outcome").asString()).isEqualTo("silent");
        assertThat(Instant.parse(decision.path("until").asString()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(179)), Instant.now().plus(Duration.ofDays(180)));

        assertThat(bringBack("{'patient':'p5'}").statusCode()).isEqualTo(204);
        assertThat(call("p4", SPONDYLITIS)).as("another patient's came back").isEmpty();
        assertThat(bringBack("{'patient':'p4'}").statusCode()).isEqualTo(204);
        assertThat(call("p4", SPONDYLITIS)).hasSize(1);
        assertThat(bringBack("{'patient':''}").statusCode()).isEqualTo(400);
        assertThat(bringBack("patient").statusCode()).isEqualTo(400);
    }

    @Test
    void explanationSaysBeforehandForHowLongAnOverridePutsItAway() {
        JsonNode reply = reply("p6", SPONDYLITIS, true);
        assertThat(reply.path("cards")).hasSize(1);

        List<JsonNode> effects = new ArrayList<>();
        reply.path("extension")
                .path("org.cervicalcds.explain")
                .path("decisions")
                .forEach(decision -> decision.path("overrides").forEach(effects::add));
        assertThat(effects.stream().map(effect -> effect.path("code").asString()))
                .as("those of the card that is shown")
                .containsExactlyElementsOf(reply.at("/cards/0/overrideReasons")
                        .valueStream()
                        .map(reason -> reason.path("code").asString())
                        .toList());
        assertThat(effects)
                .filteredOn(effect -> effect.path("code").asString().equals("specialist-plan"))
                .singleElement()
                .satisfies(effect -> assertThat(effect.path("days").asInt()).isEqualTo(180));
    }

    private HttpResponse<String> bringBack(String body) {
        return sandbox.post("/bring-back", body);
    }

    private static JsonNode decision(JsonNode reply, String reason) {
        for (JsonNode decision :
                reply.path("extension").path("org.cervicalcds.explain").path("decisions")) {
            if (decision.path("reason").asString().equals(reason)) {
                return decision;
            }
        }
        throw new AssertionError(reply);
    }

    private List<JsonNode> call(String patient, String conditions) {
        List<JsonNode> cards = new ArrayList<>();
        reply(patient, conditions, false).get("cards").forEach(cards::add);
        return cards;
    }

    private JsonNode reply(String patient, String conditions, boolean explain) {
        return JSON.readTree(http.post(
                        SERVICE,
                        "{'hook':'patient-view','extension':{'org.cervicalcds.explain':" + explain
                                + "},'hookInstance':'" + patient + "-" + conditions.length()
                                + "','context':{'userId':'Practitioner/1','patientId':'"
                                + patient + "'},'prefetch':{'patient':{'resourceType':'Patient','id':'" + patient
                                + "','birthDate':'1980-01-01'},'conditions':{'resourceType':'Bundle','entry':["
                                + conditions + "]}}}")
                .body());
    }

    /** Decisions are written beside the answers, so the first call may not be on record at once. */
    private List<JsonNode> whenWritten(String patient) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> call(patient, SPONDYLITIS), List::isEmpty);
    }

    private void override(String card, String reason) {
        assertThat(http.post(
                                SERVICE + "/feedback",
                                "{'feedback':[{'card':'" + card
                                        + "','outcome':'overridden','overrideReason':{'reason':{'code':'"
                                        + reason + "','system':'" + CodeSystems.OVERRIDE_REASON
                                        + "'}}}]}")
                        .statusCode())
                .isEqualTo(200);
    }
}
