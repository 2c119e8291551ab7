package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.cervicalcds.CervicalCds;
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
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final int port;

    HttpsOnlyTest(@LocalServerPort int port) {
        this.port = port;
    }

    private HttpResponse<String> send(String method, String path, String scheme)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("X-Forwarded-Proto", scheme)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void plainHttpIsRefusedWithoutABody() throws IOException, InterruptedException {
        for (String path : new String[] {"", "/cervical-patient-view", "/cervical-patient-view/feedback"}) {
            HttpResponse<String> plain = send(path.isEmpty() ? "GET" : "POST", "/cds-services" + path, "http");

            assertThat(plain.statusCode()).as(path).isEqualTo(403);
            assertThat(plain.body()).isEmpty();
        }
    }

    @Test
    void httpsOfTheProxyIsBelievedAndHstsIsSent() throws IOException, InterruptedException {
        HttpResponse<String> secure = send("GET", "/cds-services", "https");

        assertThat(secure.statusCode()).isEqualTo(200);
        assertThat(secure.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(send("POST", "/cds-services/cervical-patient-view", "https").statusCode())
                .isEqualTo(400);
    }

    @Test
    void healthIsAskedFromInside() throws IOException, InterruptedException {
        assertThat(send("GET", "/actuator/health/readiness", "http").statusCode())
                .isEqualTo(200);
    }
}
