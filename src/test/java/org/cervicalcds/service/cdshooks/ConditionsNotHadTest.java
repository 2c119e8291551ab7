package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
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
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Without the Conditions an answer without a card would look like an all-clear: it is a 412 that says why (CDSH-PFD-2, CDSH-HTTP-5). */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "cervical-cds.sandbox.enabled=false",
            "cervical-cds.explain=true",
            "cervical-cds.fhir.time-budget=3s"
        })
@ExtendWith(OutputCaptureExtension.class)
final class ConditionsNotHadTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final FakeFhirServer FHIR = new FakeFhirServer();
    private static final HookRequest VIEW = HookRequest.view().prefetch("patient", Resources.PATIENT);
    private static final String REFUSED = Resources.error("forbidden");

    @DynamicPropertySource
    static void allowFhirServer(DynamicPropertyRegistry registry) {
        registry.add("cervical-cds.fhir.allowed-servers", FHIR::base);
    }

    private final HookClient http;
    private final MeterRegistry meters;

    ConditionsNotHadTest(@LocalServerPort int port, @Autowired MeterRegistry meters) {
        this.http = new HookClient(port);
        this.meters = meters;
    }

    @AfterAll
    static void stop() {
        FHIR.close();
    }

    @BeforeEach
    void reset() {
        FHIR.reset();
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
                " | no-access | | ",
                "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'forbidden'}]} | refused | | ",
                "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'timeout'}]} | late | | ",
                "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'exception'}]} | failed | | ",
                "'123' | unreadable | | ",
                "{'resourceType':'Bundle','total':3} | count-short | | ",
                " | no-token | https://ehr.example/fhir | 'fhirAuthorization':[^}]*}",
                " | server-not-allowed | https://ehr.example/fhir | ",
                " | server-not-allowed | {{fhirServerUrl}} | ",
                " | token-not-usable | ALLOWED | 'expires_in':300",
            })
    void theOutcomeNamesTheClassOfTheCause(
            @Nullable String conditions,
            String cause,
            @Nullable String server,
            @Nullable String changed,
            CapturedOutput output) {
        HookRequest request = conditions == null ? VIEW : VIEW.prefetch("conditions", conditions);
        HookRequest asking = server == null ? request : request.access(server.replace("ALLOWED", FHIR.base()));
        HttpResponse<String> reply = http.post(
                HookClient.service("patient-view"),
                changed == null ? asking.text() : asking.text().replaceAll(changed, "'expires_in':0"));

        assertThat(refusal(reply, cause).at("/issue/0/details/text").asString())
                .startsWith("The conditions could not be had: ");
        assertThat(output.getAll())
                .contains(" status=412 hook=patient-view ", "lacks=conditions:" + cause)
                .doesNotContain("planted-secret", "ehr.example");
    }

    @Test
    void aServerThatRefusesOrIsLateIsToldApart() {
        FHIR.refuses("Condition", 404);
        refusal(http.call(VIEW.access(FHIR.base())), "refused");

        FHIR.on("Condition", json("{}").withFixedDelay(20_000));
        refusal(http.call(VIEW.access(FHIR.base())), "late");
    }

    @Test
    void thePatientIsSaidToBeMissingInTheSameWay() {
        HttpResponse<String> reply = http.call(HookRequest.view());

        assertThat(refusal(reply, "no-access").at("/issue/0/details/text").asString())
                .startsWith("The patient could not be had: ")
                .contains("fhirServer");
    }

    /** CDSH-PFD-5. */
    @Test
    void anOutcomeInPrefetchIsNotAskedForAgain() {
        refusal(http.call(VIEW.prefetch("conditions", REFUSED).access(FHIR.base())), "refused");

        assertThat(FHIR.askedFor("Condition")).isZero();
    }

    @Test
    void whyIsToldBesideTheRefusal() {
        JsonNode outcome =
                refusal(http.call(VIEW.prefetch("conditions", REFUSED).explained()), "refused");

        JsonNode why = MAPPER.readTree(outcome.at("/extension/0/valueString").asString());
        assertThat(why.path("decisions").valueStream())
                .extracting(decision -> decision.path("outcome").asString())
                .contains("undetermined");
        assertThat(why.at("/record/notKnown/conditions/cause").asString()).isEqualTo("refused");
    }

    @Test
    void theDeadNeedNoConditions() {
        String dead = "{'resourceType':'Patient','id':'p1','deceasedBoolean':true}";

        assertThat(http.call(HookRequest.view().prefetch("patient", dead)).body())
                .isEqualTo("{\"cards\":[]}");
    }

    /** The public sandbox of CDS Hooks sends such calls before an order is chosen. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "'draftOrders':null", "'draftOrders':{'resourceType':'Bundle'}", "'draftOrders':{'entry':[]}"
            })
    void aCallWithoutDraftOrdersIsAnsweredAndSaysSo(String drafts, CapturedOutput output) {
        double before = withoutDrafts();
        JsonNode answer = HookClient.json(http.call(HookRequest.of("order-sign")
                .context(drafts)
                .prefetch("patient", Resources.PATIENT)
                .prefetch("conditions", REFUSED)
                .explained()));

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
        HttpResponse<String> reply = http.call(HookRequest.of("order-sign")
                .context("'draftOrders':" + Resources.bundle("{'resourceType':'NutritionOrder','id':'n1'}"))
                .prefetch("patient", Resources.PATIENT));

        refusal(reply, "no-access");
        assertThat(output.getAll()).doesNotContain("no-draft-orders");
    }

    /** Issue on operation: a refusal by a rule is a log line, a metric and named in "why". */
    @Test
    void accessThatARuleRefusesIsLoggedCountedAndNamed(CapturedOutput output) {
        double before = refused();
        JsonNode answer = HookClient.json(
                http.call(VIEW.prefetch("conditions", "null").explained().access("https://ehr.example/fhir")));

        assertThat(answer.at("/extension/org.cervicalcds.explain/record/notKnown/procedures/cause")
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
