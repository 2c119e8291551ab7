package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Lint;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The hooks encounter-start, encounter-discharge and order-dispatch, asked of the running service over HTTP. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.fhir.time-budget=30s"})
final class EncounterAndDispatchHooksTest {
    private static final FakeFhirServer FHIR = new FakeFhirServer();
    private static final String CPT = "http://www.ama-assn.org/go/cpt";
    private static final String SNOMED = "http://snomed.info/sct";

    private final HookClient http;

    EncounterAndDispatchHooksTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    @AfterAll
    static void stop() {
        FHIR.close();
    }

    @BeforeEach
    void reset() {
        FHIR.reset();
    }

    private static String order(String id, String system, String code, String members) {
        return "{'resourceType':'ServiceRequest','id':'" + id + "','status':'active','intent':'order',"
                + "'subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'" + system + "','code':'" + code
                + "'}]}" + members + "}";
    }

    private JsonNode call(HookRequest request) {
        HttpResponse<String> response =
                http.call(request.prefetch("patient", Resources.PATIENT).explained());
        // The explanation is an extension of ours, which only who asks for it gets.
        assertThat(Lint.faults(response.body())).isSubsetOf("RSP-5 other members");
        return HookClient.json(response);
    }

    private static HookRequest request(String hook, String context, String... codes) {
        return HookRequest.of(hook).context(context).prefetch("conditions", Resources.conditions(codes));
    }

    private JsonNode dispatch(String context, String... codes) {
        return call(request("order-dispatch", context, codes).access(FHIR.base()));
    }

    @Test
    void whenAnEncounterStartsOnlyUrgentCardsSpeak() {
        String context = "'encounterId':'e1'";

        assertThat(HookClient.cards(call(request("encounter-start", context, "M45.9", "W19.XXXA", "M54.2"))))
                .containsExactly("as-cervical-fracture-risk:critical");
        assertThat(HookClient.cards(call(request("encounter-start", context, "M45.9"))))
                .isEmpty();
    }

    @Test
    void aHookOfAnEncounterNamesTheEncounter() {
        for (String hook : List.of("encounter-start", "encounter-discharge")) {
            HttpResponse<String> response = http.call(HookRequest.of(hook));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("OperationOutcome", "context.encounterId");
        }
    }

    @Test
    void beforeDischargeTheSummarySaysSo() {
        JsonNode answer = call(request("encounter-discharge", "'encounterId':'e1'", "M45.9", "W19.XXXA", "M54.2"));

        assertThat(HookClient.cards(answer)).containsExactly("as-cervical-fracture-risk:critical");
        assertThat(answer.at("/cards/0/summary").asString())
                .startsWith("Before discharge: ")
                .hasSizeLessThan(140);
    }

    @Test
    void aDispatchedOrderIsReadByItsReferenceAndCannotBeWithdrawn() {
        FHIR.holds("ServiceRequest/s1", order("s1", CPT, "98941", ""));
        JsonNode answer = dispatch(
                "'dispatchedOrders':['ServiceRequest/s1','MedicationRequest/m1'],'performer':'Organization/o1'",
                "M45.9",
                "M81.0");

        assertThat(HookClient.cards(answer)).containsExactly("spinal-manipulation-caution:critical");
        assertThat(answer.at("/cards/0/suggestions")
                        .valueStream()
                        .flatMap(suggestion -> suggestion.path("actions").valueStream())
                        .map(action -> action.path("type").asString()))
                .isNotEmpty()
                .containsOnly("create");
        assertThat(FHIR.askedFor("ServiceRequest/s1")).isEqualTo(1);
        assertThat(FHIR.askedFor("MedicationRequest/m1")).isEqualTo(0);
    }

    @Test
    void theOneOrderOfVersionOneIsReadToo() {
        FHIR.holds("ServiceRequest/s1", order("s1", CPT, "98941", ""));

        assertThat(HookClient.cards(dispatch("'order':'ServiceRequest/s1','performer':'Practitioner/x'", "M45.9")))
                .containsExactly("spinal-manipulation-caution:warning");
    }

    @Test
    void anOrderThatCameWithTheRecordIsNotAskedForAgain() {
        JsonNode answer = call(request(
                        "order-dispatch",
                        "'dispatchedOrders':['https://ehr.example/fhir/ServiceRequest/s1/_history/2']",
                        "M45.9")
                .prefetch("serviceRequests", Resources.bundle(order("s1", CPT, "98941", ""))));

        assertThat(HookClient.cards(answer)).containsExactly("spinal-manipulation-caution:warning");
        assertThat(FHIR.asked()).isZero();
    }

    /** A referral becomes a chiropractor's only when the performer is known. */
    @Test
    void thePerformerIsFollowedToTheOrganization() {
        FHIR.holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        FHIR.holds(
                "PractitionerRole/r1",
                "{'resourceType':'PractitionerRole','id':'r1','practitioner':{'reference':'Practitioner/x'},"
                        + "'organization':{'reference':'Organization/o1'}}");
        FHIR.holds("Practitioner/x", "{'resourceType':'Practitioner','id':'x','name':[{'family':'Chiropractor'}]}");
        FHIR.holds("Organization/o1", "{'resourceType':'Organization','id':'o1','name':'City Chiropractic'}");
        JsonNode answer = dispatch(
                "'dispatchedOrders':['ServiceRequest/s1'],'performer':'PractitionerRole/r1'", "M45.9", "M81.0");

        assertThat(HookClient.cards(answer)).containsExactly("spinal-manipulation-caution:critical");
        for (String reference :
                List.of("ServiceRequest/s1", "PractitionerRole/r1", "Practitioner/x", "Organization/o1")) {
            assertThat(FHIR.askedFor(reference)).isEqualTo(1);
        }
    }

    @Test
    void thePersonsOwnNameSaysNothingOfTheProfession() {
        FHIR.holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        FHIR.holds("Practitioner/x", "{'resourceType':'Practitioner','id':'x','name':[{'family':'Chiropractor'}]}");

        assertThat(HookClient.cards(dispatch(
                        "'dispatchedOrders':['ServiceRequest/s1'],'performer':'Practitioner/x'", "M45.9", "M81.0")))
                .isEmpty();
    }

    @Test
    void aQualificationSaysWhatAPersonDoes() {
        FHIR.holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        FHIR.holds(
                "Practitioner/x",
                "{'resourceType':'Practitioner','id':'x','qualification':[{'code':{'coding':["
                        + "{'system':'http://nucc.org/provider-taxonomy','code':'111N00000X'}]}}]}");

        assertThat(HookClient.cards(dispatch(
                        "'dispatchedOrders':['ServiceRequest/s1'],'performer':'Practitioner/x'", "M45.9", "M81.0")))
                .containsExactly("spinal-manipulation-caution:critical");
    }

    @Test
    void withoutAPerformerOfTheCallTheOrdersOwnCounts() {
        FHIR.holds(
                "ServiceRequest/s1",
                order("s1", SNOMED, "91251008", ",'performer':[{'reference':'PractitionerRole/r1'}]"));
        FHIR.holds(
                "PractitionerRole/r1",
                "{'resourceType':'PractitionerRole','id':'r1','specialty':[{'text':'Osteopathy'}]}");

        assertThat(HookClient.cards(dispatch("'dispatchedOrders':['ServiceRequest/s1']", "M45.9", "M81.0")))
                .containsExactly("spinal-manipulation-caution:critical");
    }

    @Test
    void aPerformerThatCannotBeReadLeavesTheCardUndetermined() {
        FHIR.holds("ServiceRequest/s1", order("s1", SNOMED, "91251008", ""));
        FHIR.refuses("PractitionerRole/r1", 403);
        JsonNode answer = dispatch(
                "'dispatchedOrders':['ServiceRequest/s1'],'performer':'PractitionerRole/r1'", "M45.9", "M81.0");

        assertThat(HookClient.cards(answer)).isEmpty();
        assertThat(answer.toString()).contains("undetermined", "PractitionerRole/r1");
    }

    @Test
    void ordersThatCannotBeReadLeaveTheCardsUndetermined() {
        String context = "'dispatchedOrders':['ServiceRequest/s1'],'performer':'Organization/o1'";
        JsonNode answer = dispatch(context, "M45.9", "M81.0");

        assertThat(HookClient.cards(answer)).isEmpty();
        assertThat(answer.toString()).contains("undetermined", "ServiceRequest/s1");
        assertThat(HookClient.cards(call(request("order-dispatch", context, "M45.9", "M81.0"))))
                .isEmpty();
    }

    @Test
    void aReferenceThatIsNoneIsNotAskedFor() {
        JsonNode answer = dispatch(
                "'dispatchedOrders':['ServiceRequest/../Patient','ServiceRequest/a?b',7,{'a':1}],'performer':['x']",
                "M45.9");

        assertThat(HookClient.cards(answer)).isEmpty();
        assertThat(FHIR.askedFor("ServiceRequest/a?b")).isZero();
    }
}
