package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = CervicalCds.class,
        properties = "cervical-cds.sandbox.enabled=false",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SandboxOffTest {

    @LocalServerPort
    int port;

    @Test
    void nothingAnswersAtFhirWhenTheSandboxIsOff() {
        assertThat(new FhirClient(port).get("metadata").status()).isEqualTo(404);
        assertThat(new FhirClient(port).get("Patient").status()).isEqualTo(404);
        String root = "http://localhost:" + port;
        assertThat(new FhirClient(port)
                        .get(root + "/fhir-broken/down/me/Patient")
                        .status())
                .isEqualTo(404);
        assertThat(new FhirClient(port).get(root + "/card-book/codes?text=neck").status())
                .isEqualTo(404);
        assertThat(new FhirClient(port)
                        .post(root + "/sandbox/bring-back", "application/json", "{\"patient\":\"p\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void thereIsNoWorkbenchButThePagesForOperatorsKeepTheirStyle() {
        FhirClient client = new FhirClient(port);
        String root = "http://localhost:" + port;
        for (String path : List.of(
                "/",
                "/index.html",
                "/js/main.js",
                "/webjars/marked/17.0.1/lib/marked.esm.js",
                "/orders.json",
                "/additions.json")) {
            assertThat(client.get(root + path).status()).as(path).isEqualTo(404);
        }
        for (String path : List.of("/css/workbench.css", "/css/insights.css", "/capabilities")) {
            assertThat(client.get(root + path).status()).as(path).isEqualTo(200);
        }
    }
}
