package org.cervicalcds.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = CervicalCds.class,
        properties = "cervical-cds.sandbox.enabled=false",
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SandboxOffTests {

    @LocalServerPort
    int port;

    @Test
    void nothingAnswersAtFhirWhenTheSandboxIsOff() {
        assertThat(new FhirClient(port).get("metadata").status()).isEqualTo(404);
        assertThat(new FhirClient(port).get("Patient").status()).isEqualTo(404);
    }
}
