package org.cervicalcds.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A card that was overridden for good reason stays away for the same patient, and comes back with something new. */
@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SettledCardsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SERVICE = "/cervical-patient-view";
    private static final String SPONDYLITIS =
            "{'resource':{'resourceType':'Condition','id':'c1','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M45.2'}]},"
                    + "'onsetDateTime':'2001'}}";
    private static final String OSTEOPOROSIS =
            ",{'resource':{'resourceType':'Condition','id':'c2','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M81.0'}]},"
                    + "'onsetDateTime':'2020'}}";

    private final Wire wire;

    SettledCardsTest(@LocalServerPort int port) {
        this.wire = new Wire(port);
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

    private List<JsonNode> call(String patient, String conditions) {
        JsonNode reply = JSON.readTree(wire.post(
                        SERVICE,
                        "{'hook':'patient-view','hookInstance':'" + patient + "-" + conditions.length()
                                + "','context':{'userId':'Practitioner/1','patientId':'"
                                + patient + "'},'prefetch':{'patient':{'resourceType':'Patient','id':'" + patient
                                + "','birthDate':'1980-01-01'},'conditions':{'resourceType':'Bundle','entry':["
                                + conditions + "]}}}")
                .body());
        List<JsonNode> cards = new ArrayList<>();
        reply.get("cards").forEach(cards::add);
        return cards;
    }

    /** Decisions are written beside the answers, so the first call may not be on record at once. */
    private List<JsonNode> whenWritten(String patient) {
        List<JsonNode> cards = call(patient, SPONDYLITIS);
        for (int i = 0; i < 50 && !cards.isEmpty(); i++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            cards = call(patient, SPONDYLITIS);
        }
        return cards;
    }

    private void override(String card, String reason) {
        assertThat(wire.post(
                                SERVICE + "/feedback",
                                "{'feedback':[{'card':'" + card
                                        + "','outcome':'overridden','overrideReason':{'reason':{'code':'"
                                        + reason + "','system':'" + CodeSystems.OVERRIDE_REASON
                                        + "'}}}]}")
                        .statusCode())
                .isEqualTo(200);
    }
}
