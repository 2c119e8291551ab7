package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Behind a proxy that ends TLS: what did not come by HTTPS is refused, discovery and feedback included (CDSH-SEC-1). */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "cervical-cds.sandbox.enabled=false",
            "cervical-cds.security.require-https=true",
            "cervical-cds.silent=true",
            "server.forward-headers-strategy=native"
        })
final class HttpsOnlyTest {
    private final HookClient http;

    HttpsOnlyTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    private HttpResponse<String> send(String method, String path, String scheme) {
        return http.send(
                method,
                path,
                BodyPublishers.ofString("{}"),
                "Content-Type",
                "application/json",
                "X-Forwarded-Proto",
                scheme);
    }

    @Test
    void plainHttpIsRefusedWithoutABody() {
        for (String path : new String[] {"", "/cervical-patient-view", "/cervical-patient-view/feedback"}) {
            HttpResponse<String> plain = send(path.isEmpty() ? "GET" : "POST", "/cds-services" + path, "http");

            assertThat(plain.statusCode()).as(path).isEqualTo(403);
            assertThat(plain.body()).isEmpty();
        }
    }

    @Test
    void httpsOfTheProxyIsBelievedAndHstsIsSent() {
        HttpResponse<String> secure = send("GET", "/cds-services", "https");

        assertThat(secure.statusCode()).isEqualTo(200);
        assertThat(secure.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(send("POST", "/cds-services/cervical-patient-view", "https").statusCode())
                .isEqualTo(400);
    }

    @Test
    void healthIsAskedFromInside() {
        assertThat(send("GET", "/actuator/health/readiness", "http").statusCode())
                .isEqualTo(200);
    }
}
