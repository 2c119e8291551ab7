package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.commands.Commands;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What README tells a newcomer to type works as it stands there. */
@Tag("long")
final class FrontPageTest {
    private static final int MOST_WORDS = 900;
    private static final Pattern CURL = Pattern.compile(
            "(?s)curl -s (http://localhost:8080\\S+) -H 'Content-Type: application/json' -d '(.*?)'\\n");
    private static final Pattern JAR = Pattern.compile("(?m)^java -jar target/(\\S+)\\.jar (.+)$");

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theCallByCurlIsAnsweredWithTheCardThatIsPromised() throws IOException {
        String text = readme();
        Matcher curl = CURL.matcher(text);
        assertThat(curl.find()).isTrue();
        try (RunningService service = RunningService.start("--server.port=" + RunningService.freePort())) {
            // A read waits until the patients are there; a hook call has no more than its time for queries.
            assertThat(service.http().get("/fhir/Patient/v01-fall-fused-as").statusCode())
                    .isEqualTo(200);
            JsonNode answer = post(curl.group(1), curl.group(2), service);
            JsonNode card = answer.at("/cards/0");
            assertThat(card.path("summary").asString()).startsWith(promised(text, "summary begins with \\*([^*]+)\\*"));
            assertThat(card.path("suggestions").toString()).contains("CT");

            String why = promised(text, "same call with `(\"extension\": \\{[^`]+})`");
            String asked = curl.group(2).replaceFirst("\\{", Matcher.quoteReplacement("{" + why + ","));
            assertThat(post(curl.group(1), asked, service).toString()).contains("org.cervicalcds.explain");
        }
    }

    private static String promised(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static JsonNode post(String url, String body, RunningService service) {
        return HookClient.json(service.http()
                .postBytes(
                        url.replace("http://localhost:8080", ""),
                        body.replace("8080", "" + service.port()).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theJarHasTheNameThatTheBuildGivesItAndItsCommandsAreUnderstood() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<finalName>cervical-cds</finalName>");
        List<MatchResult> commands = JAR.matcher(readme()).results().toList();
        assertThat(commands).isNotEmpty().allSatisfy(found -> assertThat(found.group(1))
                .isEqualTo("cervical-cds"));
        List<String[]> once = commands.stream()
                .map(found -> found.group(2).split(" "))
                .filter(Commands::areMeant)
                .toList();
        assertThat(once).isNotEmpty();
        for (String[] command : once) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int code = new Commands(
                            ContentLocation::read,
                            new PrintStream(said, true, StandardCharsets.UTF_8),
                            Clock.systemUTC())
                    .run(command);
            assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(Commands.SOUND);
        }
    }

    /** The build of the continuous integration is the one that README gives. */
    @Test
    void theTestsAreStartedAsTheContinuousIntegrationStartsThem() throws IOException {
        assertThat(readme()).contains("./mvnw spring-boot:run ", "./mvnw verify ");
        assertThat(Files.readString(Path.of(".ci/run"))).contains("./mvnw -B verify");
    }

    @Test
    void itIsShortAndSaysThatNobodyHasSigned() throws IOException {
        assertThat(readme().split("\\s+").length).isLessThan(MOST_WORDS);
        assertThat(readme()).contains("No clinician has signed");
        assertThat(Files.readString(Path.of("cds-cards/sign-off.yaml"))
                        .lines()
                        .filter(line -> line.startsWith("  hash:")))
                .as("once a card is signed, README says which")
                .isEmpty();
    }
}
