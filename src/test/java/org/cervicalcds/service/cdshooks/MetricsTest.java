package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What Prometheus reads is what happened, by real HTTP. */
@Tag("long")
final class MetricsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WireMockServer LISTED = new WireMockServer(options().dynamicPort());
    private static final WireMockServer OTHER = new WireMockServer(options().dynamicPort());
    private static final String VIEW = "cervical-patient-view";
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        for (WireMockServer server : new WireMockServer[] {LISTED, OTHER}) {
            server.start();
            server.stubFor(get(urlMatching("/Patient/.*"))
                    .willReturn(okForContentType(
                            "application/fhir+json",
                            "{\"resourceType\":\"Patient\",\"id\":\"planted-1\",\"birthDate\":\"1950-01-01\"}")));
            server.stubFor(
                    get(urlMatching("/Condition.*")).willReturn(aResponse().withStatus(403)));
            server.stubFor(
                    get(urlMatching("/Observation.*")).willReturn(aResponse().withStatus(500)));
            server.stubFor(get(urlMatching("/Procedure.*"))
                    .willReturn(okForContentType("application/fhir+json", "{}").withFixedDelay(20_000)));
            server.stubFor(get(urlMatching("/DiagnosticReport.*")).willReturn(okForContentType("text/html", "<p>")));
        }
        service = new SpringApplicationBuilder(CervicalCds.class)
                .run(
                        "--server.port=0",
                        "--cervical-cds.fhir.time-budget=3s",
                        "--cervical-cds.fhir.open-servers=" + LISTED.baseUrl());
    }

    @AfterAll
    static void stop() {
        service.close();
        LISTED.stop();
        OTHER.stop();
    }

    private static String base() {
        return "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
    }

    private static int post(String id, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + "/cds-services/" + id))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static double value(String series) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + "/actuator/prometheus"))
                .build();
        String text = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.valueOf(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in:\n"
                        + text.lines()
                                .filter(line -> line.startsWith("cervical"))
                                .reduce("", (a, b) -> a + "\n" + b)));
    }

    private static String body(String rest) {
        return "{'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'planted-1'}"
                + rest + "}";
    }

    private static String prefetched() {
        return ",'prefetch':{'patient':{'resourceType':'Patient','id':'planted-1','birthDate':'1950-01-01'},"
                + "'conditions':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','id':'c1',"
                + "'clinicalStatus':{'coding':[{'code':'active'}]},'subject':{'reference':'Patient/planted-1'},"
                + "'onsetDateTime':'2001','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm',"
                + "'code':'M45.2'}]}}},{'resource':{'resourceType':'Condition','id':'c2',"
                + "'clinicalStatus':{'coding':[{'code':'active'}]},'subject':{'reference':'Patient/planted-1'},"
                + "'onsetDateTime':'"
                + java.time.LocalDate.now(java.time.ZoneOffset.UTC).minusDays(2)
                + "','code':{'coding':[{'system':"
                + "'http://hl7.org/fhir/sid/icd-10-cm','code':'W19.XXXA'}]}}}]}}";
    }

    @Test
    void callsAndCardsAreCounted() throws Exception {
        String calls = "cervical_cds_calls_seconds_count{service=\"" + VIEW + "\",status=\"%d\"}";
        double answered = value(calls.formatted(200));
        double refused = value(calls.formatted(400));
        double without = value(calls.formatted(412));
        String shown = "cervical_cds_cards_total{card=\"as-cervical-fracture-risk\",outcome=\"%s\",tier=\"%s\"}";
        double spoke = value(shown.formatted("shown", "critical")) + value(shown.formatted("shown", "warning"));
        double silent = value("cervical_cds_cards_total{card=\"muscle-relaxant-duration\",outcome=\"undetermined\","
                + "tier=\"none\"}");

        assertThat(post(VIEW, body(prefetched()))).isEqualTo(200);
        assertThat(post(VIEW, "{}")).isEqualTo(400);
        assertThat(post(VIEW, body(""))).isEqualTo(412);
        assertThat(post("no-such-service", body(""))).isEqualTo(404);

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
    void queriesAreCountedByServerAndOutcome() throws Exception {
        String queries = "cervical_cds_fhir_queries_seconds_count{outcome=\"%s\",server=\"%s\"}";
        String listed = LISTED.baseUrl();

        assertThat(post(VIEW, body(",'fhirServer':'" + listed + "'"))).isEqualTo(412);
        assertThat(post(
                        VIEW,
                        body(",'fhirServer':'" + OTHER.baseUrl() + "','fhirAuthorization':{'access_token':'t',"
                                + "'token_type':'Bearer','expires_in':300,'scope':'patient/*.read','subject':'us'}")))
                .isEqualTo(412);

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
    void aBrokenServerIsSeen() throws Exception {
        for (int i = 0; i < 12; i++) {
            post(
                    VIEW,
                    body(",'fhirServer':'http://localhost:1/fhir','fhirAuthorization':{'access_token':'t',"
                            + "'token_type':'Bearer','expires_in':300,'scope':'patient/*.read','subject':'us'}"));
        }

        assertThat(value("cervical_cds_fhir_breakers{server=\"other\",state=\"open\"}"))
                .isEqualTo(1);
        assertThat(value("cervical_cds_fhir_queries_seconds_count{outcome=\"turned_away\",server=\"other\"}"))
                .isPositive();
    }
}
