package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.ServerSocket;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Outside the production profile anybody at this machine may call: what stands in its network is asked only where a setting says so. */
@ExtendWith(OutputCaptureExtension.class)
final class PrivateFhirServersTest {

    private static ConfigurableApplicationContext start(int port, String privateServers) {
        return new SpringApplicationBuilder(CervicalCds.class)
                .run("--server.port=" + port, "--cervical-cds.fhir.private-servers=" + privateServers);
    }

    @Test
    void otherServersOfThisNetworkAreAskedBySettingOnly(CapturedOutput output) throws Exception {
        WireMockServer fhir = new WireMockServer(options().dynamicPort());
        fhir.start();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (var service = start(port, "")) {
            String own = "http://127.0.0.1:" + port;
            assertThat(view(port, own + "/fhir")).startsWith("200").contains("as-cervical-fracture-risk");
            assertThat(view(port, own + "/fhir-broken/down/me"))
                    .startsWith("412")
                    .doesNotContain("private-address");
            for (String inside : List.of(fhir.baseUrl(), own + "/insights", own, "http://[::1]:" + port + "/x/fhir")) {
                assertThat(view(port, inside)).as(inside).startsWith("412").contains("(private-address)");
            }
            assertThat(output.getAll()).contains("cervical-cds.fhir.private-servers");
        }
        assertThat(fhir.getAllServeEvents()).isEmpty();
        try (var service = start(port, "http://localhost")) {
            assertThat(view(port, fhir.baseUrl())).startsWith("412").doesNotContain("private-address");
        }
        assertThat(fhir.getAllServeEvents()).isNotEmpty();
        fhir.stop();
    }

    /** The status and body of a hook call for a patient of the sandbox, all of whose data must be fetched. */
    private static String view(int port, String fhirServer) {
        var reply = new HookClient(port)
                .post(
                        "/cds-services/cervical-patient-view",
                        """
                {'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/1','patientId':'v01-fall-fused-as'},
                'fhirServer':'%s','fhirAuthorization':{'access_token':'t','token_type':'Bearer','expires_in':300,'scope':'user/*.read','subject':'us'}}
                """
                                .formatted(fhirServer));
        return reply.statusCode() + " " + reply.body();
    }
}
