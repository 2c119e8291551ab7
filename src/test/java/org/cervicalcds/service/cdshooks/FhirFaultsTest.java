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
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every way in which a FHIR server can fail: the answer goes out on time, and nothing is taken for known. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.fhir.time-budget=1s"})
final class FhirFaultsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String PATIENT = "{'resourceType':'Patient','id':'p1','birthDate':'1960-01-01'}";
    private static final String EMPTY = "{'resourceType':'Bundle','type':'searchset','total':0}";
    private static final Duration LATEST = Duration.ofMillis(2500);

    /** Without HTTP/2, where a connection that breaks takes the other queries with it. */
    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().http2PlainDisabled(true).containerThreads(40));

    private final HookClient http;
    private final Map<String, String> templates = new LinkedHashMap<>();

    FhirFaultsTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
        JsonNode discovery = MAPPER.readTree(http.get("/cds-services").body());
        for (JsonNode service : discovery.path("services")) {
            if (service.path("hook").asString().equals("patient-view")) {
                service.path("prefetch")
                        .propertyStream()
                        .forEach(key ->
                                templates.put(key.getKey(), key.getValue().asString()));
            }
        }
    }

    /** Another port for each test, so that none meets the circuit breaker of the one before. */
    @BeforeEach
    void start() {
        server.start();
        server.stubFor(get(anyUrl()).atPriority(10).willReturn(json(EMPTY)));
        server.stubFor(get("/fhir/Patient/p1").atPriority(9).willReturn(json(PATIENT)));
        server.stubFor(get(urlPathMatching("/fhir/Condition")).atPriority(9).willReturn(json(conditions())));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static ResponseDefinitionBuilder json(String body) {
        return okJson(body.replace('\'', '"'));
    }

    private static String conditions() {
        List<String> entries = new ArrayList<>();
        for (String code : List.of("M45.9", "W19.XXXA", "M54.2")) {
            entries.add("{'resource':{'resourceType':'Condition','id':'c" + entries.size()
                    + "','subject':{'reference':'Patient/p1'},'clinicalStatus':{'coding':[{'code':'active'}]},"
                    + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'" + code
                    + "'}]},'onsetDateTime':'"
                    + LocalDate.now(ZoneOffset.UTC).minusDays(2) + "'}}");
        }
        return "{'resourceType':'Bundle','type':'searchset','entry':[" + String.join(",", entries) + "]}";
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Faults of the query for conditions. */
    private Map<String, ResponseDefinitionBuilder> faults() {
        String error = "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'exception'}]}";
        Map<String, ResponseDefinitionBuilder> faults = new LinkedHashMap<>();
        faults.put("OperationOutcome with status 200", json(error));
        faults.put(
                "OperationOutcome of an error as entry",
                json("{'resourceType':'Bundle','entry':[{'resource':" + error + "}]}"));
        for (int status : new int[] {301, 400, 401, 403, 404, 429, 500, 502, 503}) {
            faults.put(
                    "status " + status, json(error).withStatus(status).withHeader("Location", server.baseUrl() + "/x"));
        }
        faults.put("truncated body", json(conditions().substring(0, 300)));
        faults.put("connection cut in the body", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        faults.put("connection reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        faults.put("empty answer", aResponse().withFault(Fault.EMPTY_RESPONSE));
        faults.put("empty body", okJson(""));
        faults.put(
                "XML",
                aResponse().withHeader("Content-Type", "application/fhir+xml").withBody("<Bundle/>"));
        faults.put(
                "HTML error page",
                aResponse().withHeader("Content-Type", "text/html").withBody("<html>down for maintenance</html>"));
        faults.put("JSON as HTML", json(conditions()).withHeader("Content-Type", "text/html"));
        faults.put("gzip that is none", json(conditions()).withHeader("Content-Encoding", "gzip"));
        faults.put("unknown compression", json(conditions()).withHeader("Content-Encoding", "br"));
        faults.put("slow headers", json(conditions()).withFixedDelay(8_000));
        faults.put("slow loris", json(conditions()).withChunkedDribbleDelay(50, 20_000));
        faults.put(
                "endless pages",
                json("{'resourceType':'Bundle','link':[{'relation':'next','url':'" + server.baseUrl()
                        + "/fhir/Condition?patient=p1&page=2'}]}"));
        faults.put("deep nesting", okJson("[".repeat(50_000)));
        faults.put("a scalar", okJson("42"));
        return faults;
    }

    static Stream<String> faultNames() {
        return new FhirFaultNames().names().stream();
    }

    /** The names alone, for which no server is needed. */
    private static final class FhirFaultNames {
        List<String> names() {
            List<String> names = new ArrayList<>(List.of(
                    "OperationOutcome with status 200",
                    "OperationOutcome of an error as entry",
                    "truncated body",
                    "connection cut in the body",
                    "connection reset",
                    "empty answer",
                    "empty body",
                    "XML",
                    "HTML error page",
                    "JSON as HTML",
                    "gzip that is none",
                    "unknown compression",
                    "slow headers",
                    "slow loris",
                    "endless pages",
                    "deep nesting",
                    "a scalar"));
            for (int status : new int[] {301, 400, 401, 403, 404, 429, 500, 502, 503}) {
                names.add("status " + status);
            }
            return names;
        }
    }

    private String access() {
        return ",'fhirServer':'" + server.baseUrl()
                + "/fhir','fhirAuthorization':{'access_token':'planted-secret-7','token_type':'Bearer','expires_in':300,"
                + "'scope':'user/*.read','subject':'us'}";
    }

    private static String view(String members) {
        return "{'hook':'patient-view','hookInstance':'d1577c69-dfbe-44ad-ba6d-3e05e953b2ea','context':{"
                + "'userId':'Practitioner/1','patientId':'p1'}" + members + "}";
    }

    private HttpResponse<String> timed(String body) {
        long start = System.nanoTime();
        HttpResponse<String> response = http.post(VIEW, body);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATEST);
        return response;
    }

    private static List<String> cards(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body())
                .path("cards")
                .valueStream()
                .map(card -> card.path("indicator").asString() + " "
                        + card.path("summary").asString() + " "
                        + card.path("detail").asString())
                // A failure in prefetch does not say whether the server refused, failed or was late.
                .map(card -> card.replaceAll("\\((refused|failed|late|unreadable|server busy)\\)", ""))
                .toList();
    }

    @Test
    void everyFaultIsNamed() {
        assertThat(faultNames()).containsExactlyInAnyOrderElementsOf(faults().keySet());
    }

    @ParameterizedTest
    @MethodSource("faultNames")
    void faultOfOneQueryLeavesTheAnswerOnTime(String name, CapturedOutput output) {
        server.stubFor(get(urlPathMatching("/fhir/Condition")).atPriority(1).willReturn(faults().get(name)));

        HttpResponse<String> response = timed(view(access()));

        // What came before the break is read; a card needs all of its findings to be sure.
        if (name.equals("truncated body")) {
            assertThat(cards(response)).isNotEmpty().allMatch(card -> card.startsWith("info"));
        } else {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(412);
            assertThat(response.body()).contains("The conditions could not be had");
        }
        assertThat(output.getAll())
                .containsPattern("undetermined=[1-9]")
                .doesNotContain("planted-secret-7", "ERROR", "\tat ");
        server.verify(0, getRequestedFor(urlPathMatching("/x")));
    }

    @ParameterizedTest
    @MethodSource("faultNames")
    void faultOfThePatientIsAPreconditionFailureOnTime(String name) {
        server.stubFor(get("/fhir/Patient/p1").atPriority(1).willReturn(faults().get(name)));

        assertThat(timed(view(access())).statusCode()).isIn(412, 200);
    }

    @Test
    void compressedAnswerIsReadAllTheSame() {
        server.stubFor(get(urlPathMatching("/fhir/Condition"))
                .atPriority(1)
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/fhir+json")
                        .withHeader("Content-Encoding", "gzip")
                        .withBody(zipped(conditions()))));

        assertThat(cards(timed(view(access())))).isNotEmpty();
    }

    private static final List<String> NOT_HAD = List.of("status 412");

    /** The cards, or that there is no answer without the Conditions. */
    private static List<String> told(HttpResponse<String> response) {
        return response.statusCode() == 412 ? NOT_HAD : cards(response);
    }

    /** The same case as prefetch, by access, and mixed, with each query failing in turn and with none. */
    @Test
    void threeFormsOfACaseGiveTheSameCards() {
        List<String> failing = new ArrayList<>(templates.keySet());
        failing.remove("patient");
        failing.add("nothing");
        for (String fails : failing) {
            server.resetMappings();
            start();
            if (!fails.equals("nothing")) {
                String template = templates.getOrDefault(fails, "");
                String type = template.substring(0, Math.max(0, template.indexOf('?')));
                if (type.isEmpty() || type.equals("Observation")) {
                    continue;
                }
                server.stubFor(get(urlPathMatching("/fhir/" + type))
                        .atPriority(1)
                        .willReturn(aResponse().withStatus(404)));
            }
            List<String> keys = new ArrayList<>();
            for (String key : templates.keySet()) {
                if (!key.equals("encounter")) {
                    keys.add("'" + key + "':" + value(key, key.equals(fails)));
                }
            }
            List<String> half = keys.subList(0, keys.size() / 2).stream()
                    .filter(key -> !key.startsWith("'" + fails + "'"))
                    .toList();
            List<String> prefetched = told(timed(view(",'prefetch':{" + String.join(",", keys) + "}")));

            assertThat(told(timed(view(access()))))
                    .as("access, " + fails + " fails")
                    .isEqualTo(prefetched);
            assertThat(told(timed(view(",'prefetch':{" + String.join(",", half) + "}" + access()))))
                    .as("mixed, " + fails + " fails")
                    .isEqualTo(prefetched);
            assertThat(prefetched.equals(NOT_HAD)).as(fails).isEqualTo(fails.equals("conditions"));
            assertThat(prefetched).isNotEmpty();
        }
    }

    private static String value(String key, boolean fails) {
        if (fails) {
            return "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'exception'}]}";
        }
        return key.equals("patient") ? PATIENT : key.equals("conditions") ? conditions() : "null";
    }

    @Test
    void serverThatAsksForARestGetsIt() {
        server.stubFor(get(urlPathMatching("/fhir/Condition"))
                .atPriority(1)
                .willReturn(json(EMPTY).withStatus(429).withHeader("Retry-After", "30")));
        assertThat(timed(view(access())).statusCode()).isEqualTo(412);
        server.resetRequests();

        assertThat(timed(view(access())).statusCode()).isEqualTo(412);
        server.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void deadServerIsLeftAloneAndOthersAreNot() {
        WireMockServer dead = new WireMockServer(options().dynamicPort());
        dead.start();
        try {
            dead.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(503)));
            String toTheDead = view(access()).replace(server.baseUrl(), dead.baseUrl());
            for (int i = 0; i < 4; i++) {
                assertThat(timed(toTheDead).statusCode()).isEqualTo(412);
            }
            dead.resetRequests();

            assertThat(timed(toTheDead).statusCode()).isEqualTo(412);
            dead.verify(0, getRequestedFor(anyUrl()));
            assertThat(cards(timed(view(access())))).isNotEmpty();
        } finally {
            dead.stop();
        }
    }
}
