package org.cervicalcds.service.operations.audit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.testkit.FakeServer;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.cervicalcds.testkit.RunningService;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Decisions are reported as AuditEvents that FHIR's own validator accepts. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
final class AuditEventTest {
    private static final FhirContext FHIR = FhirContext.forR4();
    private static final String PATIENT = "planted-patient";

    @TempDir
    Path folder;

    private static void call(RunningService service) {
        HookRequest request = HookRequest.view()
                .patient(PATIENT)
                .prefetch("patient", Resources.PATIENT)
                .prefetch("conditions", "null");
        assertThat(service.http().call(request).statusCode()).isEqualTo(200);
    }

    private static AuditEvent parsed(String line) {
        return FHIR.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(AuditEvent.class, line);
    }

    private static double counted(RunningService service, String result) {
        return service.bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get("cervical.cds.audit.events")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void theValidatorOfFhirFindsNoError() throws Exception {
        Path file = folder.resolve("new/audit.ndjson");
        try (var service = RunningService.withoutSandbox("--cervical-cds.audit.file=" + file)) {
            call(service);
            call(service);
            await().atMost(Duration.ofSeconds(20)).until(() -> counted(service, "written") == 2);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).doesNotContain(PATIENT));
        AuditEvent event = parsed(lines.get(0));
        assertThat(event.getEntity()).hasSize(2);
        assertThat(event.getEntity().get(0).getWhat().getIdentifier().getSystem())
                .isEqualTo(AuditEventJson.PATIENT_KEY);
        assertThat(event.getEntity().get(0).getWhat().getIdentifier().getValue())
                .isEqualTo(parsed(lines.get(1))
                        .getEntity()
                        .get(0)
                        .getWhat()
                        .getIdentifier()
                        .getValue());
        assertThat(event.getEntity().get(1).getName()).isEqualTo("cervical-patient-view");
        assertThat(event.getEntity().get(1).getDetail())
                .extracting(AuditEvent.AuditEventEntityDetailComponent::getType)
                .contains("hook", "as-cervical-fracture-risk");
        FhirValidator validator = FHIR.newValidator();
        validator.registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR))));
        assertThat(validator.validateWithResult(lines.get(0)).getMessages())
                .filteredOn(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .isEmpty();
        assertThat(validator
                        .validateWithResult(lines.get(0).replace("\"outcome\":\"0\"", "\"outcome\":\"3\""))
                        .getMessages())
                .as("the validator looks at codes")
                .anyMatch(message -> message.getSeverity() == ResultSeverityEnum.ERROR);
    }

    @Test
    void theSiteChoosesHowThePatientIsNamed() throws Exception {
        Path file = folder.resolve("audit.ndjson");
        try (var service = RunningService.withoutSandbox(
                "--cervical-cds.audit.file=" + file, "--cervical-cds.audit.patient=reference")) {
            call(service);
            await().atMost(Duration.ofSeconds(20)).until(() -> counted(service, "written") == 1);
        }
        assertThat(parsed(Files.readString(file)).getEntity().get(0).getWhat().getReference())
                .isEqualTo("Patient/" + PATIENT);
        Files.delete(file);
        try (var service = RunningService.withoutSandbox(
                "--cervical-cds.audit.file=" + file, "--cervical-cds.audit.patient=none")) {
            call(service);
            await().atMost(Duration.ofSeconds(20)).until(() -> counted(service, "written") == 1);
        }
        assertThat(parsed(Files.readString(file)).getEntity()).hasSize(1);
    }

    @Test
    void aFullFileIsPutAside() throws Exception {
        AuditFile file = new AuditFile(folder.resolve("a.ndjson"), 100, java.time.Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            file.send(("{\"n\":" + i + ",\"rest\":\"0123456789012345678901234567\"}").getBytes(StandardCharsets.UTF_8));
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(3).allSatisfy(one -> assertThat(Files.size(one))
                    .isLessThanOrEqualTo(100));
            int lines = 0;
            for (Path one : all) {
                lines += Files.readAllLines(one).size();
            }
            assertThat(lines).isEqualTo(10);
        }
    }

    @Test
    void aServerThatIsAwayForAMomentGetsThemAndOneThatRefusesDoesNot(CapturedOutput output) {
        FakeServer server = new FakeServer();
        server.answer(
                "/fhir/AuditEvent",
                aResponse().withStatus(503),
                aResponse().withStatus(201),
                aResponse().withStatus(422));
        try (var service = RunningService.withoutSandbox(
                "--cervical-cds.audit.fhir-server=" + server.origin() + "/fhir/",
                "--cervical-cds.audit.token=planted-token")) {
            call(service);
            await().atMost(Duration.ofSeconds(20)).until(() -> counted(service, "written") == 1);
            call(service);
            await().atMost(Duration.ofSeconds(20)).until(() -> counted(service, "lost") == 1);
            assertThat(server.requests("/fhir/AuditEvent")).hasSize(3).allSatisfy(request -> {
                assertThat(request.getHeader("Authorization")).isEqualTo("Bearer planted-token");
                assertThat(request.getHeader("Content-Type")).isEqualTo("application/fhir+json");
            });
            assertThat(parsed(server.requests().get(2).getBodyAsString()).getOutcomeDesc())
                    .isEqualTo("0 cards shown");
        } finally {
            server.close();
        }
        assertThat(output)
                .contains("An AuditEvent was lost: IOException status 422")
                .doesNotContain("planted-token");
    }

    @Test
    void fileAndServerTogetherKeepTheServiceFromStarting() {
        assertThatThrownBy(() -> RunningService.withoutSandbox(
                        "--cervical-cds.audit.file=" + folder.resolve("a"),
                        "--cervical-cds.audit.fhir-server=http://localhost:1/fhir"))
                .rootCause()
                .hasMessageContaining("are both set");
    }
}
