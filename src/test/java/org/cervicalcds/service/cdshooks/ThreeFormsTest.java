package org.cervicalcds.service.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.access.AccessRules;
import org.cervicalcds.service.access.FhirAccess;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.ContentNames;
import org.cervicalcds.service.cdshooks.telemetry.Recorder;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.testkit.FakeFhirServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The same case as prefetch, by access and mixed gets the same answer to the letter, with every query failing in turn (CDSH-PFD-11). */
@Tag("long")
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "logging.level.org.cervicalcds.decisions=warn"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
final class ThreeFormsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FAILURE =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"exception\"}]}";

    private final ApplicationContext context;
    private final Content content;
    private final CardDeck deck;
    private final PrefetchTemplates templates;
    private final Map<String, OfferedService> services;
    private final FakeFhirServer server = new FakeFhirServer("/fhir", options().disableRequestJournal());
    private FhirAccess access;
    private HookCall call;

    ThreeFormsTest(ApplicationContext context, Content content, CardDeck deck) {
        this.context = context;
        this.content = content;
        this.deck = deck;
        this.templates = new PrefetchTemplates(content.terminology());
        this.services = OfferedService.all(context.getBean(ServiceCatalogue.class), deck, templates);
        this.access = access();
        this.call = hookCall();
    }

    private static FhirAccess access() {
        return new FhirAccess(new AccessRules(
                List.of(),
                List.of(),
                true,
                true,
                List.of("http://localhost", "http://127.0.0.1"),
                List.of(),
                50,
                6,
                Duration.ofSeconds(30),
                3,
                1_000_000,
                List.of()));
    }

    private HookCall hookCall() {
        Clock clock = Clock.fixed(Vignette.NOW, content.settings().zone());
        return new HookCall(
                new RequestReader(content.terminology(), clock.getZone()),
                access,
                context.getBean(Clients.class),
                Engine.of(deck),
                clock,
                context.getBean(ServiceSettings.class),
                new Callers(false, false),
                new Recorder(
                        context.getBean(Store.class),
                        context.getBean(ContentNames.class),
                        clock,
                        context.getBean(CallMeters.class)),
                context.getBean(CallMeters.class),
                AuditTrail.NONE);
    }

    @AfterEach
    void stop() {
        server.close();
        access.close();
    }

    /** One for each card, hook and outcome: the stories that differ. */
    private List<Vignette> stories() {
        Map<String, Vignette> stories = new LinkedHashMap<>();
        for (Vignette vignette : VignetteFiles.read(content)) {
            stories.putIfAbsent(vignette.card() + " " + vignette.hook() + " " + vignette.expect(), vignette);
        }
        return List.copyOf(stories.values());
    }

    private static JsonNode withEncounter(JsonNode story) {
        ObjectNode context = (ObjectNode) story.path("context");
        if (!context.has("encounterId")) {
            context.put("encounterId", "e1");
            ((ObjectNode) story.path("prefetch"))
                    .set(
                            "encounter",
                            JSON.readTree("{\"resourceType\":\"Encounter\",\"id\":\"e1\",\"status\":\"in-progress\","
                                    + "\"class\":{\"code\":\"AMB\"}}"));
        }
        return story;
    }

    /** What a server would answer under each key: observations only where their code is asked for. */
    private Map<Need, JsonNode> record(JsonNode request, List<Need> needs) {
        Map<Need, JsonNode> record = new LinkedHashMap<>();
        for (Need need : needs) {
            JsonNode value = request.path("prefetch").get(need.key());
            if (value != null && need.codes() != null) {
                String template = templates.of(need);
                ObjectNode bundle = (ObjectNode) value.deepCopy();
                var entries = bundle.putArray("entry");
                for (JsonNode entry : value.path("entry")) {
                    if (entry.at("/resource/code/coding")
                            .valueStream()
                            .anyMatch(coding ->
                                    template.contains(coding.path("system").asString("") + "|"
                                            + coding.path("code").asString("")))) {
                        entries.add(entry);
                    }
                }
                value = bundle;
            }
            if (value != null) {
                record.put(need, value);
            }
        }
        return record;
    }

    /** The answer without what is new in each one. */
    private String answer(OfferedService service, JsonNode story, ObjectNode prefetch, boolean byAccess) {
        ObjectNode body = ((ObjectNode) story).deepCopy();
        body.set("prefetch", prefetch);
        if (byAccess) {
            body.put("fhirServer", server.base());
            body.putObject("fhirAuthorization").put("access_token", "x").put("token_type", "Bearer");
        }
        try {
            HookCall.Reply reply = call.answer(
                    new Callers.Sender(Clients.ANONYMOUS, "", 0),
                    service,
                    Body.of(JSON.writeValueAsBytes(body)),
                    new Stopwatch(),
                    null);
            if (reply.status() != 200) {
                // With the class of the cause, which the forms do not share.
                return "status " + reply.status();
            }
            return new String(reply.body(), StandardCharsets.UTF_8)
                    .replaceAll("\"uuid\":\"[^\"]*\"", "")
                    // A failure in prefetch does not say whether the server refused or failed; what was not sent could
                    // not be had either.
                    .replaceAll("\\((refused|failed|not sent)\\)", "")
                    .replace(" ; ", ", ");
        } catch (RequestProblem problem) {
            return "status " + problem.status();
        }
    }

    private static ObjectNode prefetch(Map<Need, JsonNode> record, String failing, Predicate<Need> which) {
        ObjectNode prefetch = JSON.createObjectNode();
        record.forEach((need, value) -> {
            if (which.test(need)) {
                prefetch.set(need.key(), need.key().equals(failing) ? JSON.readTree(FAILURE) : value);
            }
        });
        return prefetch;
    }

    @Test
    void everyStoryGetsTheSameAnswerInEveryFormWhicheverQueryFails() {
        List<Vignette> stories = stories();
        Set<String> failed = new TreeSet<>();
        int changed = 0;
        int compared = 0;
        int spokeWithoutConditions = 0;
        for (Vignette vignette : stories) {
            if (vignette.hook().equals("order-dispatch")) {
                // Its orders and performer are read by reference, which this server does not offer; they have a test of
                // their own.
                continue;
            }
            JsonNode story = withEncounter(JSON.readTree(vignette.request()));
            OfferedService service = Objects.requireNonNull(services.get("cervical-" + vignette.hook()));
            List<Need> needs = Objects.requireNonNull(service.needsOf(vignette.hook()));
            Map<Need, JsonNode> record = record(story, needs);
            Set<String> failing = new LinkedHashSet<>(List.of("nothing"));
            record.keySet().forEach(need -> failing.add(need.key()));
            String whole = "";
            for (String fails : failing) {
                serve(service, story, record, fails);
                List<Need> order = new ArrayList<>(record.keySet());
                String prefetched = answer(service, story, prefetch(record, fails, need -> true), false);
                String what = vignette + ", " + fails + " fails";

                assertThat(answer(service, story, JSON.createObjectNode(), true))
                        .as("%s, access", what)
                        .isEqualTo(prefetched);
                for (int half = 0; half < 2; half++) {
                    int own = half;
                    assertThat(answer(
                                    service,
                                    story,
                                    prefetch(record, fails, need -> order.indexOf(need) % 2 == own),
                                    true))
                            .as("%s, mixed %d", what, half)
                            .isEqualTo(prefetched);
                }
                boolean alive = !story.at("/prefetch/patient").toString().contains("deceased");
                if (fails.equals("conditions") && alive) {
                    assertThat(prefetched).as(what).doesNotStartWith("{\"cards\":[]");
                    spokeWithoutConditions += prefetched.startsWith("status") ? 0 : 1;
                }
                whole = fails.equals("nothing") ? prefetched : whole;
                changed += prefetched.equals(whole) ? 0 : 1;
                compared++;
                failed.add(vignette.hook() + " " + fails);
            }
        }
        // Silence would be taken for an all-clear; what is sure all the same is said.
        assertThat(spokeWithoutConditions).isPositive();
        assertThat(stories).hasSizeGreaterThan(40);
        // Failures matter: many of them take a card away, or make it a lower one.
        assertThat(changed).isGreaterThan(stories.size());
        assertThat(compared).isGreaterThan(stories.size() * 15);
        Set<String> all = new TreeSet<>();
        services.values().forEach(service -> service.needs()
                .forEach((hook, needs) -> needs.forEach(need -> all.add(hook + " " + need.key()))));
        // The stories of the encounter hooks bring no Encounter.
        Set<String> notPlayed = Set.of("encounter-start encounter", "encounter-discharge encounter");
        all.removeIf(hookAndKey -> hookAndKey.startsWith("order-dispatch ") || notPlayed.contains(hookAndKey));
        assertThat(failed).containsAll(all);
    }

    private void serve(OfferedService service, JsonNode story, Map<Need, JsonNode> record, String fails) {
        server.reset();
        server.answerAll(json(FAILURE).withStatus(404));
        String patient = story.at("/context/patientId").asString();
        String encounter = story.at("/context/encounterId").asString("");
        record.forEach((need, value) -> {
            if (!need.key().equals(fails)) {
                PrefetchTemplates.filled(
                                PrefetchTemplates.escaped(templates.of(need)),
                                patient,
                                encounter.isEmpty() ? null : encounter)
                        .ifPresent(
                                query -> server.on(query, okForContentType("application/fhir+json", value.toString())));
            }
        });
    }
}
