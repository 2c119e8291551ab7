package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.Lint;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Bodies that real clients and test kits send, collected outside of this repository: none is answered with a server error (CDSH-HTTP-7). */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.sandbox.enabled=false")
final class ExampleBodiesTest {
    private static final String FOLDER = "CDS_HOOKS_EXAMPLES";
    private static final Pattern HOOK =
            Pattern.compile("\"hook\"\\s*:\\s*\"(" + String.join("|", Hook.names()) + ")\"");

    private final HookClient http;

    ExampleBodiesTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    private static List<Path> bodies(String... folders) throws IOException {
        String named = Optional.ofNullable(System.getProperty(FOLDER)).orElse(System.getenv(FOLDER));
        assumeTrue(named != null, FOLDER + " does not name the folder with the example bodies");
        List<Path> bodies = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(named, folder))) {
                files.filter(p -> p.toString().endsWith(".json")).sorted().forEach(bodies::add);
            }
        }
        return bodies;
    }

    private static String service(String body) {
        Matcher hook = HOOK.matcher(body);
        return "/cds-services/cervical-" + (hook.find() ? hook.group(1) : "patient-view");
    }

    @Test
    void noRequestIsAnsweredWithAServerError() throws IOException {
        List<Path> bodies = bodies("requests", "derived", "captured");
        assertThat(bodies).hasSizeGreaterThan(50);
        for (Path file : bodies) {
            byte[] body = Files.readAllBytes(file);
            boolean feedback = file.getFileName().toString().matches("(?:.*-)?(?:feedback|fb)-.*");
            String path = service(Files.readString(file)) + (feedback ? "/feedback" : "");
            HttpResponse<String> response = http.postBytes(path, body);

            assertThat(response.statusCode())
                    .as("%s: %s", file.getFileName(), response.body())
                    .isIn(200, 400, 412);
            assertThat(response.body().toLowerCase(Locale.ROOT))
                    .as(file.toString())
                    .doesNotContain("exception", "\tat ");
            if (feedback) {
                assertThat(response.statusCode()).as(file.toString()).isEqualTo(200);
            } else if (response.statusCode() == 200) {
                assertThat(Lint.faults(response.body())).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void everyFeedbackIsTaken() throws IOException {
        for (Path file : bodies("feedback")) {
            assertThat(http.postBytes("/cds-services/cervical-patient-view/feedback", Files.readAllBytes(file))
                            .statusCode())
                    .as(file.toString())
                    .isEqualTo(200);
        }
    }

    @Test
    void malformedRequestsAreRefused() throws IOException {
        for (Path file : bodies("requests-malformed")) {
            HttpResponse<String> response = http.postBytes(service(Files.readString(file)), Files.readAllBytes(file));

            assertThat(response.statusCode()).as(file.toString()).isEqualTo(400);
            assertThat(response.body()).contains("OperationOutcome");
        }
    }
}
