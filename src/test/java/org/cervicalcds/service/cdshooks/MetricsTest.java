package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.cervicalcds.testkit.FakeServer.json;

import java.time.Duration;
import java.util.List;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Prometheus reads is what happened, by real HTTP. */
@Tag("long")
final class MetricsTest {
    private static final FakeFhirServer LISTED = new FakeFhirServer();
    private static final FakeFhirServer OTHER = new FakeFhirServer();
    private static final String VIEW = "cervical-patient-view";
    private static RunningService service;

    @BeforeAll
    static void start() {
        for (FakeFhirServer server : List.of(LISTED, OTHER)) {
            server.answerAll(aResponse().withStatus(404));
            server.holds("Patient/p1", Resources.PATIENT);
            server.refuses("Condition", 403);
            server.refuses("Observation", 500);
            server.on("Procedure", json("{}").withFixedDelay(20_000));
            server.on("DiagnosticReport", okForContentType("text/html", "<p>"));
        }
        service = RunningService.start(
                "--cervical-cds.fhir.time-budget=3s", "--cervical-cds.fhir.open-servers=" + LISTED.base());
    }

    @AfterAll
    static void stop() {
        service.close();
        LISTED.close();
        OTHER.close();
    }

    private static int status(HookRequest request) {
        return service.http().call(request).statusCode();
    }

    private static double value(String series) {
        String text = service.http().get("/actuator/prometheus").body();
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.valueOf(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in:\n"
                        + text.lines()
                                .filter(line -> line.startsWith("cervical"))
                                .reduce("", (a, b) -> a + "\n" + b)));
    }

    private static HookRequest prefetched() {
        return HookRequest.view()
                .prefetch("patient", Resources.PATIENT)
                .prefetch("conditions", Resources.conditions("M45.2", "W19.XXXA"));
    }

    @Test
    void callsAndCardsAreCounted() {
        String calls = "cervical_cds_calls_seconds_count{service=\"" + VIEW + "\",status=\"%d\"}";
        double answered = value(calls.formatted(200));
        double refused = value(calls.formatted(400));
        double without = value(calls.formatted(412));
        String shown = "cervical_cds_cards_total{card=\"as-cervical-fracture-risk\",outcome=\"%s\",tier=\"%s\"}";
        double spoke = value(shown.formatted("shown", "critical")) + value(shown.formatted("shown", "warning"));
        double silent = value("cervical_cds_cards_total{card=\"muscle-relaxant-duration\",outcome=\"undetermined\","
                + "tier=\"none\"}");

        assertThat(status(prefetched())).isEqualTo(200);
        assertThat(service.http().post("/cds-services/" + VIEW, "{}").statusCode())
                .isEqualTo(400);
        assertThat(status(HookRequest.view())).isEqualTo(412);
        assertThat(service.http().post("/cds-services/no-such-service", "{}").statusCode())
                .isEqualTo(404);

        assertThat(value(calls.formatted(200))).isEqualTo(answered + 1);
        assertThat(value(calls.formatted(400))).isEqualTo(refused + 1);
        assertThat(value(calls.formatted(412))).isEqualTo(without + 1);
        assertThat(value("cervical_cds_calls_seconds_count{service=\"unknown\",status=\"404\"}"))
                .isPositive();
        assertThat(value("cervical_cds_calls_seconds_bucket{service=\"" + VIEW + "\",status=\"200\",le=\"+Inf\"}"))
                .isEqualTo(answered + 1);
        assertThat(value(shown.formatted("shown", "critical")) + value(shown.formatted("shown", "warning")))
                .isEqualTo(spoke + 1);
        assertThat(value("cervical_cds_cards_total{card=\"muscle-relaxant-duration\",outcome=\"undetermined\","
                        + "tier=\"none\"}"))
                .isEqualTo(silent + 1);
        assertThat(value("cervical_cds_steps_seconds_count{step=\"decide\"}")).isPositive();
        await("a decision is written")
                .atMost(Duration.ofSeconds(20))
                .until(() -> value("cervical_cds_store_decisions_total{result=\"written\"}") >= 1);
    }

    @Test
    void queriesAreCountedByServerAndOutcome() {
        String queries = "cervical_cds_fhir_queries_seconds_count{outcome=\"%s\",server=\"%s\"}";
        String listed = LISTED.base();

        assertThat(status(HookRequest.view().with("'fhirServer':'" + listed + "'")))
                .isEqualTo(412);
        assertThat(status(HookRequest.view().access(OTHER.base()))).isEqualTo(412);

        for (String server : new String[] {listed, "other"}) {
            assertThat(value(queries.formatted("answered", server))).isEqualTo(1);
            assertThat(value(queries.formatted("failed", server))).isPositive();
            assertThat(value(queries.formatted("late", server))).isPositive();
            assertThat(value(queries.formatted("unusable", server))).isEqualTo(1);
            assertThat(value(queries.formatted("refused", server))).isPositive();
        }
        assertThat(value("cervical_cds_fhir_breakers{server=\"" + listed + "\",state=\"open\"}"))
                .isZero();
    }

    @Test
    void aBrokenServerIsSeen() {
        for (int i = 0; i < 12; i++) {
            status(HookRequest.view().access("http://localhost:1/fhir"));
        }

        assertThat(value("cervical_cds_fhir_breakers{server=\"other\",state=\"open\"}"))
                .isEqualTo(1);
        assertThat(value("cervical_cds_fhir_queries_seconds_count{outcome=\"turned_away\",server=\"other\"}"))
                .isPositive();
    }
}
