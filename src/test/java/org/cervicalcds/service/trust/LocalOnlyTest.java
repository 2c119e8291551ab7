package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.testkit.RawConnection;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;

/** Outside the production profile the service is for whoever sits at the machine, and for none of the web pages that are open there. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
final class LocalOnlyTest {

    /** The whole answer, headers included. */
    private static String get(int port, String path, String host, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Connection: close\r\n\r\n");
        try (RawConnection connection = new RawConnection(port)) {
            return connection.send(request.toString()).rest();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object address(RunningService service) {
        return ((TomcatWebServer) Objects.requireNonNull(service.context().getWebServer()))
                .getTomcat()
                .getConnector()
                .getProperty("address");
    }

    @Test
    void listensAtLoopbackAndAnswersToItsOwnNamesOnly(CapturedOutput output) {
        try (var service = RunningService.start()) {
            assertThat(String.valueOf(address(service))).contains("127.0.0.1");
            int port = service.port();
            for (String own :
                    List.of("localhost:" + port, "localhost", "LOCALHOST", "127.0.0.1:" + port, "[::1]:" + port)) {
                assertThat(get(port, "/cds-services", own)).as(own).startsWith("HTTP/1.1 200");
            }
            for (String path : List.of("/cds-services", "/fhir/metadata", "/insights", "/actuator/health", "/")) {
                for (String foreign : List.of(
                        "rebound.example:" + port,
                        "rebound.example",
                        "localhost.rebound.example",
                        "127.0.0.1.nip.example",
                        "10.0.0.1",
                        "127.0.0.1.")) {
                    assertThat(get(port, path, foreign))
                            .as(path + " of " + foreign)
                            .startsWith("HTTP/1.1 400")
                            .contains("OperationOutcome", "cervical-cds.allowed-hosts");
                }
            }
            assertThat(get(port, "/cds-services", "localhost", "Cookie: a=\"zz-secret\"zz-secret; b=\u0001zz-secret"))
                    .startsWith("HTTP/1.1 ");
        }
        assertThat(output.getAll()).doesNotContain("zz-secret");
    }

    @Test
    void pagesOfOtherOriginsReadHooksAndTheSandboxOnly() {
        try (var service = RunningService.start()) {
            int port = service.port();
            String origin = "Origin: https://page.example";
            for (String open : List.of("/cds-services", "/fhir/metadata")) {
                assertThat(get(port, open, "localhost", origin)).as(open).contains("Access-Control-Allow-Origin: *");
            }
            for (String closed : List.of(
                    "/",
                    "/insights",
                    "/capabilities",
                    "/actuator/health",
                    "/card-book",
                    "/fhir-broken/down/me/Patient",
                    "/sandbox/bring-back")) {
                assertThat(get(port, closed, "localhost", origin))
                        .as(closed)
                        .doesNotContain("Access-Control-Allow-Origin");
            }
        }
    }

    @Test
    void settingsOpenItForATeam() {
        try (var service =
                RunningService.start("--server.address=0.0.0.0", "--cervical-cds.allowed-hosts=cds.team.example")) {
            assertThat(String.valueOf(address(service))).contains("0.0.0.0");
            assertThat(get(service.port(), "/cds-services", "CDS.team.example")).startsWith("HTTP/1.1 200");
            assertThat(get(service.port(), "/cds-services", "localhost")).startsWith("HTTP/1.1 200");
            assertThat(get(service.port(), "/cds-services", "other.example")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void portOfTheManagementListensWhereTheServiceDoes() {
        try (var service = RunningService.start("--management.server.port=0")) {
            int port = service.managementPort();

            assertThat(get(port, "/actuator/health", "localhost")).startsWith("HTTP/1.1 200");
            assertThat(get(port, "/actuator/health", "rebound.example")).startsWith("HTTP/1.1 400");
            // Another address of this machine, on Linux.
            assertThat(RawConnection.isOpen("127.0.0.2", port)).isFalse();
        }
    }

    @Test
    void productionListensEverywhereAndAnswersToEveryName() {
        try (var service = RunningService.start(
                "--spring.profiles.active=production",
                "--cervical-cds.security.acknowledge-unsafe=no-client,no-public-url,no-allow-list")) {
            assertThat(address(service)).isNull();
            assertThat(get(service.port(), "/cds-services", "cds.hospital.example", "X-Forwarded-Proto: https"))
                    .startsWith("HTTP/1.1 200");
        }
    }
}
