package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What of a record did not come or does not count is told: in the card, in "why", in the log, in the meter and on the page of insights. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.explain=true"})
@ExtendWith(OutputCaptureExtension.class)
final class RecordGapsTest {
    private static final String SNOMED = "http://snomed.info/sct";

    private final HookClient http;
    private final MeterRegistry meters;

    RecordGapsTest(
            @LocalServerPort int port, @org.springframework.beans.factory.annotation.Autowired MeterRegistry meters) {
        this.http = new HookClient(port);
        this.meters = meters;
    }

    private static String spondylitis() {
        return Resources.condition("c1", "M45.9");
    }

    private JsonNode view(HookRequest request) {
        return HookClient.json(http.call(request.prefetch("patient", Resources.PATIENT.replace("1960", "1980"))
                .explained()));
    }

    private JsonNode view(String... conditions) {
        return view(HookRequest.view().prefetch("conditions", Resources.bundle(conditions)));
    }

    private static String detail(JsonNode reply) {
        return reply.at("/cards/0/detail").asString();
    }

    private static JsonNode told(JsonNode reply) {
        return reply.at("/extension/org.cervicalcds.explain/record");
    }

    @Test
    void aCardSaysWhichPartsOfTheRecordAreNotKnownAndNeverNone() {
        HookRequest request = http.known(HookRequest.view()
                .prefetch("conditions", Resources.bundle(spondylitis()).replace("'entry'", "'total':40,'entry'"))
                .prefetch("boneDensityTscore", Resources.error("forbidden")));
        JsonNode reply = view(request);

        assertThat(detail(reply))
                .contains("**Not known:** conditions (1 of 40); observations (refused).")
                .doesNotContain("none of the risk factors");
        assertThat(told(reply).at("/notKnown/conditions/cause").asString()).isEqualTo("count-short");
        assertThat(told(reply).at("/notKnown/conditions/total").asInt()).isEqualTo(40);
        assertThat(told(reply).at("/notKnown/boneDensityTscore/cause").asString())
                .isEqualTo("refused");
    }

    @Test
    void whatWasNotSentIsNotKnown() {
        assertThat(detail(view(spondylitis()))).contains("observations").contains("(not sent)");
    }

    @Test
    void aRecordInUnknownCodeSystemsIsToldEverywhere(CapturedOutput output) {
        String local = "urn:oid:1.2.840.114350.1.13.0.1.7.2.696580";
        JsonNode reply = view(
                spondylitis(),
                Resources.condition("l1", local, "1"),
                Resources.condition("l2", local, "2"),
                Resources.condition("l3", "a name of Zzsomebody", "3"));

        assertThat(told(reply).at("/notKnown/conditions/cause").asString()).isEqualTo("unknown-codes");
        assertThat(told(reply).path("unknownCodeSystems").path(local).asInt()).isEqualTo(2);
        assertThat(detail(reply)).contains("conditions (1 of 4 in codes that are read here)");
        assertThat(meters.get("cervical.cds.unknown.code.systems")
                        .tag("system", local)
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(2);
        assertThat(meters.get("cervical.cds.unknown.code.systems")
                        .tag("system", "other")
                        .counter()
                        .count())
                .isPositive();
        assertThat(output.getAll())
                .contains("unknown-code-systems=[other:1," + local + ":2]")
                .doesNotContain("Zzsomebody");
        HttpResponse<String> page = http.get("/insights");
        if (page.statusCode() == 200) {
            assertThat(page.body()).contains("unread-systems", local);
        }
    }

    @Test
    void whatIsLeftOutIsCountedInTheLogAndNamedInWhy(CapturedOutput output) {
        JsonNode reply = view(
                spondylitis(),
                Resources.condition("m", "M54.2")
                        .replace(
                                "'subject'",
                                "'modifierExtension':[{'url':'http://example.org/x','valueBoolean':true}],'subject'"),
                Resources.condition("o", "W19").replace("Patient/p1", "Patient/p2"));

        assertThat(told(reply).path("ofOtherPatients").asInt()).isEqualTo(1);
        assertThat(told(reply).path("withUnknownModifier").asInt()).isEqualTo(1);
        assertThat(told(reply).path("leftOut").toString())
                .contains(
                        "{\"reference\":\"Condition/m\",\"reason\":\"modifier-extension\"}",
                        "{\"reference\":\"Condition/o\",\"reason\":\"other-patient\"}");
        assertThat(output.getAll()).contains(" of-other-patients=1 with-unknown-modifier=1");
    }

    @Test
    void selectionsThatNameNoDraftAreSaidInTheLog(CapturedOutput output) {
        http.call(HookRequest.of("order-select")
                .context("'selections':['ServiceRequest/x'],'draftOrders':"
                        + Resources.bundle("{'resourceType':'ServiceRequest','id':'s1'}"))
                .prefetch("patient", Resources.PATIENT)
                .prefetch("conditions", "null"));

        assertThat(output.getAll()).contains(" selections-name-no-draft");
    }

    /** The fracture is named by one finding and is the injury of another; a fall that is coded twice is one fall. */
    @Test
    void oneFactIsNamedOnceInALine() {
        String detail = detail(view(
                spondylitis(),
                Resources.condition("f", "S12.100A"),
                Resources.condition("w1", "W19.XXXA"),
                Resources.condition("w2", SNOMED, "217082002")));
        String found = detail.lines().findFirst().orElse("").toLowerCase(java.util.Locale.ROOT);

        assertThat(found).contains("fracture");
        assertThat(found.split("fracture", -1)).as(found).hasSize(2);
        assertThat(found.split("fall", -1).length).as(found).isLessThanOrEqualTo(2);
    }
}
