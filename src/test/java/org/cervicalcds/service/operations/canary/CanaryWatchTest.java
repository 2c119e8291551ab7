package org.cervicalcds.service.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Content that is broken on purpose is noticed at once, by real HTTP and real start. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
final class CanaryWatchTest {
    private static final String TOKEN = "operators-secret-of-this-test-0123456789";

    @TempDir
    Path folder;

    private static RunningService start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--cervical-cds.operators.token=" + TOKEN);
        return RunningService.start(all.toArray(new String[0]));
    }

    private static String asOperator(RunningService service, String path) {
        return service.http().get(path, "Authorization", "Bearer " + TOKEN).body();
    }

    private static String healthOnceTheyRan(RunningService service) {
        return await("the canaries are played")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> asOperator(service, "/actuator/health/readiness"),
                        health -> !health.contains("\"played\":0") && health.contains("\"played\""));
    }

    /** The shipped content without one file's codes. */
    private Path brokenContent(String file, String codes) throws IOException {
        Path content = folder.resolve("cards");
        Path shipped = Path.of("cds-cards");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path from : files.filter(Files::isRegularFile).toList()) {
                Path to = content.resolve(shipped.relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
        Path broken = content.resolve(file);
        String text = Files.readString(broken);
        Files.writeString(broken, text.substring(0, text.indexOf("\ncodes:")) + "\ncodes:\n" + codes);
        return content;
    }

    @Test
    void soundContentIsReadyAndSilent(CapturedOutput output) throws Exception {
        try (var service = start()) {
            String health = healthOnceTheyRan(service);

            assertThat(health).startsWith("{").contains("\"canaries\":{", "\"status\":\"UP\"");
            assertThat(health).doesNotContain("DEGRADED");
            String metrics = asOperator(service, "/actuator/prometheus");
            assertThat(metrics.lines().filter(line -> line.startsWith("cervical_cds_canary_failures{")))
                    .hasSizeGreaterThan(15)
                    .allMatch(line -> line.endsWith(" 0.0"));
            assertThat(metrics).contains("cervical_cds_canary_age_seconds");
        }
        assertThat(output)
                .contains("canaries were played in")
                .doesNotContain("Canary failed", "already been registered");
    }

    @Test
    void anEmptiedValueSetIsCaughtAndNamedByCardAndTier(CapturedOutput output) throws Exception {
        Path content =
                brokenContent("value-sets/dx-fall.yaml", "  icd-10-cm:\n    \"Z99.999X\": nothing that is ever sent\n");
        try (var service = start("--cervical-cds.cards=" + content)) {
            String health = healthOnceTheyRan(service);

            assertThat(health).contains("\"canaries\":{", "DEGRADED", "\"as-cervical-fracture-risk:critical\":");
            assertThat(asOperator(service, "/actuator/prometheus").lines())
                    .anyMatch(line -> line.matches("cervical_cds_canary_failures\\{card=\"as-cervical-fracture-risk\","
                            + "tier=\"critical\"} [1-9].*"))
                    .anyMatch(line -> line.matches(
                            "cervical_cds_canary_failures\\{card=\"muscle-relaxant-duration\",tier=\"warning\"} 0.0"));
            HttpResponse<String> probe = service.http().get("/actuator/health/readiness");
            assertThat(probe.statusCode()).isEqualTo(200);
            assertThat(probe.body()).contains("DEGRADED").doesNotContain("as-cervical");
            assertThat(service.http().get("/actuator/health").body()).contains("DEGRADED");
        }
        assertThat(output).contains("Canary failed: as-cervical-fracture-risk:critical in ");
    }

    @Test
    void aReplicaWithBrokenContentIsNeverReadyWhereReadinessIsHeld() throws Exception {
        Path content =
                brokenContent("value-sets/dx-fall.yaml", "  icd-10-cm:\n    \"Z99.999X\": nothing that is ever sent\n");
        try (var service = start("--cervical-cds.cards=" + content, "--cervical-cds.canaries.hold-readiness=true")) {
            assertThat(service.http().get("/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            assertThat(healthOnceTheyRan(service))
                    .contains("OUT_OF_SERVICE", "\"as-cervical-fracture-risk:critical\":");
            assertThat(service.http().get("/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            assertThat(service.http().get("/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSoundReplicaIsReadyOnceItsCanariesWerePlayed() throws Exception {
        try (var service = start("--cervical-cds.canaries.hold-readiness=true")) {
            assertThat(service.http().get("/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            assertThat(healthOnceTheyRan(service)).contains("\"status\":\"UP\"");
            assertThat(service.http().get("/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSiteMayTakeADegradedServiceOut() throws Exception {
        Path overlay = folder.resolve("overlay");
        Files.createDirectories(overlay.resolve("value-sets"));
        Files.writeString(overlay.resolve("settings.yaml"), "recent-trauma-days: 0\n");
        try (var service = start(
                "--cervical-cds.overlay=" + overlay, "--management.endpoint.health.status.http-mapping.degraded=503")) {
            assertThat(healthOnceTheyRan(service)).contains("DEGRADED");
            assertThat(service.http().get("/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            assertThat(service.http().get("/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void cardsThatAreKeptBackSingAllTheSame() throws Exception {
        try (var service = start("--cervical-cds.cards.require-sign-off=true")) {
            assertThat(healthOnceTheyRan(service)).doesNotContain("DEGRADED");
        }
    }

    @Test
    void theyLeaveNothingOnRecord(CapturedOutput output) throws Exception {
        try (var service = start()) {
            healthOnceTheyRan(service);
            assertThat(asOperator(service, "/actuator/prometheus"))
                    .contains("cervical_cds_store_decisions_total{result=\"written\"} 0.0");
        }
        assertThat(output).doesNotContain("status=200");
    }
}
