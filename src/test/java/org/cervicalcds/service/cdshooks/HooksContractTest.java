package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.Lint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
            "cervical-cds.fhir.time-budget=30s",
        })
final class HooksContractTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final WireMockServer FHIR = new WireMockServer(options().dynamicPort());
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String SELECT = "/cds-services/cervical-order-select";
    private static final String SIGN = "/cds-services/cervical-order-sign";
    private static final String PATIENT = "{'resourceType':'Patient','id':'p1','birthDate':'1960-01-01'}";

    private final HookClient http;

    HooksContractTest(@LocalServerPort int port) {
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
    }

    private static String call(String hook, String context, String members) {
        return "{'hook':'" + hook + "','hookInstance':'d1577c69-dfbe-44ad-ba6d-3e05e953b2ea',"
                + "'context':{'userId':'Practitioner/1','patientId':'p1'" + context + "}" + members + "}";
    }

    private static String view(String members) {
        return call("patient-view", "", members);
    }

    /** Ankylosing spondylitis, a fall and neck pain two days ago. */
    private static String conditions() {
        String day = LocalDate.now(java.time.ZoneOffset.UTC).minusDays(2).toString();
        StringBuilder entries = new StringBuilder();
        int id = 0;
        for (String code : List.of("M45.9", "W19.XXXA", "M54.2")) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{'resource':{'resourceType':'Condition','id':'c" + ++id
                            + "','subject':{'reference':'Patient/p1'},'clinicalStatus':{'coding':[{'code':'active'}]},"
                            + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'" + code
                            + "'}]},'onsetDateTime':'" + day + "'}}");
        }
        return "{'resourceType':'Bundle','entry':[" + entries + "]}";
    }

    /** Everything known and empty, apart from what is given. */
    private String prefetch(String hook, String patient, String conditions) {
        StringBuilder keys = new StringBuilder();
        for (JsonNode service :
                MAPPER.readTree(http.get("/cds-services").body()).path("services")) {
            if (service.path("hook").asString().equals(hook)) {
                for (String key : service.path("prefetch").propertyNames()) {
                    String value = key.equals("patient") ? patient : key.equals("conditions") ? conditions : "null";
                    keys.append(keys.isEmpty() ? "" : ",").append("'" + key + "':" + value);
                }
            }
        }
        return ",'prefetch':{" + keys + "}";
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
        return MAPPER.readTree(response.body())
                .path("cards")
                .valueStream()
                .map(card -> card.at("/source/topic/code").asString() + ":"
                        + card.path("indicator").asString())
                .toList();
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
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(
                view(",'prefetch':{'patient':null}").replace('\'', '"'));
        HttpResponse<String> response = contentType == null
                ? http.send("POST", VIEW, body)
                : http.send("POST", VIEW, body, "Content-Type", contentType);

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
        HttpResponse<String> response = http.send(
                "POST",
                VIEW,
                HttpRequest.BodyPublishers.ofString(
                        view(",'prefetch':{'patient':null}").replace('\'', '"')),
                "Content-Type",
                "application/json",
                "Accept",
                accept);

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void longBodyIsRefused() {
        String padding = ",'padding':'" + "x".repeat(300_000) + "'";

        assertOutcome(http.post(VIEW, view(padding)), 413);
        assertOutcome(
                http.send(
                        "POST",
                        VIEW,
                        HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                                view(padding).replace('\'', '"').getBytes(StandardCharsets.UTF_8))),
                        "Content-Type",
                        "application/json"),
                413);
    }

    @Test
    void compressedBodyIsRefused() {
        assertOutcome(
                http.send(
                        "POST",
                        VIEW,
                        HttpRequest.BodyPublishers.ofString("x"),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip"),
                415);
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
        byte[] body =
                ("\uFEFF" + view(",'prefetch':{'patient':null}").replace('\'', '"')).getBytes(StandardCharsets.UTF_8);

        assertThat(http.postBytes(VIEW, body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'extension':{'com.example.x':{'a':[1]}}",
                ",'extension':[{'url':'x','valueString':'y'}]",
                ",'user':'x','redirect':'y','applyCql':true,'oauth':null,'fhirVersion':4",
                ",'fhirServer':null,'fhirAuthorization':null",
                ",'fhirServer':'{{fhirServerUrl}}'",
                ",'fhirAuthorization':{'access_token':'t'}",
            })
    void whatWeDoNotKnowChangesNothing(String members) {
        String prefetch = prefetch("patient-view", PATIENT, conditions());

        assertThat(cards(http.post(VIEW, view(prefetch + members)))).isEqualTo(cards(http.post(VIEW, view(prefetch))));
    }

    // Patient data

    @Test
    void sureFindingShowsACard() {
        assertThat(cards(http.post(VIEW, view(prefetch("patient-view", PATIENT, conditions())))))
                .first()
                .isEqualTo("as-cervical-fracture-risk:critical");
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
        byte[] body = view(prefetch("patient-view", PATIENT, conditions()))
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> reply = http.send(
                "POST",
                VIEW,
                HttpRequest.BodyPublishers.ofByteArray(body),
                "Content-Type",
                "application/json",
                "Accept-Language",
                accepted);
        assertThat(reply.headers().firstValue("Content-Language")).contains(language);
        assertThat(reply.headers().allValues("Vary")).contains("Accept-Language");
        assertThat(MAPPER.readTree(reply.body()).at("/cards/0/summary").asString())
                .contains(says);
        // What an EHR stores stays as FHIR has it.
        assertThat(reply.body()).containsPattern("\"authoredOn\":\"\\d{4}-\\d{2}-\\d{2}T");
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        assertThat(http.post(VIEW, view(prefetch("patient-view", PATIENT, "null")))
                        .body())
                .isEqualTo("{\"cards\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{'resourceType':'Bundle','type':'searchset','total':0}"})
    void noSuchPatientMeansNoCards(String patient) {
        assertThat(http.post(VIEW, view(",'prefetch':{'patient':" + patient + "}"))
                        .body())
                .isEqualTo("{\"cards\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'prefetch':null",
                ",'prefetch':{}",
                ",'prefetch':{'patient':{}}",
                ",'prefetch':{'patient':'123'}",
                ",'prefetch':{'patient':{'resourceType':'OperationOutcome','issue':[{'severity':'error'}]}}",
                ",'prefetch':{'patient':{'resourceType':'Patient','id':'other'}}",
                ",'prefetch':{'item1':{'resourceType':'Patient','id':'p1'}}",
                ",'fhirServer':'http://localhost:9/fhir'",
                ",'fhirServer':'http://localhost:9/fhir','fhirAuthorization':{'access_token':'t','token_type':'Bearer'}",
            })
    void patientWhoCannotBeHadIsAPreconditionFailure(String members) {
        assertOutcome(http.post(VIEW, view(members)), 412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient/p9", "https://ehr.example/RelatedPerson/1"})
    void laypeopleGetNoCards(String user) {
        String body = view(prefetch("patient-view", PATIENT, conditions())).replace("Practitioner/1", user);

        assertThat(http.post(VIEW, body).body()).isEqualTo("{\"cards\":[]}");
    }

    @Test
    void prefixedPatientIdIsTheSamePatient() {
        String body = view(prefetch("patient-view", PATIENT, conditions()));

        assertThat(cards(http.post(VIEW, body.replace("'patientId':'p1'", "'patientId':'Patient/p1'"))))
                .isEqualTo(cards(http.post(VIEW, body)));
    }

    @Test
    void orderHooksTakeDraftsInEveryShape() {
        String ct =
                "{'resourceType':'ServiceRequest','id':'s1','status':'draft','intent':'order','code':{'coding':[{'system':'http://loinc.org','code':'36554-4'}]},'subject':{'reference':'Patient/p1'}}";
        for (String drafts : List.of(ct, "{'entry':[{'resource':" + ct + "}]}", "[" + ct + "]")) {
            String context = ",'selections':['ServiceRequest/s1'],'draftOrders':" + drafts;
            cards(http.post(SELECT, call("order-select", context, prefetch("order-select", PATIENT, conditions()))));
            cards(http.post(SIGN, call("order-sign", context, prefetch("order-sign", PATIENT, conditions()))));
        }
        cards(http.post(SELECT, call("order-select", "", prefetch("order-select", PATIENT, "null"))));
    }

    // Access to the FHIR server

    private static String access() {
        return ",'fhirServer':'" + FHIR.baseUrl()
                + "/fhir/','fhirAuthorization':{'access_token':'secret-token-1','token_type':'Bearer',"
                + "'expires_in':300,'scope':'user/*.read','subject':'us'}";
    }

    @Test
    void missingKeysAreFetchedAndGivenOnesAreNot(CapturedOutput output) {
        FHIR.stubFor(get(anyUrl()).atPriority(10).willReturn(okJson("{\"resourceType\":\"Bundle\"}")));
        FHIR.stubFor(get("/fhir/Patient/p1").willReturn(okJson(PATIENT.replace('\'', '"'))));
        FHIR.stubFor(get(urlPathEqualTo("/fhir/Condition"))
                .willReturn(okJson(conditions().replace('\'', '"'))));
        List<String> expected = cards(http.post(VIEW, view(prefetch("patient-view", PATIENT, conditions()))));

        assertThat(cards(http.post(VIEW, view(access())))).isEqualTo(expected);
        FHIR.verify(
                1,
                getRequestedFor(urlEqualTo("/fhir/Patient/p1"))
                        .withHeader("Authorization", equalTo("Bearer secret-token-1"))
                        .withHeader("Accept", equalTo("application/fhir+json")));
        FHIR.resetRequests();

        assertThat(cards(http.post(VIEW, view(",'prefetch':{'patient':" + PATIENT + "}" + access()))))
                .isEqualTo(expected);
        FHIR.verify(0, getRequestedFor(urlEqualTo("/fhir/Patient/p1")));
        FHIR.verify(1, getRequestedFor(urlPathEqualTo("/fhir/Condition")));
        FHIR.resetRequests();

        cards(http.post(VIEW, view(prefetch("patient-view", PATIENT, "null") + access())));
        FHIR.verify(0, getRequestedFor(anyUrl()));
        assertThat(output.getAll()).doesNotContain("secret-token-1");
    }

    @Test
    void secondPageOfAPrefetchedBundleIsFetched() {
        FHIR.stubFor(get("/fhir?page=2").willReturn(okJson(conditions().replace('\'', '"'))));
        String firstPage = "{'resourceType':'Bundle','link':[{'relation':'next','url':'" + FHIR.baseUrl()
                + "/fhir?page=2'}],'entry':[]}";

        assertThat(cards(http.post(VIEW, view(prefetch("patient-view", PATIENT, firstPage) + access()))))
                .first()
                .isEqualTo("as-cervical-fracture-risk:critical");
    }

    /** The one prescription of a drug is without a code of its own; the Medication that it names is not in the request. */
    @Test
    void medicationThatIsOnlyNamedIsFetched() {
        FHIR.stubFor(get("/fhir/Medication/m1")
                .willReturn(
                        okJson("{\"resourceType\":\"Medication\",\"id\":\"m1\",\"code\":{\"text\":\"Baclofen\"}}")));
        String prescription =
                "{'resource':{'resourceType':'MedicationRequest','id':'%s','status':'active','intent':'order',"
                        + "'subject':{'reference':'Patient/p1'},'medicationReference':{'reference':'%s'}}}";
        String prescriptions = "{'resourceType':'Bundle','entry':["
                + String.join(
                        ",",
                        prescription.formatted("r1", "Medication/m1"),
                        prescription.formatted("r2", FHIR.baseUrl() + "/fhir/Medication/m1/_history/2"),
                        prescription.formatted("r3", "https://elsewhere.example/fhir/Medication/m2"),
                        prescription.formatted("r4", "Medication/m1;x"))
                + "]}";
        String sent = prefetch("patient-view", PATIENT, conditions())
                .replace("'medicationRequests':null", "'medicationRequests':" + prescriptions);
        assertThat(sent).contains("Medication/m1");

        cards(http.post(VIEW, view(sent + access())));

        FHIR.verify(1, getRequestedFor(urlEqualTo("/fhir/Medication/m1")));
        FHIR.verify(1, getRequestedFor(anyUrl()));
    }

    /** What an image report of the neck says stands in an observation that it names and that is not in the request. */
    private String withReport(String more) {
        return prefetch("patient-view", PATIENT.replace("1960", "1980"), conditions())
                .replace(
                        "'diagnosticReports':null",
                        "'diagnosticReports':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DiagnosticReport','id':'r1',"
                                + "'status':'final','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org',"
                                + "'code':'30592-0'}]},'effectiveDateTime':'"
                                + LocalDate.now(java.time.ZoneOffset.UTC).minusDays(1)
                                + "','conclusion':'No acute fracture.','result':[{'reference':'Observation/o1'},{'reference':'"
                                + FHIR.baseUrl()
                                + "/fhir/Observation/o1/_history/2'}" + more + "]}}]}");
    }

    private static String result(String words) {
        return "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"final\",\"code\":{\"text\":\"Impression\"},"
                + "\"valueString\":\"" + words + "\"}";
    }

    @ParameterizedTest
    @CsvSource({"Displaced fracture of C5., critical", "No fracture of C5., info"})
    void resultOfAnImageReportIsFetched(String words, String tier) {
        FHIR.stubFor(get("/fhir/Observation/o1").willReturn(okJson(result(words))));

        assertThat(cards(http.post(VIEW, view(withReport("") + access()))))
                .containsExactly("as-cervical-fracture-risk:" + tier);

        FHIR.verify(1, getRequestedFor(urlEqualTo("/fhir/Observation/o1")));
        FHIR.verify(1, getRequestedFor(anyUrl()));
    }

    /** "No acute fracture" is not the whole of what the report says. */
    @Test
    void aReportWhoseResultCannotBeHadIsNotRead() {
        List<String> notRead = List.of("as-cervical-fracture-risk:warning");

        assertThat(cards(http.post(VIEW, view(withReport("") + access()))))
                .as("not found")
                .isEqualTo(notRead);
        assertThat(cards(http.post(VIEW, view(withReport(""))))).as("no access").isEqualTo(notRead);
        FHIR.stubFor(get("/fhir/Observation/o1").willReturn(okJson(result("No fracture."))));
        assertThat(cards(http.post(
                        VIEW,
                        view(withReport(",{'reference':'https://elsewhere.example/fhir/Observation/2'}") + access()))))
                .as("at another server")
                .isEqualTo(notRead);
        FHIR.verify(2, getRequestedFor(anyUrl()));
    }

    /** It says nothing in words, and nobody is asked for it again. */
    @Test
    void aResultThatWasIncludedIsNotAskedFor() {
        String included =
                ",'entry':[{'search':{'mode':'include'},'resource':{'resourceType':'Observation','id':'o1','status':'final',"
                        + "'code':{'text':'Dose'},'valueQuantity':{'value':4}}},{'resource':{'resourceType':'DiagnosticReport'";
        String sent = withReport("").replace(",'entry':[{'resource':{'resourceType':'DiagnosticReport'", included);

        assertThat(cards(http.post(VIEW, view(sent + access())))).containsExactly("as-cervical-fracture-risk:info");

        FHIR.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void unsafePatientIdReachesNoUrl() {
        http.post(VIEW, view(access()).replace("'patientId':'p1'", "'patientId':'../x?y'"));

        FHIR.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void withoutTokenNobodyIsAsked() {
        assertOutcome(http.post(VIEW, view(",'fhirServer':'" + FHIR.baseUrl() + "/fhir'")), 412);
        FHIR.verify(0, getRequestedFor(anyUrl()));
    }

    // The log

    @Test
    void oneLineSaysWhatWasDecidedAndNothingAboutThePatient(CapturedOutput output) {
        http.post(
                VIEW,
                view(prefetch(
                                "patient-view",
                                PATIENT.replace("p1", "zzpid1"),
                                conditions().replace("p1", "zzpid1")))
                        .replace("'patientId':'p1'", "'patientId':'zzpid1'")
                        .replace("d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "a\\nb"));

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
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");
        HttpResponse<String> ours =
                http.send("POST", VIEW, body, "Content-Type", "application/json", "Origin", "https://ehr.example");
        HttpResponse<String> others =
                http.send("POST", VIEW, body, "Content-Type", "application/json", "Origin", "https://evil.example");

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
