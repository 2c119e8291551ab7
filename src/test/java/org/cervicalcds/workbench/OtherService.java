package org.cervicalcds.workbench;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import java.util.List;
import org.cervicalcds.testkit.FakeServer;

/** A CDS service of somebody else, on another port, that answers one hook with what it is told to answer. */
final class OtherService implements AutoCloseable {
    private static final String CALL = "/cds-services/theirs";
    private static final String DISCOVERY =
            """
            {"services": [{"id": "theirs", "hook": "patient-view", "title": "Theirs", "description": "Another service",
              "prefetch": {"patient": "Patient/{{context.patientId}}", "metrics": "../actuator/metrics?x=1",
                "health": "../actuator/health", "root": "/insights", "elsewhere": "Patient/../../insights?x=1"}}]}""";

    private final FakeServer server = new FakeServer(options().stubCorsEnabled(true));

    OtherService(String answer) {
        server.answer("/cds-services", okJson(DISCOVERY));
        server.answer(CALL, okJson(answer));
        server.answer(CALL + "/feedback", okJson(""));
    }

    String origin() {
        return server.origin();
    }

    /** The bodies of all hook calls that came. */
    List<String> calls() {
        return bodies(CALL);
    }

    /** The bodies of all feedback that came. */
    List<String> feedback() {
        return bodies(CALL + "/feedback");
    }

    private List<String> bodies(String address) {
        return server.requests(address).stream()
                .filter(request -> request.getMethod().equals(RequestMethod.POST))
                .map(request -> request.getBodyAsString())
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
