package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Lint;
import org.cervicalcds.testkit.Resources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract of CDS Hooks 2.0.1, asked of the running service over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "cervical-cds.sandbox.enabled=false",
            "cervical-cds.cors.allowed-origins=https://ehr.example",
            "cervical-cds.max-body-bytes=200KB",
        })
final class HooksContractTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String VIEW = HookClient.service("patient-view");
    /** Without a card, since nothing is known of the patient. */
    private static final HookRequest EMPTY = HookRequest.view().prefetch("patient", "null");

    private final HookClient http;

    HooksContractTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    /** Everything else is known to be empty. */
    private HookRequest view(String patient, String conditions) {
        return http.known(HookRequest.view().prefetch("patient", patient).prefetch("conditions", conditions));
    }

    private HookRequest fall() {
        return view(Resources.PATIENT, Resources.fall());
    }

    private static void assertOutcome(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode outcome = MAPPER.readTree(response.body());
        assertThat(outcome.path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/issue/0/severity").asString()).isEqualTo("error");
        assertThat(outcome.at("/issue/0/details/text").asString()).isNotBlank();
        assertThat(response.body()).doesNotContainIgnoringCase("exception:").doesNotContain("org.", "\tat ");
    }

    private static List<String> cards(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(Lint.faults(response.body())).isEmpty();
        return HookClient.cards(response);
    }

    // Discovery

    @Test
    void discoveryListsAServiceForEachHook() {
        HttpResponse<String> response = http.get("/cds-services");
        JsonNode services = MAPPER.readTree(response.body()).path("services");

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(services.valueStream()
                        .map(s -> s.path("id").asString() + "=" + s.path("hook").asString()))
                .containsExactly(
                        "cervical-patient-view=patient-view",
                        "cervical-order-select=order-select",
                        "cervical-order-sign=order-sign",
                        "cervical-order-dispatch=order-dispatch",
                        "cervical-encounter-start=encounter-start",
                        "cervical-encounter-discharge=encounter-discharge");
        assertThat(services.valueStream())
                .allMatch(s -> !s.path("description").asString().isBlank()
                        && !s.path("title").asString().isBlank())
                .allMatch(s -> s.path("prefetch").propertyNames().contains("patient"));
        assertThat(http.get("/cds-services").body()).isEqualTo(response.body());
    }

    @Test
    void discoveryCanBeAskedWhetherItChanged() {
        HttpResponse<String> first = http.get("/cds-services");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = http.get("/cds-services", "If-None-Match", etag);

        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void headWorksOnDiscovery() {
        HttpResponse<String> response = http.send("HEAD", "/cds-services");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    // Addresses and methods

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "POST, '', 405",
        "POST, /, 405",
        "GET, /cervical-patient-view, 405",
        "PUT, /cervical-patient-view, 405",
        "DELETE, /cervical-patient-view/feedback, 405",
        "GET, /health, 404",
        "POST, /unknown, 404",
        "POST, /unknown/feedback, 404",
        "POST, /Cervical-Patient-View, 404",
        "POST, /cervical-patient-view/, 404",
        "POST, /cervical-patient-view/other, 404",
        "GET, /a/b/c/d, 404",
    })
    void wrongAddressOrMethodIsRefused(String method, String path, int status) {
        HttpResponse<String> response = http.send(method, "/cds-services" + path);

        assertOutcome(response, status);
        assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "application/json, 200",
                "application/json; charset=utf-8, 200",
                "Application/JSON;charset=ISO-8859-1, 200",
                "application/fhir+json, 200",
                "text/plain, 415",
                "application/xml, 415",
                "nonsense, 415",
                "-, 415",
            })
    void bodyMustBeJson(@Nullable String contentType, int status) {
        HttpResponse<String> response = contentType == null
                ? http.send("POST", VIEW, BodyPublishers.ofString(EMPTY.text()))
                : http.call(EMPTY, "Content-Type", contentType);

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | 200",
                "application/json | 200",
                "application/fhir+json, */*; q=0.1 | 200",
                "application/* | 200",
                "text/html, application/fhir+json | 200",
                "not a media type | 200",
                "text/html | 406",
                "application/json;q=0 | 406",
            })
    void acceptExcludesJsonOrNot(String accept, int status) {
        HttpResponse<String> response = http.call(EMPTY, "Accept", accept);

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void longBodyIsRefused() {
        HookRequest padded = EMPTY.with("'padding':'" + "x".repeat(300_000) + "'");

        assertOutcome(http.call(padded), 413);
        assertOutcome(
                http.send(
                        "POST",
                        VIEW,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                                padded.text().replace('\'', '"').getBytes(StandardCharsets.UTF_8))),
                        "Content-Type",
                        "application/json"),
                413);
    }

    @Test
    void compressedBodyIsRefused() {
        assertOutcome(http.post(VIEW, "x", "Content-Encoding", "gzip"), 415);
    }

    @Test
    void whatTheServerItselfRefusesIsAnOutcomeToo() {
        assertOutcome(http.get("/cds-services", "X-Long", "a".repeat(20_000)), 400);
        assertOutcome(http.get("/cds-services/%2F"), 400);
    }

    // The envelope

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "'x'",
                "{'hook':'patient-view'}}",
                "{'hook':'patient-view'",
                "{}",
                "{'hook':'order-sign','context':{'patientId':'p1'}}",
                "{'hook':'patient-view','context':[]}",
                "{'hook':'patient-view','context':{}}",
                "{'hook':'patient-view','hook':'patient-view','context':{'patientId':'p1'}}",
            })
    void whatIsNoCallOfTheServiceIsRefused(String body) {
        assertOutcome(http.post(VIEW, body), 400);
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertThat(http.post(VIEW, "\uFEFF" + EMPTY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'extension':{'com.example.x':{'a':[1]}}",
                "'extension':[{'url':'x','valueString':'y'}]",
                "'user':'x','redirect':'y','applyCql':true,'oauth':null,'fhirVersion':4",
                "'fhirServer':null,'fhirAuthorization':null",
                "'fhirServer':'{{fhirServerUrl}}'",
                "'fhirAuthorization':{'access_token':'t'}",
            })
    void whatWeDoNotKnowChangesNothing(String members) {
        assertThat(cards(http.call(fall().with(members)))).isEqualTo(cards(http.call(fall())));
    }

    // Patient data

    @Test
    void sureFindingShowsACard() {
        assertThat(cards(http.call(fall()))).first().isEqualTo("as-cervical-fracture-risk:critical");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH,de;q=0.9,en;q=0.8|de|HWS-Fraktur",
                "en-US,de;q=0.5|en|neck fracture",
                "pl, *;q=0.1|en|neck fracture",
                ";;;q=x|en|neck fracture"
            })
    void cardsAreInTheLanguageThatTheCallAcceptsOrElseEnglish(String accepted, String language, String says) {
        HttpResponse<String> reply = http.call(fall(), "Accept-Language", accepted);
        assertThat(reply.headers().firstValue("Content-Language")).contains(language);
        assertThat(reply.headers().allValues("Vary")).contains("Accept-Language");
        assertThat(MAPPER.readTree(reply.body()).at("/cards/0/summary").asString())
                .contains(says);
        // What an EHR stores stays as FHIR has it.
        assertThat(reply.body()).containsPattern("\"authoredOn\":\"\\d{4}-\\d{2}-\\d{2}T");
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        assertThat(http.call(view(Resources.PATIENT, "null")).body()).isEqualTo("{\"cards\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{'resourceType':'Bundle','type':'searchset','total':0}"})
    void noSuchPatientMeansNoCards(String patient) {
        assertThat(http.call(HookRequest.view().prefetch("patient", patient)).body())
                .isEqualTo("{\"cards\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'prefetch':null",
                "'prefetch':{}",
                "'prefetch':{'patient':{}}",
                "'prefetch':{'patient':'123'}",
                "'prefetch':{'patient':{'resourceType':'OperationOutcome','issue':[{'severity':'error'}]}}",
                "'prefetch':{'patient':{'resourceType':'Patient','id':'other'}}",
                "'prefetch':{'item1':{'resourceType':'Patient','id':'p1'}}",
                "'fhirServer':'http://localhost:9/fhir'",
                "'fhirServer':'http://localhost:9/fhir','fhirAuthorization':{'access_token':'t','token_type':'Bearer'}",
            })
    void patientWhoCannotBeHadIsAPreconditionFailure(String members) {
        assertOutcome(http.call(HookRequest.view().with(members)), 412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient/p9", "https://ehr.example/RelatedPerson/1"})
    void laypeopleGetNoCards(String user) {
        String body = fall().text().replace("Practitioner/1", user);

        assertThat(http.post(VIEW, body).body()).isEqualTo("{\"cards\":[]}");
    }

    @Test
    void prefixedPatientIdIsTheSamePatient() {
        String body = fall().text();

        assertThat(cards(http.post(VIEW, body.replace("'patientId':'p1'", "'patientId':'Patient/p1'"))))
                .isEqualTo(cards(http.post(VIEW, body)));
    }

    @Test
    void orderHooksTakeDraftsInEveryShape() {
        String ct =
                "{'resourceType':'ServiceRequest','id':'s1','status':'draft','intent':'order','code':{'coding':[{'system':'http://loinc.org','code':'36554-4'}]},'subject':{'reference':'Patient/p1'}}";
        for (String drafts : List.of(ct, "{'entry':[{'resource':" + ct + "}]}", "[" + ct + "]")) {
            for (String hook : List.of("order-select", "order-sign")) {
                cards(http.call(http.known(HookRequest.of(hook)
                        .context("'selections':['ServiceRequest/s1'],'draftOrders':" + drafts)
                        .prefetch("patient", Resources.PATIENT)
                        .prefetch("conditions", Resources.fall()))));
            }
        }
        cards(http.call(http.known(HookRequest.of("order-select").prefetch("patient", Resources.PATIENT))));
    }

    // The log

    @Test
    void oneLineSaysWhatWasDecidedAndNothingAboutThePatient(CapturedOutput output) {
        http.call(fall().patient("zzpid1").instance("a\\nb"));

        assertThat(output.getAll().lines().filter(l -> l.contains("instance=#")))
                .singleElement()
                .asString()
                .contains(
                        "service=cervical-patient-view",
                        "hook=patient-view",
                        "shown=[as-cervical-fracture-risk:critical")
                .containsPattern("silent=\\d+")
                .containsPattern("undetermined=\\d+")
                .containsPattern("read=\\d+us fetch=\\d+us decide=\\d+us write=\\d+us");
        assertThat(output.getAll()).doesNotContain("zzpid1");
    }

    // Feedback

    @Test
    void feedbackIsTakenWithAnEmptyReply(CapturedOutput output) {
        HttpResponse<String> response = http.post(
                VIEW + "/feedback",
                "{'feedback':[{'card':'not-ours','outcome':'overridden','overrideReason':{'reason':{'code':'patient-declined'},'userComment':'zzcomment'},"
                        + "'outcomeTimestamp':'2026-01-11T10:05:31Z'}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(output.getAll())
                .contains("outcome=OVERRIDDEN reason=patient-declined")
                .doesNotContain("zzcomment");
    }

    @Test
    void wrongFeedbackIsRefused() {
        assertOutcome(http.post(VIEW + "/feedback", "{'feedback':[]}"), 400);
        assertOutcome(http.post(VIEW + "/feedback", "{'feedback':[{'card':1}]}"), 400);
    }

    // Web pages of other origins

    @ParameterizedTest
    @ValueSource(strings = {"", "/cervical-patient-view", "/cervical-patient-view/feedback"})
    void preflightOfAnAllowedOriginPasses(String path) {
        HttpResponse<String> response = http.send(
                "OPTIONS",
                "/cds-services" + path,
                "Origin",
                "https://ehr.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");

        assertThat(response.statusCode()).isIn(200, 204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("https://ehr.example");
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .containsIgnoringCase("Authorization");
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains("POST");
        assertThat(response.headers().firstValue("Access-Control-Max-Age")).isPresent();
    }

    @Test
    void errorsCarryTheOriginTooAndOtherOriginsGetNone() {
        HttpResponse<String> ours = http.post(VIEW, "{}", "Origin", "https://ehr.example");
        HttpResponse<String> others = http.post(VIEW, "{}", "Origin", "https://evil.example");

        assertThat(ours.statusCode()).isEqualTo(400);
        assertThat(ours.headers().firstValue("Access-Control-Allow-Origin")).contains("https://ehr.example");
        assertThat(ours.headers().allValues("Vary")).contains("Origin");
        assertThat(others.statusCode()).isEqualTo(403);
        assertThat(others.body()).contains("OperationOutcome");
        assertThat(others.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(ours.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }
}
