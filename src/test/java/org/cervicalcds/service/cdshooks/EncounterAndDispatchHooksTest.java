package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.forbidden;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.Lint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hooks encounter-start, encounter-discharge and order-dispatch, asked of the running service over HTTP. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.fhir.time-budget=30s"})
final class EncounterAndDispatchHooksTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final WireMockServer FHIR = new WireMockServer(options().dynamicPort());
    private static final String PATIENT = "{'resourceType':'Patient','id':'p1','birthDate':'1960-01-01'}";
    private static final String EMPTY = "{'resourceType':'Bundle','type':'searchset','total':0}";
    private static final String CPT = "http://www.ama-assn.org/go/cpt";
    private static final String SNOMED = "http://snomed.info/sct";

    private final HookClient http;

    EncounterAndDispatchHooksTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    @BeforeAll
    static void start() {
        FHIR.start();
    }

    @AfterAll
    static void stop() {
        FHIR.stop();
    }

    @BeforeEach
    void reset() {
        FHIR.resetAll();
        FHIR.stubFor(get(anyUrl()).atPriority(10).willReturn(okJson(EMPTY.replace('\'', '"'))));
    }

    private static void holds(String reference, String resource) {
        FHIR.stubFor(get("/fhir/" + reference).willReturn(okJson(resource.replace('\'', '"'))));
    }

    private static String order(String id, String system, String code, String members) {
        return "{'resourceType':'ServiceRequest','id':'" + id + "','status':'active','intent':'order',"
                + "'subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'" + system + "','code':'" + code
                + "'}]}" + members + "}";
    }

    private static String conditions(String... codes) {
        List<String> entries = new ArrayList<>();
        for (String code : codes) {
            entries.add("{'resource':{'resourceType':'Condition','id':'c" + entries.size()
                    + "','subject':{'reference':'Patient/p1'},'clinicalStatus':{'coding':[{'code':'active'}]},"
                    + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'" + code
                    + "'}]},'onsetDateTime':'" + LocalDate.now(ZoneOffset.UTC).minusDays(1) + "'}}");
        }
        return "{'resourceType':'Bundle','type':'searchset','entry':[" + String.join(",", entries) + "]}";
    }

    private JsonNode call(String hook, String context, String conditions, String more, String members) {
        HttpResponse<String> response = http.post(
                "/cds-services/cervical-" + hook,
                "{'hook':'" + hook
                        + "','hookInstance':'d1577c69-dfbe-44ad-ba6d-3e05e953b2ea','context':{'patientId':'p1'"
                        + context + "},'extension':{'org.cervicalcds.explain':true},'prefetch':{'patient':" + PATIENT
                        + ",'conditions':" + conditions + more + "}" + members + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        // The explanation is an extension of ours, which only who asks for it gets.
        assertThat(Lint.faults(response.body())).isSubsetOf("RSP-5 other members");
        return MAPPER.readTree(response.body());
    }

    private JsonNode dispatch(String context, String conditions) {
        return call(
                "order-dispatch",
                context,
                conditions,
                "",
                ",'fhirServer':'" + FHIR.baseUrl()
                        + "/fhir','fhirAuthorization':{'access_token':'t','token_type':'Bearer','expires_in':300,"
                        + "'scope':'user/*.read','subject':'cds'}");
    }

    private static List<String> cards(JsonNode answer) {
        return answer.path("cards")
                .valueStream()
                .map(card -> card.at("/source/topic/code").asString() + " "
                        + card.path("indicator").asString())
                .toList();
    }

    private static void asked(int times, String reference) {
        FHIR.verify(times, getRequestedFor(urlEqualTo("/fhir/" + reference)));
    }

    @Test
    void whenAnEncounterStartsOnlyUrgentCardsSpeak() {
        String context = ",'userId':'PractitionerRole/1','encounterId':'e1'";

        assertThat(cards(call("encounter-start", context, conditions("M45.9", "W19.XXXA", "M54.2"), "", "")))
                .containsExactly("as-cervical-fracture-risk critical");
        assertThat(cards(call("encounter-start", context, conditions("M45.9"), "", "")))
                .isEmpty();
    }

    @Test
    void aHookOfAnEncounterNamesTheEncounter() {
        for (String hook : List.of("encounter-start", "encounter-discharge")) {
            HttpResponse<String> response = http.post(
                    "/cds-services/cervical-" + hook,
                    "{'hook':'" + hook + "','hookInstance':'1','context':{'patientId':'p1'}}");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("OperationOutcome", "context.encounterId");
        }
    }

    @Test
    void beforeDischargeTheSummarySaysSo() {
        JsonNode answer = call(
                "encounter-discharge",
                ",'userId':'Practitioner/1','encounterId':'e1'",
                conditions("M45.9", "W19.XXXA", "M54.2"),
                "",
                "");

        assertThat(cards(answer)).containsExactly("as-cervical-fracture-risk critical");
        assertThat(answer.at("/cards/0/summary").asString())
                .startsWith("Before discharge: ")
                .hasSizeLessThan(140);
    }

    @Test
    void aDispatchedOrderIsReadByItsReferenceAndCannotBeWithdrawn() {
        holds("ServiceRequest/s1", order("s1", CPT, "98941", ""));
        JsonNode answer = dispatch(
                ",'dispatchedOrders':['ServiceRequest/s1','MedicationRequest/m1'],'performer':'Organization/o1'",
                conditions("M45.9", "M81.0"));

        assertThat(cards(answer)).containsExactly("spinal-manipulation-caution critical");
        assertThat(answer.at("/cards/0/suggestions")
                        .valueStream()
                        .flatMap(suggestion -> suggestion.path("actions").valueStream())
                        .map(action -> action.path("type").asString()))
                .isNotEmpty()
                .containsOnly("create");
        asked(1, "ServiceRequest/s1");
        asked(0, "MedicationRequest/m1");
    }

    @Test
    void theOneOrderOfVersionOneIsReadToo() {
        holds("ServiceRequest/s1", order("s1", CPT, "98941", ""));

        assertThat(cards(dispatch(",'order':'ServiceRequest/s1','performer':'Practitioner/x'", conditions("M45.9"))))
                .containsExactly("spinal-manipulation-caution warning");
    }

    @Test
    void anOrderThatCameWithTheRecordIsNotAskedForAgain() {
        String record = "{'resourceType':'Bundle','entry':[{'resource':" + order("s1", CPT, "98941", "") + "}]}";
        JsonNode answer = call(
                "order-dispatch",
                ",'dispatchedOrders':['https://ehr.example/fhir/ServiceRequest/s1/_history/2']",
                conditions("M45.9"),
                ",'serviceRequests':" + record,
                "");

        assertThat(cards(answer)).containsExactly("spinal-manipulation-caution warning");
        FHIR.verify(0, getRequestedFor(anyUrl()));
    }

    /** A referral becomes a chiropractor's only when the performer is known. */
    @Test
    void thePerformerIsFollowedToTheOrganization() {
        holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        holds(
                "PractitionerRole/r1",
                "{'resourceType':'PractitionerRole','id':'r1','practitioner':{'reference':'Practitioner/x'},"
                        + "'organization':{'reference':'Organization/o1'}}");
        holds("Practitioner/x", "{'resourceType':'Practitioner','id':'x','name':[{'family':'Chiropractor'}]}");
        holds("Organization/o1", "{'resourceType':'Organization','id':'o1','name':'City Chiropractic'}");
        JsonNode answer = dispatch(
                ",'dispatchedOrders':['ServiceRequest/s1'],'performer':'PractitionerRole/r1'",
                conditions("M45.9", "M81.0"));

        assertThat(cards(answer)).containsExactly("spinal-manipulation-caution critical");
        for (String reference :
                List.of("ServiceRequest/s1", "PractitionerRole/r1", "Practitioner/x", "Organization/o1")) {
            asked(1, reference);
        }
    }

    @Test
    void thePersonsOwnNameSaysNothingOfTheProfession() {
        holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        holds("Practitioner/x", "{'resourceType':'Practitioner','id':'x','name':[{'family':'Chiropractor'}]}");

        assertThat(cards(dispatch(
                        ",'dispatchedOrders':['ServiceRequest/s1'],'performer':'Practitioner/x'",
                        conditions("M45.9", "M81.0"))))
                .isEmpty();
    }

    @Test
    void aQualificationSaysWhatAPersonDoes() {
        holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        holds(
                "Practitioner/x",
                "{'resourceType':'Practitioner','id':'x','qualification':[{'code':{'coding':["
                        + "{'system':'http://nucc.org/provider-taxonomy','code':'111N00000X'}]}}]}");

        assertThat(cards(dispatch(
                        ",'dispatchedOrders':['ServiceRequest/s1'],'performer':'Practitioner/x'",
                        conditions("M45.9", "M81.0"))))
                .containsExactly("spinal-manipulation-caution critical");
    }

    @Test
    void withoutAPerformerOfTheCallTheOrdersOwnCounts() {
        holds(
                "ServiceRequest/s1",
                order("s1", SNOMED, "91251008", ",'performer':[{'reference':'PractitionerRole/r1'}]"));
        holds(
                "PractitionerRole/r1",
                "{'resourceType':'PractitionerRole','id':'r1','specialty':[{'text':'Osteopathy'}]}");

        assertThat(cards(dispatch(",'dispatchedOrders':['ServiceRequest/s1']", conditions("M45.9", "M81.0"))))
                .containsExactly("spinal-manipulation-caution critical");
    }

    @Test
    void aPerformerThatCannotBeReadLeavesTheCardUndetermined() {
        holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        FHIR.stubFor(get("/fhir/PractitionerRole/r1").willReturn(forbidden()));
        JsonNode answer = dispatch(
                ",'dispatchedOrders':['ServiceRequest/s1'],'performer':'PractitionerRole/r1'",
                conditions("M45.9", "M81.0"));

        assertThat(cards(answer)).isEmpty();
        assertThat(answer.toString()).contains("undetermined", "PractitionerRole/r1");
    }

    @Test
    void ordersThatCannotBeReadLeaveTheCardsUndetermined() {
        FHIR.stubFor(get("/fhir/ServiceRequest/s1").willReturn(notFound()));
        String context = ",'dispatchedOrders':['ServiceRequest/s1'],'performer':'Organization/o1'";
        JsonNode answer = dispatch(context, conditions("M45.9", "M81.0"));

        assertThat(cards(answer)).isEmpty();
        assertThat(answer.toString()).contains("undetermined", "ServiceRequest/s1");
        assertThat(cards(call("order-dispatch", context, conditions("M45.9", "M81.0"), "", "")))
                .isEmpty();
    }

    @Test
    void aReferenceThatIsNoneIsNotAskedFor() {
        JsonNode answer = dispatch(
                ",'dispatchedOrders':['ServiceRequest/../Patient','ServiceRequest/a?b',7,{'a':1}],'performer':['x']",
                conditions("M45.9"));

        assertThat(cards(answer)).isEmpty();
        FHIR.verify(0, getRequestedFor(urlEqualTo("/fhir/ServiceRequest/a?b")));
    }
}
