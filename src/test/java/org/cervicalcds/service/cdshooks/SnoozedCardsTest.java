package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A card that was overridden for good reason stays away for the same patient, and comes back with something new. */
@SpringBootTest(
        classes = CervicalCds.class,
        properties = "cervical-cds.quiet.without-token=true",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Tag("long")
class SnoozedCardsTest {
    private static final String SPONDYLITIS = Resources.condition("c1", "M45.2");
    private static final String OSTEOPOROSIS = Resources.condition("c2", "M81.0");

    private final HookClient http;

    SnoozedCardsTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    @Test
    void settledCardStaysAwayUntilSomethingIsNew() {
        JsonNode first = call("p1", SPONDYLITIS).get(0);
        assertThat(first.get("indicator").asString()).isEqualTo("info");

        override(first.get("uuid").asString(), "specialist-plan");

        assertThat(whenWritten("p1")).as("the same patient, nothing new").isEmpty();
        assertThat(call("p2", SPONDYLITIS)).as("another patient").hasSize(1);
        assertThat(call("p1", SPONDYLITIS, OSTEOPOROSIS).get(0).get("indicator").asString())
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

        JsonNode decision = decision(
                HookClient.json(http.call(request("p4", SPONDYLITIS).explained())), "rule:snooze:specialist-plan");
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
        JsonNode reply = HookClient.json(http.call(request("p6", SPONDYLITIS).explained()));
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
        return http.post("/sandbox/bring-back", body);
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

    private List<JsonNode> call(String patient, String... conditions) {
        return HookClient.json(http.call(request(patient, conditions)))
                .path("cards")
                .valueStream()
                .toList();
    }

    private static HookRequest request(String patient, String... conditions) {
        return HookRequest.view()
                .patient(patient)
                .instance(patient + "-" + conditions.length)
                .prefetch("patient", Resources.PATIENT.replace("1960", "1980"))
                .prefetch("conditions", Resources.bundle(conditions));
    }

    /** Decisions are written beside the answers, so the first call may not be on record at once. */
    private List<JsonNode> whenWritten(String patient) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> call(patient, SPONDYLITIS), List::isEmpty);
    }

    private void override(String card, String reason) {
        assertThat(http.override(card, reason).statusCode()).isEqualTo(200);
    }
}
