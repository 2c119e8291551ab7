package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.FakeServer;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Traces tell where the time went and nothing about the patient; they arrive at a real receiver. */
@Tag("long")
final class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String BODY = "{'hook':'patient-view','hookInstance':'planted-instance','fhirServer':'%s',"
            + "'context':{'userId':'Practitioner/planted-user','patientId':'planted-patient',"
            + "'encounterId':'planted-encounter'},'prefetch':{'conditions':{'resourceType':'Bundle','entry':"
            + "[{'resource':{'resourceType':'Condition','id':'planted-condition','subject':{'reference':"
            + "'Patient/planted-patient'},'code':{'text':'planted words'}}}]}}}";

    private static void post(RunningService service, String path, String body, int status) {
        assertThat(service.http()
                        .post(
                                path,
                                body,
                                "traceparent",
                                "00-" + TRACE + "-00f067aa0ba902b7-01",
                                "baggage",
                                "patient=planted-baggage")
                        .statusCode())
                .isEqualTo(status);
    }

    /** Everything that was sent, byte for byte. */
    private static String received(FakeServer receiver) {
        return receiver.requests("/v1/traces").stream()
                .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }

    @Test
    void spansOfTheStepsArriveUnderTheClientsTraceWithoutAWordOfThePatient() {
        FakeServer receiver = new FakeServer();
        FakeFhirServer fhir = new FakeFhirServer();
        receiver.answerAll(ok());
        fhir.holds(
                "Patient/planted-patient",
                "{'resourceType':'Patient','id':'planted-patient','birthDate':'1950-01-01',"
                        + "'name':[{'family':'Planted-Name'}]}");
        try (var service = RunningService.start(
                "--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.origin() + "/v1/traces",
                "--management.opentelemetry.tracing.export.schedule-delay=50ms",
                "--management.tracing.sampling.probability=1.0",
                "--cervical-cds.fhir.open-servers=" + fhir.base())) {
            for (String path : List.of("health/readiness", "health", "prometheus")) {
                service.http().get("/actuator/" + path);
            }
            post(service, "/cds-services/cervical-patient-view", BODY.formatted(fhir.base()), 200);
            post(service, "/cds-services/cervical-patient-view", "{'planted':'broken body'}", 400);
            post(service, "/cds-services/planted-service?patient=planted-query", BODY.formatted(fhir.base()), 404);
            String trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
            await("spans arrive").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(received(receiver))
                    .contains("http post /cds-services/{id}", "fhir query", "write"));
            service.close();
            String all = received(receiver);
            assertThat(all)
                    .contains(trace, "read", "fetch", "decide", "write", "cds.service", "cervical-patient-view")
                    .contains("fhir.resource", "Patient", "answered", fhir.base())
                    .doesNotContainIgnoringCase("planted")
                    .doesNotContain("spring security", "1950-01-01", "actuator");
        } finally {
            receiver.close();
            fhir.close();
        }
    }
}
