package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that want other shapes get them, by their token; everybody else gets 2.0.1, and a silent client gets nothing. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.public-url=https://cds.example"})
final class ClientShapesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ROOT = "/cds-services";
    private static final String VIEW = ROOT + "/cervical-patient-view";
    private static final List<String> NAMES = List.of("strict", "epic", "ballot", "watcher", "plain");

    private final HookClient http;

    ClientShapesTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry registry) {
        String file = Tokens.jwksFile(Tokens.jwks(Tokens.EC));
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            registry.add("cervical-cds.security.clients[" + i + "].issuer", () -> issuer(name));
            registry.add("cervical-cds.security.clients[" + i + "].jwks-file", () -> file);
        }
        registry.add("cervical-cds.security.clients[1].output.any-only", () -> "true");
        registry.add("cervical-cds.security.clients[1].output.markdown-extension", () -> "true");
        registry.add("cervical-cds.security.clients[2].output.versions", () -> "true");
        registry.add("cervical-cds.security.clients[2].output.date-tokens", () -> "true");
        registry.add("cervical-cds.security.clients[2].output.max-results", () -> "3");
        registry.add("cervical-cds.security.clients[3].silent", () -> "true");
        registry.add("cervical-cds.security.clients[4].output.plain-text", () -> "true");
    }

    private static String issuer(String name) {
        return "https://" + name + ".example";
    }

    private JsonNode send(String method, String path, String body, String client) {
        List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        if (!client.isEmpty()) {
            headers.add("Authorization");
            headers.add("Bearer " + new Tokens(issuer(client), "https://cds.example" + path).text());
        }
        return HookClient.json(http.send(method, path, BodyPublishers.ofString(body), headers.toArray(new String[0])));
    }

    private static String view(int bystanders) {
        List<String> codes = new ArrayList<>(List.of("M45.9", "W19.XXXA", "M54.2"));
        for (int i = 0; i < bystanders; i++) {
            codes.add("Z00.0" + i);
        }
        String entries = codes.stream()
                .map(code -> "{'resource':{'resourceType':'Condition','id':'" + code
                        + "','subject':{'reference':'Patient/zzpid'},'clinicalStatus':{'coding':[{'code':'active'}]},"
                        + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'" + code
                        + "'}]},'onsetDateTime':'"
                        + LocalDate.now(ZoneOffset.UTC).minusDays(2) + "'}}")
                .collect(Collectors.joining(","));
        String empty = Stream.of("diagnosticReports", "procedures", "imagingStudies", "serviceRequests")
                .map(key -> ",'" + key + "':null")
                .collect(Collectors.joining());
        return ("{'hook':'patient-view','hookInstance':'1','context':{'userId':'Practitioner/dr-1','patientId':'zzpid'},"
                        + "'prefetch':{'patient':{'resourceType':'Patient','id':'zzpid','birthDate':'1960-01-01'},"
                        + "'conditions':{'resourceType':'Bundle','entry':[" + entries + "]}" + empty + "}}")
                .replace('\'', '"');
    }

    @Test
    void answersHaveTheShapesOfTheClient() throws Exception {
        for (String client : List.of("", "strict", "epic")) {
            JsonNode cards = send("POST", VIEW, view(0), client).path("cards");

            assertThat(cards.size()).as(client).isPositive();
            for (JsonNode card : cards) {
                assertThat(card.has("extension")).as(client).isEqualTo(client.equals("epic"));
            }
        }
    }

    @Test
    void plainTextHasTheSameWordsWithoutMarks() throws Exception {
        String markdown =
                send("POST", VIEW, view(0), "strict").at("/cards/0/detail").asString();
        String plain =
                send("POST", VIEW, view(0), "plain").at("/cards/0/detail").asString();

        assertThat(markdown).contains("**From the record:**");
        assertThat(plain).startsWith("From the record: ").doesNotContain("**", "\\");
        assertThat(words(plain)).isEqualTo(words(markdown));
    }

    private static List<String> words(String text) {
        return List.of(text.replaceAll("\\W+", " ").strip().split(" "));
    }

    @Test
    void suggestedOrdersNameWhoIsAtTheScreen() throws Exception {
        JsonNode order = send("POST", VIEW, view(0), "strict").at("/cards/0/suggestions/0/actions/0/resource");

        assertThat(order.at("/requester/reference").asString()).isEqualTo("Practitioner/dr-1");
    }

    @Test
    void discoveryOf30IsOnlyForWhoAskedForIt() throws Exception {
        JsonNode open = send("GET", ROOT, "", "");
        JsonNode ballot = send("GET", ROOT, "", "ballot");

        assertThat(send("GET", ROOT, "", "strict")).isEqualTo(open);
        assertThat(open.toString()).doesNotContain("version", "hookVersion", "today(", "_maxresults");
        assertThat(ballot.path("services").size())
                .isEqualTo(open.path("services").size());
        for (JsonNode service : ballot.path("services")) {
            assertThat(service.path("version").asString()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
            assertThat(service.path("hookVersion").asString())
                    .isEqualTo(service.path("hook").asString().equals("order-dispatch") ? "1.1" : "1.0");
            service.path("prefetch").propertyStream().forEach(key -> {
                String template = key.getValue().asString();
                assertThat(template.length()).isLessThan(1500);
                assertThat(template.contains("&_maxresults=3")).as(template).isEqualTo(template.contains("?"));
                assertThat(template.replaceAll("\\{\\{today\\(\\) - [0-9]+ days}}", ""))
                        .doesNotContain("today(");
            });
        }
        // A day of spare on each side: the temperature counts for as long as the content says.
        assertThat(ballot.at("/services/0/prefetch/bodyTemperature").asString()).contains("&date=ge{{today() - ");
        assertThat(ballot.at("/services/0/prefetch/conditions").asString()).doesNotContain("date");
    }

    /** As many entries as the client may send at most: there may be more, and nothing is taken for absent. */
    @Test
    void listThatMayHaveBeenCutIsNotAllThereIs(CapturedOutput output) throws Exception {
        send("POST", VIEW, view(0), "ballot");
        assertThat(line(output, "ballot")).containsPattern("undetermined=[1-9]");

        send("POST", VIEW, view(0), "strict");
        assertThat(line(output, "strict"))
                .contains("client=https://strict.example user=Practitioner/dr-1")
                .doesNotContain("of-other-patients");
        send("POST", VIEW, view(0).replaceFirst("Patient/zzpid", "Patient/zzother"), "strict");
        assertThat(line(output, "strict")).contains(" of-other-patients=1 ");
        assertThat(output.getAll()).doesNotContain("zzother");
        send("POST", VIEW, view(0), "strict");
        assertThat(undetermined(line(output, "ballot"))).isGreaterThan(undetermined(line(output, "strict")));
    }

    private static String line(CapturedOutput output, String client) {
        return output.getAll()
                .lines()
                .filter(l -> l.contains("client=" + issuer(client)))
                .reduce("", (one, other) -> other);
    }

    private static int undetermined(String line) {
        return Integer.parseInt(line.replaceFirst(".*undetermined=([0-9]+).*", "$1"));
    }

    @Test
    void silentClientGetsNoCardsAndIsOnRecord(CapturedOutput output) throws Exception {
        assertThat(send("POST", VIEW, view(0), "watcher").toString()).isEqualTo("{\"cards\":[]}");
        assertThat(line(output, "watcher"))
                .contains("shown=[]", "kept-back=[as-cervical-fracture-risk:critical", "uuids=[]");
        assertThat(send("POST", VIEW, view(0), "strict").path("cards").size()).isPositive();
        assertThat(line(output, "strict")).containsPattern("shown=\\[as-.*uuids=\\[[0-9a-f-]{36}");
        assertThat(output.getAll()).doesNotContain("zzpid");
    }
}
