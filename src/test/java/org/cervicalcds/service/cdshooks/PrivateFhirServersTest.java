package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Outside the production profile anybody at this machine may call: what stands in its network is asked only where a setting says so. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
final class PrivateFhirServersTest {

    private static RunningService start(int port, String privateServers) {
        return RunningService.start("--server.port=" + port, "--cervical-cds.fhir.private-servers=" + privateServers);
    }

    @Test
    void otherServersOfThisNetworkAreAskedBySettingOnly(CapturedOutput output) {
        FakeFhirServer fhir = new FakeFhirServer();
        int port = RunningService.freePort();
        try (var service = start(port, "")) {
            String own = "http://127.0.0.1:" + port;
            assertThat(view(port, own + "/fhir")).startsWith("200").contains("as-cervical-fracture-risk");
            assertThat(view(port, own + "/fhir-broken/down/me"))
                    .startsWith("412")
                    .doesNotContain("private-address");
            for (String inside : List.of(fhir.base(), own + "/insights", own, "http://[::1]:" + port + "/x/fhir")) {
                assertThat(view(port, inside)).as(inside).startsWith("412").contains("(private-address)");
            }
            assertThat(output.getAll()).contains("cervical-cds.fhir.private-servers");
        }
        assertThat(fhir.asked()).isZero();
        try (var service = start(port, "http://localhost")) {
            assertThat(view(port, fhir.base())).startsWith("412").doesNotContain("private-address");
        }
        assertThat(fhir.asked()).isPositive();
        fhir.close();
    }

    /** The status and body of a hook call for a patient of the sandbox, all of whose data must be fetched. */
    private static String view(int port, String fhirServer) {
        HttpResponse<String> reply = new HookClient(port)
                .call(HookRequest.view().patient("v01-fall-fused-as").access(fhirServer));
        return reply.statusCode() + " " + reply.body();
    }
}
