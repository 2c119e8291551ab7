package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of a record did not come or does not count is told: in the card, in "why", in the log, in the meter and on the page of insights. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.explain=true"})
@ExtendWith(OutputCaptureExtension.class)
final class RecordGapsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";

    private final HookClient http;
    private final int port;
    private final MeterRegistry meters;

    RecordGapsTest(
            @LocalServerPort int port, @org.springframework.beans.factory.annotation.Autowired MeterRegistry meters) {
        this.port = port;
        this.http = new HookClient(port);
        this.meters = meters;
    }

    private static String condition(String id, String system, String code, String more) {
        return "{'resource':{'resourceType':'Condition','id':'" + id + "','subject':{'reference':'Patient/p1'},"
                + "'clinicalStatus':{'coding':[{'code':'active'}]},'code':{'coding':[{'system':'" + system
                + "','code':'" + code + "'}]},'onsetDateTime':'"
                + LocalDate.now(ZoneOffset.UTC).minusDays(2) + "'" + more + "}}";
    }

    private static String spondylitis() {
        return condition("c1", ICD, "M45.9", "");
    }

    private JsonNode view(String conditions, String others) {
        HttpResponse<String> reply = http.post(
                "/cds-services/cervical-patient-view",
                "{'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'p1'},"
                        + "'extension':{'org.cervicalcds.explain':true},'prefetch':{'patient':{'resourceType':'Patient',"
                        + "'id':'p1','birthDate':'1980-01-01'},'conditions':" + conditions + others + "}}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return MAPPER.readTree(reply.body());
    }

    private static String bundle(String members, String... entries) {
        return "{'resourceType':'Bundle','type':'searchset'" + members + ",'entry':[" + String.join(",", entries)
                + "]}";
    }

    private static String detail(JsonNode reply) {
        return reply.at("/cards/0/detail").asString();
    }

    private static JsonNode told(JsonNode reply) {
        return reply.at("/extension/org.cervicalcds.explain/record");
    }

    private static final String REFUSED =
            "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'forbidden'}]}";

    @Test
    void aCardSaysWhichPartsOfTheRecordAreNotKnownAndNeverNone() {
        JsonNode reply = view(
                bundle(",'total':40", spondylitis()),
                ",'boneDensityTscore':" + REFUSED
                        + ",'bodyTemperature':null,'diagnosticReports':null,'procedures':null,"
                        + "'imagingStudies':null,'encounter':null,'serviceRequests':null,'fallHistory':null,'smokingStatus':null,"
                        + "'medicationRequests':null,'medicationStatements':null,'medicationDispenses':null,"
                        + "'medicationAdministrations':null,'bodyWeight':null");

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
        assertThat(detail(view(bundle("", spondylitis()), "")))
                .contains("observations")
                .contains("(not sent)");
    }

    @Test
    void aRecordInUnknownCodeSystemsIsToldEverywhere(CapturedOutput output) throws Exception {
        String local = "urn:oid:1.2.840.114350.1.13.0.1.7.2.696580";
        JsonNode reply = view(
                bundle(
                        "",
                        spondylitis(),
                        condition("l1", local, "1", ""),
                        condition("l2", local, "2", ""),
                        condition("l3", "a name of Zzsomebody", "3", "")),
                "");

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
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/insights"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (page.statusCode() == 200) {
            assertThat(page.body()).contains("unread-systems", local);
        }
    }

    @Test
    void whatIsLeftOutIsCountedInTheLogAndNamedInWhy(CapturedOutput output) {
        JsonNode reply = view(
                bundle(
                        "",
                        spondylitis(),
                        condition(
                                "m",
                                ICD,
                                "M54.2",
                                ",'modifierExtension':[{'url':'http://example.org/x','valueBoolean':true}]"),
                        condition("o", ICD, "W19", "").replace("Patient/p1", "Patient/p2")),
                "");

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
        http.post(
                "/cds-services/cervical-order-select",
                "{'hook':'order-select','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'p1',"
                        + "'selections':['ServiceRequest/x'],'draftOrders':{'resourceType':'Bundle','entry':[{'resource':"
                        + "{'resourceType':'ServiceRequest','id':'s1'}}]}},'prefetch':{'patient':{'resourceType':'Patient',"
                        + "'id':'p1'},'conditions':null}}");

        assertThat(output.getAll()).contains(" selections-name-no-draft");
    }

    /** The fracture is named by one finding and is the injury of another; a fall that is coded twice is one fall. */
    @Test
    void oneFactIsNamedOnceInALine() {
        String detail = detail(view(
                bundle(
                        "",
                        spondylitis(),
                        condition("f", ICD, "S12.100A", ""),
                        condition("w1", ICD, "W19.XXXA", ""),
                        condition("w2", "http://snomed.info/sct", "217082002", "")),
                ""));
        String found = detail.lines().findFirst().orElse("").toLowerCase(java.util.Locale.ROOT);

        assertThat(found).contains("fracture");
        assertThat(found.split("fracture", -1)).as(found).hasSize(2);
        assertThat(found.split("fall", -1).length).as(found).isLessThanOrEqualTo(2);
    }
}
