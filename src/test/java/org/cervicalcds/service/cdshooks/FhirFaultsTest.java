package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
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

/** Every way in which a FHIR server can fail: the answer goes out on time, and nothing is taken for known. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.fhir.time-budget=1s"})
final class FhirFaultsTest {
    /** The slowest fault takes far longer. */
    private static final Duration LATEST = Duration.ofSeconds(6);

    /** Without HTTP/2, where a connection that breaks takes the other queries with it. */
    private final FakeFhirServer server = new FakeFhirServer("/fhir", options().http2PlainDisabled(true));

    private final HookClient http;
    private final Map<String, String> templates = new LinkedHashMap<>();

    FhirFaultsTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
        http.templates("patient-view")
                .propertyStream()
                .forEach(key -> templates.put(key.getKey(), key.getValue().asString()));
    }

    /** Another port for each test, so that none meets the circuit breaker of the one before. */
    @BeforeEach
    void start() {
        server.holds("Patient/p1", Resources.PATIENT);
        server.holds("Condition", Resources.fall());
    }

    @AfterEach
    void stop() {
        server.close();
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
    private static Map<String, ResponseDefinitionBuilder> faults(String server) {
        String error = Resources.error("exception");
        Map<String, ResponseDefinitionBuilder> faults = new LinkedHashMap<>();
        faults.put("OperationOutcome with status 200", json(error));
        faults.put("OperationOutcome of an error as entry", json(Resources.bundle(error)));
        for (int status : new int[] {301, 400, 401, 403, 404, 429, 500, 502, 503}) {
            faults.put("status " + status, json(error).withStatus(status).withHeader("Location", server + "/x"));
        }
        faults.put("truncated body", json(Resources.fall().substring(0, 300)));
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
        faults.put("JSON as HTML", json(Resources.fall()).withHeader("Content-Type", "text/html"));
        faults.put("gzip that is none", json(Resources.fall()).withHeader("Content-Encoding", "gzip"));
        faults.put("unknown compression", json(Resources.fall()).withHeader("Content-Encoding", "br"));
        faults.put("slow headers", json(Resources.fall()).withFixedDelay(8_000));
        faults.put("slow loris", json(Resources.fall()).withChunkedDribbleDelay(50, 20_000));
        faults.put("endless pages", json(Resources.page(server + "/fhir/Condition?patient=p1&page=2")));
        faults.put("deep nesting", okJson("[".repeat(50_000)));
        faults.put("a scalar", okJson("42"));
        return faults;
    }

    static Set<String> faultNames() {
        return faults("").keySet();
    }

    private ResponseDefinitionBuilder fault(String name) {
        return Objects.requireNonNull(faults(server.origin()).get(name));
    }

    private HookRequest view() {
        return HookRequest.view().access(server.base());
    }

    private HttpResponse<String> timed(HookRequest request) {
        long start = System.nanoTime();
        HttpResponse<String> response = http.call(request);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATEST);
        return response;
    }

    private static List<String> cards(HttpResponse<String> response) {
        return HookClient.json(response)
                .path("cards")
                .valueStream()
                .map(card -> card.path("indicator").asString() + " "
                        + card.path("summary").asString() + " "
                        + card.path("detail").asString())
                // A failure in prefetch does not say whether the server refused, failed or was late.
                .map(card -> card.replaceAll("\\((refused|failed|late|unreadable|server busy)\\)", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("faultNames")
    void faultOfOneQueryLeavesTheAnswerOnTime(String name, CapturedOutput output) {
        server.on("Condition", fault(name));

        HttpResponse<String> response = timed(view());

        // What came before the break is read; a card needs all of its findings to be sure.
        if (name.equals("truncated body")) {
            assertThat(cards(response)).isNotEmpty().allMatch(card -> card.startsWith("info"));
        } else {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(412);
            assertThat(response.body()).contains("The conditions could not be had");
        }
        assertThat(output.getAll())
                .containsPattern("undetermined=[1-9]")
                .doesNotContain(HookRequest.TOKEN, "ERROR", "\tat ");
        assertThat(server.asked("/x")).isZero();
    }

    @ParameterizedTest
    @MethodSource("faultNames")
    void faultOfThePatientIsAPreconditionFailureOnTime(String name) {
        server.on("Patient/p1", fault(name));

        assertThat(timed(view()).statusCode()).isIn(412, 200);
    }

    @Test
    void compressedAnswerIsReadAllTheSame() {
        server.on(
                "Condition",
                aResponse()
                        .withHeader("Content-Type", "application/fhir+json")
                        .withHeader("Content-Encoding", "gzip")
                        .withBody(zipped(Resources.fall())));

        assertThat(cards(timed(view()))).isNotEmpty();
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
            server.reset();
            start();
            if (!fails.equals("nothing")) {
                String template = templates.getOrDefault(fails, "");
                String type = template.substring(0, Math.max(0, template.indexOf('?')));
                if (type.isEmpty() || type.equals("Observation")) {
                    continue;
                }
                server.refuses(type, 404);
            }
            HookRequest all = HookRequest.view();
            HookRequest half = view();
            boolean sent = true;
            for (String key : templates.keySet()) {
                if (!key.equals("encounter")) {
                    String value = value(key, key.equals(fails));
                    all = all.prefetch(key, value);
                    half = sent && !key.equals(fails) ? half.prefetch(key, value) : half;
                    sent = !sent;
                }
            }
            List<String> prefetched = told(timed(all));

            assertThat(told(timed(view()))).as("access, " + fails + " fails").isEqualTo(prefetched);
            assertThat(told(timed(half))).as("mixed, " + fails + " fails").isEqualTo(prefetched);
            assertThat(prefetched.equals(NOT_HAD)).as(fails).isEqualTo(fails.equals("conditions"));
            assertThat(prefetched).isNotEmpty();
        }
    }

    private static String value(String key, boolean fails) {
        if (fails) {
            return Resources.error("exception");
        }
        return key.equals("patient") ? Resources.PATIENT : key.equals("conditions") ? Resources.fall() : "null";
    }

    @Test
    void serverThatAsksForARestGetsIt() {
        server.on("Condition", json(Resources.bundle()).withStatus(429).withHeader("Retry-After", "30"));
        assertThat(timed(view()).statusCode()).isEqualTo(412);
        server.forget();

        assertThat(timed(view()).statusCode()).isEqualTo(412);
        assertThat(server.asked()).isZero();
    }

    @Test
    void deadServerIsLeftAloneAndOthersAreNot() {
        try (FakeFhirServer dead = new FakeFhirServer()) {
            dead.answerAll(aResponse().withStatus(503));
            HookRequest toTheDead = HookRequest.view().access(dead.base());
            for (int i = 0; i < 4; i++) {
                assertThat(timed(toTheDead).statusCode()).isEqualTo(412);
            }
            dead.forget();

            assertThat(timed(toTheDead).statusCode()).isEqualTo(412);
            assertThat(dead.asked()).isZero();
            assertThat(cards(timed(view()))).isNotEmpty();
        }
    }
}
