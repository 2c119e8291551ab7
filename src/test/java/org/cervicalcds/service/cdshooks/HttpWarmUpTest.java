package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.Service;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.TestConstructor;

/** The requests of the warm-up go the whole way, leave no port open and nothing in the decision log. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.sandbox.enabled=false")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
final class HttpWarmUpTest {
    private final ServletWebServerApplicationContext context;
    private final MeterRegistry meters;

    HttpWarmUpTest(ServletWebServerApplicationContext context, MeterRegistry meters) {
        this.context = context;
        this.meters = meters;
    }

    private long arrived(String uri) {
        return meters.find("http.server.requests").tag("uri", uri).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void requestsReachTheEndpointAndThePortIsClosed(CapturedOutput output) {
        TomcatWebServer server = (TomcatWebServer) Objects.requireNonNull(context.getWebServer());
        Service service = server.getTomcat().getService();
        int connectors = service.findConnectors().length;
        long before = arrived("/cds-services");
        assertThat(before).as("those of the start").isPositive();

        new HttpWarmUp(context, List.of("GET /cds-services")).afterSingletonsInstantiated();

        assertThat(arrived("/cds-services")).isGreaterThan(before);
        assertThat(service.findConnectors()).hasSize(connectors);
        assertThat(output.getAll()).doesNotContain("ended early", "may still be open", "service=cervical");
    }
}
