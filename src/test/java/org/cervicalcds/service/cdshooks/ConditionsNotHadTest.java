package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Without the Conditions an answer without a card would look like an all-clear: it is a 412 that says why (CDSH-PFD-2, CDSH-HTTP-5). */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "cervical-cds.sandbox.enabled=false",
            "cervical-cds.explain=true",
            "cervical-cds.fhir.allowed-servers=http://localhost:${local.fhir.port}/fhir",
            "cervical-cds.fhir.time-budget=700ms"
        })
@ExtendWith(OutputCaptureExtension.class)
final class ConditionsNotHadTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final WireMockServer FHIR = new WireMockServer(options().dynamicPort());
    private static final String PATIENT = "'patient':{'resourceType':'Patient','id':'p1','birthDate':'1980-01-01'}";
    private static final String REFUSED =
            "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'forbidden'}]}";

    static {
        FHIR.start();
        System.setProperty("local.fhir.port", Integer.toString(FHIR.port()));
    }

    private final HookClient http;
    private final MeterRegistry meters;

    ConditionsNotHadTest(@LocalServerPort int port, @Autowired MeterRegistry meters) {
        this.http = new HookClient(port);
        this.meters = meters;
    }

    @BeforeAll
    static void start() {
        FHIR.start();
    }

    @AfterAll
    static void stop() {
        FHIR.stop();
        System.clearProperty("local.fhir.port");
    }

    @BeforeEach
    void reset() {
        FHIR.resetAll();
        FHIR.stubFor(get(anyUrl())
                .atPriority(10)
                .willReturn(okJson("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}")));
    }

    private static String allowed() {
        return "http://localhost:" + FHIR.port() + "/fhir";
    }

    private static String token(String more) {
        return ",'fhirAuthorization':{'access_token':'planted-secret-3','token_type':'Bearer','scope':'user/*.read',"
                + "'subject':'us'" + more + "}";
    }

    private HttpResponse<String> view(String prefetch, String members) {
        return http.post(
                "/cds-services/cervical-patient-view",
                "{'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'p1'},"
                        + "'prefetch':{" + PATIENT + prefetch + "}" + members + "}");
    }

    private static JsonNode refusal(HttpResponse<String> reply, String cause) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(412);
        JsonNode outcome = MAPPER.readTree(reply.body());
        assertThat(outcome.path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/issue/0/code").asString()).isEqualTo("processing");
        assertThat(outcome.at("/issue/0/details/text").asString()).endsWith("(" + cause + ").");
        assertThat(reply.body()).doesNotContain("localhost", "ehr.example", "planted-secret");
        return outcome;
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                " | no-access | ",
                ",'conditions':{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'forbidden'}]} | refused | ",
                ",'conditions':{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'timeout'}]} | late | ",
                ",'conditions':{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'exception'}]} | failed | ",
                ",'conditions':'123' | unreadable | ",
                ",'conditions':{'resourceType':'Bundle','total':3} | count-short | ",
                " | no-token | ,'fhirServer':'https://ehr.example/fhir'",
                " | server-not-allowed | ,'fhirServer':'https://ehr.example/fhir' TOKEN",
                " | server-not-allowed | ,'fhirServer':'{{fhirServerUrl}}' TOKEN",
                " | token-not-usable | ,'fhirServer':'ALLOWED' EXPIRED",
            })
    void theOutcomeNamesTheClassOfTheCause(String prefetch, String cause, String members, CapturedOutput output) {
        String given = members == null ? "" : members;
        HttpResponse<String> reply = view(
                prefetch == null ? "" : prefetch,
                given.replace("ALLOWED", allowed())
                        .replace(" TOKEN", token(""))
                        .replace(" EXPIRED", token(",'expires_in':0")));

        assertThat(refusal(reply, cause).at("/issue/0/details/text").asString())
                .startsWith("The conditions could not be had: ");
        assertThat(output.getAll())
                .contains(" status=412 hook=patient-view ", "lacks=conditions:" + cause)
                .doesNotContain("planted-secret", "ehr.example");
    }

    @Test
    void aServerThatRefusesOrIsLateIsToldApart() {
        FHIR.stubFor(
                get(urlPathMatching("/fhir/Condition")).willReturn(aResponse().withStatus(404)));
        refusal(view("", ",'fhirServer':'" + allowed() + "'" + token("")), "refused");

        FHIR.stubFor(
                get(urlPathMatching("/fhir/Condition")).willReturn(okJson("{}").withFixedDelay(5_000)));
        refusal(view("", ",'fhirServer':'" + allowed() + "'" + token("")), "late");
    }

    @Test
    void thePatientIsSaidToBeMissingInTheSameWay() {
        HttpResponse<String> reply = http.post(
                "/cds-services/cervical-patient-view",
                "{'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'p1'}}");

        assertThat(refusal(reply, "no-access").at("/issue/0/details/text").asString())
                .startsWith("The patient could not be had: ")
                .contains("fhirServer");
    }

    /** CDSH-PFD-5. */
    @Test
    void anOutcomeInPrefetchIsNotAskedForAgain() {
        refusal(view(",'conditions':" + REFUSED, ",'fhirServer':'" + allowed() + "'" + token("")), "refused");

        FHIR.verify(0, getRequestedFor(urlPathMatching("/fhir/Condition")));
    }

    @Test
    void whyIsToldBesideTheRefusal() {
        JsonNode outcome =
                refusal(view(",'conditions':" + REFUSED, ",'extension':{'org.cervicalcds.explain':true}"), "refused");

        JsonNode why = MAPPER.readTree(outcome.at("/extension/0/valueString").asString());
        assertThat(why.path("decisions").valueStream())
                .extracting(decision -> decision.path("outcome").asString())
                .contains("undetermined");
        assertThat(why.at("/record/notKnown/conditions/cause").asString()).isEqualTo("refused");
    }

    @Test
    void theDeadNeedNoConditions() {
        assertThat(http.post(
                                "/cds-services/cervical-patient-view",
                                "{'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/1',"
                                        + "'patientId':'p1'},'prefetch':{'patient':{'resourceType':'Patient','id':'p1',"
                                        + "'deceasedBoolean':true}}}")
                        .body())
                .isEqualTo("{\"cards\":[]}");
    }

    /** The public sandbox of CDS Hooks sends such calls before an order is chosen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'draftOrders':null",
                ",'draftOrders':{'resourceType':'Bundle'}",
                ",'draftOrders':{'entry':[]}"
            })
    void aCallWithoutDraftOrdersIsAnsweredAndSaysSo(String drafts, CapturedOutput output) {
        double before = withoutDrafts();
        HttpResponse<String> reply = http.post(
                "/cds-services/cervical-order-sign",
                "{'hook':'order-sign','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'p1'" + drafts
                        + "},'extension':{'org.cervicalcds.explain':true},'prefetch':{" + PATIENT + ",'conditions':"
                        + REFUSED + "}}");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonNode answer = MAPPER.readTree(reply.body());
        assertThat(answer.path("cards").isEmpty()).isTrue();
        assertThat(answer.at("/extension/org.cervicalcds.explain/record/notKnown/draftOrders/cause")
                        .asString())
                .isEqualTo("no-draft-orders");
        assertThat(output.getAll()).contains(" no-draft-orders ");
        assertThat(withoutDrafts()).isEqualTo(before + 1);
    }

    private double withoutDrafts() {
        return meters.get("cervical.cds.no.draft.orders")
                .tag("service", "cervical-order-sign")
                .counter()
                .count();
    }

    @Test
    void anOrderOfAnyKindIsADraft(CapturedOutput output) {
        HttpResponse<String> reply = http.post(
                "/cds-services/cervical-order-sign",
                "{'hook':'order-sign','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'p1',"
                        + "'draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'NutritionOrder',"
                        + "'id':'n1'}}]}},'prefetch':{" + PATIENT + "}}");

        refusal(reply, "no-access");
        assertThat(output.getAll()).doesNotContain("no-draft-orders");
    }

    /** Issue on operation: a refusal by a rule is a log line, a metric and named in "why". */
    @Test
    void accessThatARuleRefusesIsLoggedCountedAndNamed(CapturedOutput output) {
        double before = refused();
        HttpResponse<String> reply = view(
                ",'conditions':null",
                ",'extension':{'org.cervicalcds.explain':true},'fhirServer':'https://ehr.example/fhir'" + token(""));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(reply.body())
                        .at("/extension/org.cervicalcds.explain/record/notKnown/procedures/cause")
                        .asString())
                .isEqualTo("server-not-allowed");
        assertThat(output.getAll())
                .contains("FHIR access refused: server-not-allowed", "cervical-cds.fhir.allowed-servers")
                // Anybody may have written the address.
                .doesNotContain("ehr.example");
        assertThat(refused()).isEqualTo(before + 1);
    }

    private double refused() {
        return meters.get("cervical.cds.fhir.refused")
                .tag("cause", "server-not-allowed")
                .counter()
                .count();
    }
}
