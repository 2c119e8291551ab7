package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.feedback.FeedbackReader;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.ContentNames;
import org.cervicalcds.service.cdshooks.telemetry.Recorder;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies broken at random, the same ones on every run: each is answered or refused, and none makes the service talk. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "logging.level.org.cervicalcds.decisions=warn"})
final class FuzzTest {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(100_000)
                            .build())
                    .build())
            .build();
    private static final int MUTATIONS = 20_000;
    private static final int OVER_HTTP = 500;
    private static final int FEEDBACKS = 5_000;
    private static final long MARGIN = 48L << 20;
    private static final long SEED = 20_261_121;
    private static final String SECRET = "planted-secret-9f3";

    private final HookClient http;
    private final ApplicationContext context;
    private final Random random = new Random(SEED);

    FuzzTest(@LocalServerPort int port, ApplicationContext context) {
        this.http = new HookClient(port);
        this.context = context;
    }

    private List<ObjectNode> bodies() throws IOException {
        List<ObjectNode> bodies = new ArrayList<>();
        for (Vignette vignette : VignetteFiles.read(context.getBean(Content.class))) {
            bodies.add((ObjectNode) MAPPER.readTree(vignette.request()));
        }
        String named = Optional.ofNullable(System.getProperty("CDS_HOOKS_EXAMPLES"))
                .orElse(System.getenv("CDS_HOOKS_EXAMPLES"));
        if (named != null) {
            try (Stream<Path> files = Files.walk(Path.of(named))) {
                for (Path file : files.filter(f ->
                                f.toString().matches(".*/(requests|derived|captured|requests-malformed)/.*\\.json"))
                        .sorted()
                        .toList()) {
                    try {
                        if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode body) {
                            bodies.add(body);
                        }
                    } catch (JacksonException notJson) {
                        continue;
                    }
                }
            }
        }
        return bodies;
    }

    private static List<ObjectNode> feedback() throws IOException {
        List<ObjectNode> bodies = new ArrayList<>();
        bodies.add((ObjectNode) MAPPER.readTree(
                "{\"feedback\":[{\"card\":\"c\",\"outcome\":\"accepted\",\"acceptedSuggestions\":[{\"id\":\"s\"}],"
                        + "\"outcomeTimestamp\":\"2026-01-11T10:05:31Z\"},{\"card\":\"d\",\"outcome\":\"overridden\","
                        + "\"overrideReason\":{\"reason\":{\"code\":\"patient-declined\",\"system\":\"s\"},"
                        + "\"userComment\":\"x\"},\"outcomeTimestamp\":\"2026-01-11T10:05:31+01:00\"}]}"));
        String named = System.getenv("CDS_HOOKS_EXAMPLES");
        if (named != null) {
            try (Stream<Path> files = Files.walk(Path.of(named, "feedback"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode body) {
                        bodies.add(body);
                    }
                }
            }
        }
        return bodies;
    }

    /** In bytes, after collections. */
    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    java.lang.management.ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed());
        }
        return least;
    }

    @Test
    void mutatedFeedbackNeverBreaksTheService(CapturedOutput output) throws IOException {
        List<ObjectNode> bodies = feedback();
        FeedbackReader reader = new FeedbackReader();
        int refused = 0;
        for (int i = 0; i < FEEDBACKS; i++) {
            ObjectNode body = one(bodies).deepCopy();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutate(body);
            }
            body.put("oauth", SECRET);
            byte[] text = bytes(body);
            if (i % 50 == 0) {
                HttpResponse<String> response = http.postBytes("/cds-services/cervical-order-sign/feedback", text);
                assertThat(response.statusCode()).as("mutation %d", i).isIn(200, 400);
                assertThat(response.body()).doesNotContain(SECRET);
            } else {
                try {
                    reader.read(text);
                } catch (RequestProblem problem) {
                    assertThat(problem.status()).isEqualTo(400);
                    refused++;
                }
            }
        }
        System.out.printf("FuzzTest {feedbacks=%d, refused by the reader=%d}%n", FEEDBACKS, refused);
        assertThat(refused).isBetween(FEEDBACKS / 20, FEEDBACKS - FEEDBACKS / 20);
        assertThat(output.getAll()).doesNotContain(SECRET, "\tat ", "ERROR");
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static final List<String> REFERENCES = List.of(
            "Patient/p1/_history/7",
            "https://ehr.example/fhir/Patient/p2",
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
            "URN:OID:1.2.3",
            "urn:",
            "#",
            "#x",
            "Patient?identifier=1",
            "_history/1",
            "Patient/p1/_history",
            "/Patient/p1/",
            "Group/1",
            "p1",
            "Patient/ p1",
            "\u00a0");

    /** A value that does not belong where it will stand. */
    private JsonNode strange() {
        return switch (random.nextInt(20)) {
            case 16 -> MAPPER.valueToTree(Map.of("reference", one(REFERENCES)));
            case 17 -> MAPPER.valueToTree(one(REFERENCES));
            case 18 ->
                MAPPER.valueToTree(Map.of(
                        "value",
                        one(List.of("39,1", ">39", "1,039.5", "38.0", "-0", "1e400")),
                        "comparator",
                        one(List.of(">", "<=", "~", "")),
                        one(List.of("unit", "code")),
                        one(List.of(
                                "Cel", "[degF]", "°C", "lbs", "[lb_av]", "kg ", "{T-score}", "d", "wk", "\u00a0"))));
            case 19 ->
                MAPPER.valueToTree(one(List.of(
                        "final",
                        "FINAL",
                        "entered-in-error",
                        "unknown",
                        "not-done",
                        "draft",
                        "active",
                        "revoked",
                        "A",
                        "Z")));
            case 0 -> MAPPER.nullNode();
            case 1 -> MAPPER.createArrayNode();
            case 2 -> MAPPER.createObjectNode();
            case 3 -> MAPPER.readTree("true");
            case 4 -> MAPPER.readTree("-0.0");
            case 5 -> MAPPER.readTree("9".repeat(1 + random.nextInt(400)));
            case 6 -> MAPPER.readTree("1e" + random.nextInt(999_999_999));
            case 7 -> MAPPER.readTree("\"\"");
            case 8 -> MAPPER.valueToTree("\u202E\u0000\uFEFF" + new String(Character.toChars(0x1F9B4)) + "\\n");
            case 9 -> MAPPER.valueToTree("x".repeat(random.nextInt(5_000)));
            case 10 ->
                MAPPER.valueToTree(one(List.of(
                        "2026-02-30",
                        "0000-00-00",
                        "2026-13",
                        "yesterday",
                        "+999999999-12-31",
                        "-1",
                        "2026-01-01T25:61:61Z",
                        "2026-01-01T00:00:00+99:99",
                        "2026",
                        "2026-",
                        "20260101")));
            case 11 -> deep(random.nextInt(300));
            case 12 ->
                MAPPER.valueToTree(
                        one(List.of("Patient/", "/", "urn:uuid:", "http://[", "../..", "#", "a/b/c/d", "%00")));
            case 13 -> MAPPER.valueToTree(List.of(1, "a", Map.of("b", List.of())));
            case 14 -> MAPPER.valueToTree("<img src=x onerror=alert(1)> **[x](javascript:y)** | `z`");
            default -> MAPPER.valueToTree(Map.of("resourceType", one(List.of("Condition", "Bundle", "Nonsense", ""))));
        };
    }

    private static JsonNode deep(int depth) {
        JsonNode node = MAPPER.valueToTree("end");
        for (int i = 0; i < depth; i++) {
            node = i % 2 == 0
                    ? MAPPER.createArrayNode().add(node)
                    : MAPPER.createObjectNode().set("a", node);
        }
        return node;
    }

    private void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void mutate(ObjectNode body) {
        List<JsonNode> containers = new ArrayList<>();
        collect(body, containers);
        if (containers.isEmpty()) {
            return;
        }
        JsonNode at = one(containers);
        if (at instanceof ObjectNode object) {
            String name = one(List.copyOf(object.propertyNames()));
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.set("x" + name, object.remove(name));
                case 2 -> object.set(name, MAPPER.createArrayNode().add(object.get(name)));
                case 3 -> object.set(name, one(containers).deepCopy());
                default -> object.set(name, strange());
            }
        } else if (at instanceof ArrayNode array) {
            int i = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(i);
                case 1 -> array.add(array.get(i).deepCopy());
                default -> array.set(i, strange());
            }
        }
    }

    /** Sometimes the text itself is broken too. */
    private byte[] bytes(ObjectNode body) {
        byte[] text = MAPPER.writeValueAsBytes(body);
        if (random.nextInt(20) == 0) {
            for (int n = random.nextInt(4); n >= 0; n--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
        }
        if (random.nextInt(50) == 0) {
            return java.util.Arrays.copyOf(text, random.nextInt(text.length));
        }
        return text;
    }

    private void plant(ObjectNode body) {
        body.put("fhirServer", "https://" + SECRET + ".invalid/fhir");
        body.set(
                "fhirAuthorization",
                MAPPER.valueToTree(Map.of("access_token", SECRET, "token_type", "mac", "scope", SECRET)));
        body.put("oauth", SECRET);
        if (body.get("context") instanceof ObjectNode given) {
            given.put("note", SECRET);
        }
    }

    @Test
    void mutatedBodiesNeverBreakTheService(CapturedOutput output) throws IOException {
        List<ObjectNode> bodies = bodies();
        HookCall call = hookCall();
        Map<String, OfferedService> services = OfferedService.all(
                context.getBean(ServiceCatalogue.class),
                context.getBean(CardDeck.class),
                new PrefetchTemplates(context.getBean(Content.class).terminology()));
        int answered = 0;
        int refused = 0;
        long heapBefore = Long.MAX_VALUE;
        for (int i = 0; i < MUTATIONS; i++) {
            if (i == MUTATIONS / 5) {
                heapBefore = liveHeap();
            }
            ObjectNode body = one(bodies).deepCopy();
            String hook = body.path("hook").asString("patient-view");
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutate(body);
            }
            // Afterwards: a mutation could carry it into a draft, which goes back as it came.
            plant(body);
            byte[] text = bytes(body);
            OfferedService service = services.get("cervical-" + hook);
            if (service == null) {
                service = services.get("cervical-patient-view");
            }
            String reply;
            if (i % (MUTATIONS / OVER_HTTP) == 0) {
                HttpResponse<String> response = http.postBytes(
                        "/cds-services/"
                                + java.util.Objects.requireNonNull(service).id(),
                        text);
                assertThat(response.statusCode()).as("mutation %d", i).isLessThan(500);
                reply = response.body();
            } else {
                try {
                    // What is put on record stays in the memory of the test's database.
                    HookCall.Reply answer = i % 10 == 1
                            ? call.answer(
                                    new Callers.Sender(Clients.ANONYMOUS, "", 0),
                                    java.util.Objects.requireNonNull(service),
                                    Body.of(text),
                                    new Stopwatch(),
                                    null)
                            : call.rehearse(java.util.Objects.requireNonNull(service), text, Vignette.NOW);
                    reply = new String(answer.body(), StandardCharsets.UTF_8);
                    answered += answer.status() == 200 ? 1 : 0;
                    refused += answer.status() == 412 ? 1 : 0;
                } catch (RequestProblem problem) {
                    assertThat(problem.status()).isEqualTo(400);
                    reply = problem.text();
                    refused++;
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError(
                            "mutation " + i + " of seed " + SEED + ": " + new String(text, StandardCharsets.UTF_8), e);
                }
            }
            if (reply.contains(SECRET) || reply.contains("\tat ") || reply.contains("Exception")) {
                throw new AssertionError("mutation " + i + " was answered " + reply);
            }
        }
        assertThat(liveHeap()).as("live heap in bytes").isLessThan(heapBefore + MARGIN);
        System.out.printf(
                "FuzzTest {bodies=%d, mutations=%d, over HTTP=%d, answered=%d, refused=%d}%n",
                bodies.size(), MUTATIONS, OVER_HTTP, answered, refused);
        assertThat(answered).isGreaterThan(MUTATIONS / 4);
        assertThat(refused).isGreaterThan(MUTATIONS / 50);
        assertThat(output.getAll()).doesNotContain(SECRET, "\tat ", "ERROR");
    }

    private HookCall hookCall() {
        Content content = context.getBean(Content.class);
        java.time.Clock clock =
                java.time.Clock.fixed(Vignette.NOW, content.settings().zone());
        return new HookCall(
                new RequestReader(content.terminology(), clock.getZone()),
                context.getBean(org.cervicalcds.service.access.FhirAccess.class),
                context.getBean(Clients.class),
                Engine.of(context.getBean(CardDeck.class)),
                clock,
                context.getBean(ServiceSettings.class),
                new Callers(false, false),
                new Recorder(
                        context.getBean(org.cervicalcds.service.store.Store.class),
                        context.getBean(ContentNames.class),
                        clock,
                        context.getBean(CallMeters.class)),
                context.getBean(CallMeters.class),
                AuditTrail.NONE);
    }

    @Test
    void displayFromOutsideIsEscapedInDetail() {
        String evil = "<img src=x onerror=alert(1)> *b* [x](javascript:y)";
        String conditions = Resources.fall()
                .replace("'code':{'coding':[{", "'code':{'text':'" + evil + "','coding':[{'display':'" + evil + "',");
        JsonNode cards = HookClient.json(http.call(http.known(HookRequest.view()
                        .prefetch("patient", Resources.PATIENT)
                        .prefetch("conditions", conditions))))
                .path("cards");

        assertThat(cards.size()).isPositive();
        for (JsonNode card : cards) {
            assertThat(card.path("detail").asString() + card.path("summary").asString())
                    .doesNotContain("<img", " [x](", " *b*");
        }
    }
}
