package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How the service runs is seen by its operators only, by real HTTP. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
final class OperatorAccessTest {
    private static final String TOKEN = "0123456789abcdef-operators:secret-ü";
    private static final List<String> CLOSED = List.of(
            "/actuator",
            "/actuator/",
            "/actuator/info",
            "/actuator/metrics",
            "/actuator/prometheus",
            "/actuator/%70rometheus",
            "/actuator/env",
            "/actuator/heapdump",
            "/insights",
            "/insights/decisions.csv");

    private static final String PAGE = "What became of the cards";

    private static RunningService production(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--spring.profiles.active=production");
        // Else health is 503 until the canaries were played.
        all.add("--cervical-cds.canaries.hold-readiness=false");
        all.add("--cervical-cds.security.acknowledge-unsafe=no-client,no-public-url,no-allow-list");
        return RunningService.start(all.toArray(new String[0]));
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the build found one. */
    private boolean hasCommit() throws IOException {
        try (InputStream built = getClass().getResourceAsStream("/git.properties")) {
            return built != null && new String(built.readAllBytes(), StandardCharsets.UTF_8).contains("git.commit.id");
        }
    }

    @Test
    void allIsOpenBesideTheSandbox() {
        try (var service = RunningService.start()) {
            assertThat(service.http().get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
            assertThat(service.http().get("/actuator/metrics").statusCode()).isEqualTo(200);
            assertThat(service.http().get("/insights").body()).contains(PAGE);
            assertThat(service.http().get("/actuator/info").body())
                    .contains("\"version\":\"")
                    // An archive of the sources has no commit to tell.
                    .satisfies(info -> assertThat(info.contains("\"commit\":{")).isEqualTo(hasCommit()))
                    .contains("\"hash\":\"" + service.bean(Content.class).hash());
            assertThat(service.http().get("/cds-services/").body())
                    .isEqualTo(service.http().get("/cds-services").body());
            assertThat(service.http().get("/actuator/env").statusCode()).isEqualTo(404);
            assertThat(service.http().get("/actuator/health").body()).contains("\"components\"");
        }
    }

    @Test
    void aTokenClosesTheDoorBesideTheSandboxToo() {
        try (var service = RunningService.start("--cervical-cds.operators.token=" + TOKEN)) {
            assertThat(service.http().get("/actuator/prometheus").statusCode()).isEqualTo(401);
            assertThat(service.http().get("/insights").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void thereIsNothingWithoutATokenInProduction() {
        try (var service = production()) {
            for (String path : CLOSED) {
                HttpResponse<String> plain = service.http().get(path);
                assertThat(plain.statusCode()).as(path).isEqualTo(404);
                assertThat(plain.headers().firstValue("WWW-Authenticate")).isEmpty();
                assertThat(service.http().get(path, "Authorization", "Bearer ").statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            HttpResponse<String> health = service.http().get("/actuator/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).doesNotContain("components");
        }
    }

    @Test
    void theSandboxInProductionOpensNothing() {
        try (var service = RunningService.start(
                "--spring.profiles.active=production",
                "--cervical-cds.sandbox.enabled=true",
                "--cervical-cds.security.acknowledge-unsafe=sandbox,no-client,no-public-url,no-allow-list")) {
            assertThat(service.http().get("/insights").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theTokenOpensInProduction(CapturedOutput output) {
        try (var service = production("--cervical-cds.operators.token=" + TOKEN)) {
            for (String path : CLOSED) {
                HttpResponse<String> plain = service.http().get(path);
                assertThat(plain.statusCode()).as(path).isEqualTo(401);
                assertThat(plain.headers().firstValue("WWW-Authenticate"))
                        .get()
                        .asString()
                        .startsWith("Basic ");
            }
            assertThat(service.http()
                            .get("/actuator/prometheus", "Authorization", basic("prometheus", TOKEN))
                            .body())
                    .contains("jvm_memory_used_bytes");
            assertThat(service.http()
                            .get("/insights", "Authorization", basic("", TOKEN))
                            .body())
                    .contains(PAGE);
            assertThat(service.http()
                            .get("/actuator/env", "Authorization", basic("x", TOKEN))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(service.http()
                            .get("/actuator/health", "Authorization", basic("x", TOKEN))
                            .body())
                    .contains("\"components\"");
            HttpResponse<String> stranger =
                    service.http().get("/actuator/health", "Authorization", basic("x", "wrong"));
            assertThat(stranger.statusCode()).isEqualTo(200);
            assertThat(stranger.body()).doesNotContain("components");
            assertThat(service.http()
                            .get("/v3/api-docs", "Authorization", basic("x", TOKEN))
                            .statusCode())
                    .isEqualTo(200);
            for (String wrong : List.of(
                    "Bearer",
                    "Bearer ",
                    "Bearer " + TOKEN.substring(1, 34),
                    "Basic !!!",
                    "Basic " + Base64.getEncoder().encodeToString("nocolon".getBytes(StandardCharsets.UTF_8)),
                    basic(TOKEN.substring(0, 34), ""),
                    "Digest x",
                    TOKEN.substring(0, 34))) {
                assertThat(service.http()
                                .get("/actuator/prometheus", "Authorization", wrong)
                                .statusCode())
                        .as(wrong)
                        .isEqualTo(401);
            }
            assertThat(service.http().get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(service.http()
                            .get("/cds-services", "Authorization", basic("x", TOKEN), "X-Forwarded-Proto", "https")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(output.getAll()).doesNotContain(TOKEN).doesNotContain("operators:secret");
    }

    @Test
    void thePortOfTheManagementIsClosedAlike() {
        String token = "a".repeat(32);
        try (var service = production("--cervical-cds.operators.token=" + token, "--management.server.port=0")) {
            for (String path : CLOSED) {
                assertThat(service.management().get(path).statusCode()).as(path).isEqualTo(401);
                assertThat(service.http().get(path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(service.management().get("/actuator/health").statusCode())
                    .isEqualTo(200);
            assertThat(service.management()
                            .get("/actuator/prometheus", "Authorization", "Bearer " + token)
                            .body())
                    .contains("jvm_memory_used_bytes");
            assertThat(service.http()
                            .get("/actuator/prometheus", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(service.http()
                            .get("/insights", "Authorization", "bearer " + token)
                            .body())
                    .contains(PAGE);
        }
    }

    @Test
    void anotherPathOfTheActuatorIsClosedAlike() {
        try (var service = production("--management.endpoints.web.base-path=/manage")) {
            assertThat(service.http().get("/manage/prometheus").statusCode()).isEqualTo(404);
            assertThat(service.http().get("/manage").statusCode()).isEqualTo(404);
            assertThat(service.http().get("/manage/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aShortTokenKeepsTheServiceFromStarting(CapturedOutput output) {
        String tooShort = "s3cr3t-but-only-31-characters-l";

        assertThatThrownBy(() -> RunningService.start("--cervical-cds.operators.token=" + tooShort))
                .rootCause()
                .hasMessageContaining("cervical-cds.operators.token needs at least 32 characters");
        assertThat(output.getAll()).contains("it has 31 characters").doesNotContain(tooShort);
    }
}
