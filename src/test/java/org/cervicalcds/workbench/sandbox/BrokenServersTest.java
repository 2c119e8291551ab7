package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox fails at some base addresses, each in its way, and at no other. */
@SpringBootTest(
        classes = CervicalCds.class,
        properties = "cervical-cds.fhir.time-budget=300ms",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BrokenServersTest {
    private static final String V1 = "v01-fall-fused-as";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String root;
    private final HookClient http;

    BrokenServersTest(@LocalServerPort int port) {
        root = "http://localhost:" + port;
        http = new HookClient(port);
    }

    @Test
    void slowServerAnswersAfterTheTimeBudgetAndNobodyElseWaits() throws Exception {
        long start = System.nanoTime();
        var late = CompletableFuture.supplyAsync(() -> get("/fhir-broken/slow/me/Condition?patient=" + V1));
        assertThat(get("/fhir/Patient/" + V1).statusCode()).isEqualTo(200);
        assertThat(late).isNotDone();
        HttpResponse<String> answer = late.get();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1300));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("total").asInt()).isPositive();
    }

    @Test
    void serverThatIsDownIsDownForEverything() throws Exception {
        for (String query : new String[] {"Patient/" + V1, "Condition?patient=" + V1, "metadata"}) {
            HttpResponse<String> answer = get("/fhir-broken/down/me/" + query);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(answer.body()).path("resourceType").asString())
                    .isEqualTo("OperationOutcome");
        }
    }

    @Test
    void oneTypeFailsAndTheOthersAnswer() throws Exception {
        assertThat(get("/fhir-broken/fails-Condition/me/Condition?patient=" + V1)
                        .statusCode())
                .isEqualTo(500);
        assertThat(get("/fhir-broken/fails-Condition/me/Observation?patient=" + V1)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/fhir-broken/fails-Condition/me/Patient/" + V1).statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersOfOneTypeEndInTheMiddle() throws Exception {
        HttpResponse<String> cut = get("/fhir-broken/cut-Condition/me/Condition?patient=" + V1);
        HttpResponse<String> whole = get("/fhir/Condition?patient=" + V1);

        assertThat(cut.statusCode()).isEqualTo(200);
        assertThat(cut.body())
                .startsWith("{")
                .doesNotEndWith("}")
                .hasSizeLessThan(whole.body().length());
        assertThat(get("/fhir-broken/cut-Condition/me/Patient/" + V1).body()).endsWith("}");
    }

    @Test
    void linksOfAnAnswerStayBelowTheBrokenBase() throws Exception {
        JsonNode page = JSON.readTree(
                get("/fhir-broken/fails-Patient/me/Condition?_count=1").body());
        assertThat(page.path("link").toString()).contains("\"next\"", root + "/fhir-broken/fails-Patient/me");
        assertThat(page.path("link").toString()).doesNotContain(root + "/fhir/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "loud/me/Patient", "slow", "fails-/me/Patient", "down"})
    void anotherAddressIsNotThere(String path) throws Exception {
        assertThat(get("/fhir-broken/" + path).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) {
        return http.get(path);
    }
}
