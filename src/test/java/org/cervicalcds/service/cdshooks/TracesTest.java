package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Traces tell where the time went and nothing about the patient; they arrive at a real receiver. */
final class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String BODY = "{'hook':'patient-view','hookInstance':'planted-instance','fhirServer':'%s',"
            + "'context':{'userId':'Practitioner/planted-user','patientId':'planted-patient',"
            + "'encounterId':'planted-encounter'},'prefetch':{'conditions':{'resourceType':'Bundle','entry':"
            + "[{'resource':{'resourceType':'Condition','id':'planted-condition','subject':{'reference':"
            + "'Patient/planted-patient'},'code':{'text':'planted words'}}}]}}}";

    private static void post(ConfigurableApplicationContext service, String path, String body, int status)
            throws Exception {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .header("baggage", "patient=planted-baggage")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(status);
    }

    /** Everything that was sent, byte for byte. */
    private static String received(WireMockServer receiver) {
        return receiver.findAll(postRequestedFor(urlEqualTo("/v1/traces"))).stream()
                .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }

    @Test
    void spansOfTheStepsArriveUnderTheClientsTraceWithoutAWordOfThePatient() throws Exception {
        WireMockServer receiver = new WireMockServer(options().dynamicPort());
        WireMockServer fhir = new WireMockServer(options().dynamicPort());
        receiver.start();
        fhir.start();
        receiver.stubFor(any(anyUrl()).willReturn(ok()));
        fhir.stubFor(get(urlMatching("/Patient/planted-patient.*"))
                .willReturn(okForContentType(
                        "application/fhir+json",
                        "{\"resourceType\":\"Patient\",\"id\":\"planted-patient\",\"birthDate\":\"1950-01-01\","
                                + "\"name\":[{\"family\":\"Planted-Name\"}]}")));
        try (var service = new SpringApplicationBuilder(CervicalCds.class)
                .run(
                        "--server.port=0",
                        "--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.baseUrl() + "/v1/traces",
                        "--management.opentelemetry.tracing.export.schedule-delay=50ms",
                        "--management.tracing.sampling.probability=1.0",
                        "--cervical-cds.fhir.open-servers=" + fhir.baseUrl())) {
            String port = service.getEnvironment().getRequiredProperty("local.server.port");
            for (String path : List.of("health/readiness", "health", "prometheus")) {
                HttpRequest probe = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path))
                        .build();
                HttpClient.newHttpClient().send(probe, HttpResponse.BodyHandlers.discarding());
            }
            post(service, "/cds-services/cervical-patient-view", BODY.formatted(fhir.baseUrl()), 200);
            post(service, "/cds-services/cervical-patient-view", "{'planted':'broken body'}", 400);
            post(service, "/cds-services/planted-service?patient=planted-query", BODY.formatted(fhir.baseUrl()), 404);
            String trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
            await("spans arrive").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(received(receiver))
                    .contains("http post /cds-services/{id}", "fhir query", "write"));
            service.close();
            String all = received(receiver);
            assertThat(all)
                    .contains(trace, "read", "fetch", "decide", "write", "cds.service", "cervical-patient-view")
                    .contains("fhir.resource", "Patient", "answered", fhir.baseUrl())
                    .doesNotContainIgnoringCase("planted")
                    .doesNotContain("spring security", "1950-01-01", "actuator");
        } finally {
            receiver.stop();
            fhir.stop();
        }
    }
}
