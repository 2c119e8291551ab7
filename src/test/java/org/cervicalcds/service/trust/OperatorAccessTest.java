package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.content.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** How the service runs is seen by its operators only, by real HTTP. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
final class OperatorAccessTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
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

    private static ConfigurableApplicationContext start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--server.port=0");
        return new SpringApplicationBuilder(CervicalCds.class).run(all.toArray(new String[0]));
    }

    private static ConfigurableApplicationContext production(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--spring.profiles.active=production");
        // Else health is 503 until the canaries were played.
        all.add("--cervical-cds.canaries.hold-readiness=false");
        all.add("--cervical-cds.security.acknowledge-unsafe=no-client,no-public-url,no-allow-list");
        return start(all.toArray(new String[0]));
    }

    private static HttpResponse<String> get(
            ConfigurableApplicationContext service, String server, String path, String... headers) {
        try {
            String port = service.getEnvironment().getRequiredProperty("local." + server + ".port");
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
        try (var service = start()) {
            assertThat(get(service, "server", "/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
            assertThat(get(service, "server", "/actuator/metrics").statusCode()).isEqualTo(200);
            assertThat(get(service, "server", "/insights").body()).contains(PAGE);
            assertThat(get(service, "server", "/actuator/info").body())
                    .contains("\"version\":\"")
                    // An archive of the sources has no commit to tell.
                    .satisfies(info -> assertThat(info.contains("\"commit\":{")).isEqualTo(hasCommit()))
                    .contains("\"hash\":\"" + service.getBean(Content.class).hash());
            assertThat(get(service, "server", "/cds-services/").body())
                    .isEqualTo(get(service, "server", "/cds-services").body());
            assertThat(get(service, "server", "/actuator/env").statusCode()).isEqualTo(404);
            assertThat(get(service, "server", "/actuator/health").body()).contains("\"components\"");
        }
    }

    @Test
    void aTokenClosesTheDoorBesideTheSandboxToo() {
        try (var service = start("--cervical-cds.operators.token=" + TOKEN)) {
            assertThat(get(service, "server", "/actuator/prometheus").statusCode())
                    .isEqualTo(401);
            assertThat(get(service, "server", "/insights").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void thereIsNothingWithoutATokenInProduction() {
        try (var service = production()) {
            for (String path : CLOSED) {
                HttpResponse<String> plain = get(service, "server", path);
                assertThat(plain.statusCode()).as(path).isEqualTo(404);
                assertThat(plain.headers().firstValue("WWW-Authenticate")).isEmpty();
                assertThat(get(service, "server", path, "Authorization", "Bearer ")
                                .statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            HttpResponse<String> health = get(service, "server", "/actuator/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).doesNotContain("components");
        }
    }

    @Test
    void theSandboxInProductionOpensNothing() {
        try (var service = start(
                "--spring.profiles.active=production",
                "--cervical-cds.sandbox.enabled=true",
                "--cervical-cds.security.acknowledge-unsafe=sandbox,no-client,no-public-url,no-allow-list")) {
            assertThat(get(service, "server", "/insights").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theTokenOpensInProduction(CapturedOutput output) {
        try (var service = production("--cervical-cds.operators.token=" + TOKEN)) {
            for (String path : CLOSED) {
                HttpResponse<String> plain = get(service, "server", path);
                assertThat(plain.statusCode()).as(path).isEqualTo(401);
                assertThat(plain.headers().firstValue("WWW-Authenticate"))
                        .get()
                        .asString()
                        .startsWith("Basic ");
            }
            assertThat(get(service, "server", "/actuator/prometheus", "Authorization", basic("prometheus", TOKEN))
                            .body())
                    .contains("jvm_memory_used_bytes");
            assertThat(get(service, "server", "/insights", "Authorization", basic("", TOKEN))
                            .body())
                    .contains(PAGE);
            assertThat(get(service, "server", "/actuator/env", "Authorization", basic("x", TOKEN))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get(service, "server", "/actuator/health", "Authorization", basic("x", TOKEN))
                            .body())
                    .contains("\"components\"");
            HttpResponse<String> stranger =
                    get(service, "server", "/actuator/health", "Authorization", basic("x", "wrong"));
            assertThat(stranger.statusCode()).isEqualTo(200);
            assertThat(stranger.body()).doesNotContain("components");
            assertThat(get(service, "server", "/v3/api-docs", "Authorization", basic("x", TOKEN))
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
                assertThat(get(service, "server", "/actuator/prometheus", "Authorization", wrong)
                                .statusCode())
                        .as(wrong)
                        .isEqualTo(401);
            }
            assertThat(get(service, "server", "/actuator/health").statusCode()).isEqualTo(200);
            assertThat(get(
                                    service,
                                    "server",
                                    "/cds-services",
                                    "Authorization",
                                    basic("x", TOKEN),
                                    "X-Forwarded-Proto",
                                    "https")
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
                assertThat(get(service, "management", path).statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(get(service, "server", path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(get(service, "management", "/actuator/health").statusCode())
                    .isEqualTo(200);
            assertThat(get(service, "management", "/actuator/prometheus", "Authorization", "Bearer " + token)
                            .body())
                    .contains("jvm_memory_used_bytes");
            assertThat(get(service, "server", "/actuator/prometheus", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get(service, "server", "/insights", "Authorization", "bearer " + token)
                            .body())
                    .contains(PAGE);
        }
    }

    @Test
    void anotherPathOfTheActuatorIsClosedAlike() {
        try (var service = production("--management.endpoints.web.base-path=/manage")) {
            assertThat(get(service, "server", "/manage/prometheus").statusCode())
                    .isEqualTo(404);
            assertThat(get(service, "server", "/manage").statusCode()).isEqualTo(404);
            assertThat(get(service, "server", "/manage/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aShortTokenKeepsTheServiceFromStarting(CapturedOutput output) {
        String tooShort = "s3cr3t-but-only-31-characters-l";

        assertThatThrownBy(() -> start("--cervical-cds.operators.token=" + tooShort))
                .rootCause()
                .hasMessageContaining("cervical-cds.operators.token needs at least 32 characters");
        assertThat(output.getAll()).contains("it has 31 characters").doesNotContain(tooShort);
    }
}
