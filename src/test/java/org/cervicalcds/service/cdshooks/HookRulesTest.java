package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.cdshooks.wire.CodeSystems;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Lint;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules of the hooks and of the reply that hold for whole answers of the running service. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.sandbox.enabled=false")
final class HookRulesTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String VIEW = HookClient.service("patient-view");
    private static final String PATIENT = Resources.PATIENT.replace("}", ",'name':[{'family':'Zzname'}]}");

    private final HookClient http;
    private final JsonNode services;

    HookRulesTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
        this.services = http.services();
    }

    /** What else the hook takes is known to be empty. */
    private HookRequest call(String hook, String context, String key, String value) {
        return http.known(HookRequest.of(hook)
                .context(context)
                .prefetch("patient", PATIENT)
                .prefetch(key, value));
    }

    private HookRequest view(String key, String value) {
        return call("patient-view", "", key, value);
    }

    private HookRequest fallInView() {
        return view("conditions", Resources.fall());
    }

    private static String manipulation(String status) {
        return "{'resourceType':'ServiceRequest','id':'s1','status':'" + status
                + "','intent':'order','subject':{'reference':'Patient/p1'},"
                + "'code':{'coding':[{'system':'http://www.ama-assn.org/go/cpt','code':'98940'}]}}";
    }

    private HookRequest ordered(String hook, String context) {
        return call(hook, context, "conditions", Resources.conditions("M45.9"));
    }

    private List<String> cards(HookRequest request) {
        return cards(http.call(request));
    }

    private static List<String> cards(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Lint.faults(response.body())).isEmpty();
        return HookClient.json(response)
                .path("cards")
                .valueStream()
                .map(card -> card.at("/source/topic/code").asString() + ":"
                        + card.path("indicator").asString() + ":"
                        + card.path("summary").asString())
                .toList();
    }

    private static Set<String> lines(String resource) throws IOException {
        try (InputStream in = HookRulesTest.class.getResourceAsStream("/conformance/" + resource)) {
            return new TreeSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList());
        }
    }

    @Test
    void idsAndPrefetchKeysOnceHandedOutStay() throws IOException {
        Set<String> offered = new TreeSet<>();
        for (JsonNode service : services) {
            for (String key : service.path("prefetch").propertyNames()) {
                offered.add(service.path("id").asString() + " "
                        + service.path("hook").asString() + " " + key);
            }
        }
        assertThat(offered).containsAll(lines("prefetch-keys.txt"));
    }

    @Test
    void codesOfOverrideReasonsOnceHandedOutStay() throws IOException {
        Set<String> sent = new TreeSet<>();
        for (JsonNode card : HookClient.json(http.call(fallInView())).path("cards")) {
            for (JsonNode reason : card.path("overrideReasons")) {
                assertThat(reason.path("system").asString()).isEqualTo(CodeSystems.OVERRIDE_REASON);
                sent.add(reason.path("code").asString());
            }
        }
        Set<String> offered = Files.readAllLines(Path.of("cds-cards/override-reasons.yaml")).stream()
                .filter(line -> line.matches("[a-z-]+:"))
                .map(line -> line.replace(":", ""))
                .collect(Collectors.toSet());

        assertThat(offered).containsAll(lines("override-reasons.txt")).containsAll(sent);
        assertThat(sent).isNotEmpty();
    }

    @Test
    void discoveryHoldsNothingThatA201ClientDoesNotKnow() {
        for (JsonNode service : services) {
            assertThat(service.propertyNames())
                    .isSubsetOf("hook", "title", "description", "id", "usageRequirements", "prefetch");
        }
    }

    @Test
    void replyHoldsNoExtensionAndNothingNewerThan201() {
        JsonNode reply = HookClient.json(http.call(fallInView()));

        assertThat(reply.propertyNames()).containsExactly("cards");
        assertThat(reply.toString())
                .doesNotContain("\"extension\"", "autolaunchable", "actionSelectionBehavior", "systemActions");
    }

    @Test
    void uuidsAreNewInEveryReplyAndCardsAreNot() {
        String body = fallInView().text();
        HttpResponse<String> first = http.post(VIEW, body);
        Set<String> uuids = new TreeSet<>();

        for (int i = 0; i < 20; i++) {
            HttpResponse<String> again = http.post(VIEW, body);
            assertThat(cards(again)).isEqualTo(cards(first));
            for (JsonNode card : MAPPER.readTree(again.body()).path("cards")) {
                assertThat(uuids.add(card.path("uuid").asString())).isTrue();
            }
        }
    }

    @Test
    void fiftyCallsSideBySideGiveTheSameCards() {
        String body = fallInView().text();
        List<String> expected = cards(http.post(VIEW, body));
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<CompletableFuture<List<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(CompletableFuture.supplyAsync(() -> cards(http.post(VIEW, body)), threads));
            }
            assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo(expected));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void replyFollowsTheDataOfThisCallOnly() {
        assertThat(cards(fallInView())).isNotEmpty();
        assertThat(cards(view("conditions", "null"))).isEmpty();
    }

    @Test
    void urlsOfCardsHoldNothingOfThePatient() {
        JsonNode reply = HookClient.json(http.call(fallInView().patient("zzpid1")));

        assertThat(reply.path("cards").size()).isPositive();
        for (JsonNode card : reply.path("cards")) {
            assertThat(card.at("/source/url").asString()).startsWith("https://").doesNotContainIgnoringCase("zz");
            for (JsonNode link : card.path("links")) {
                assertThat(link.path("url").asString()).startsWith("https://").doesNotContainIgnoringCase("zz");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'newField':{'a':1}",
                "'extension':{'a':1}",
                "'userId':null,'other':1",
                "'userId':'医師/例'",
                "'userId':'no-slash'",
                "'encounterId':null",
                "'draftOrders':{'entry':[]},'selections':[]",
            })
    void contextOfAnotherShapeChangesNothing(String members) {
        String body = fallInView().text();
        String changed = members.startsWith("'userId'")
                ? body.replace("'userId':'Practitioner/1'", members)
                : body.replace("'patientId'", members + ",'patientId'");

        assertThat(cards(http.post(VIEW, changed))).isEqualTo(cards(http.post(VIEW, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'hookInstance':'test',", "'hookInstance':'C0FFEE00-0000-1000-8000-000000000000',", ""})
    void hookInstanceIsAnyStringOrNone(String member) {
        String body = fallInView().text().replace("'hookInstance':'d1577c69-dfbe-44ad-ba6d-3e05e953b2ea',", member);

        assertThat(cards(http.post(VIEW, body))).isNotEmpty();
        assertThat(cards(http.post(VIEW, body))).isNotEmpty();
    }

    @Test
    void dataOfAnotherPatientAreLeftOut() {
        String others = Resources.fall().replace("Patient/p1", "Patient/other");

        assertThat(cards(view("conditions", others))).isEmpty();
    }

    @Test
    void oneBadEntryAndAWarningBesideItLoseNoCard() {
        String mixed = Resources.fall()
                .replace(
                        "'entry':[",
                        "'entry':[{'resource':{'resourceType':'Nonsense','id':1}},{'resource':null},{},"
                                + "{'search':{'mode':'outcome'},'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'warning'}]}},");

        assertThat(cards(view("conditions", mixed))).isEqualTo(cards(fallInView()));
    }

    @Test
    void wrapperOfOldClientsIsTakenOff() {
        String wrapped = "{'response':{'status':'200 OK'},'resource':" + Resources.fall() + "}";

        assertThat(cards(view("conditions", wrapped))).isEqualTo(cards(fallInView()));
    }

    @Test
    void unusableValuesAreNoErrorAndNoPrecondition() {
        String temperature = "{'resourceType':'Observation','id':'t','status':'final','subject':{'reference':"
                + "'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]}}";

        cards(view("bodyTemperature", Resources.bundle(temperature)));
    }

    // Orders

    @Test
    void onlySelectedOrdersSpeakAndAtSigningAllDo() {
        String drafts = "'draftOrders':" + Resources.bundle(manipulation("draft"));
        List<String> selected = cards(ordered("order-select", "'selections':['ServiceRequest/s1']," + drafts));

        assertThat(selected).isNotEmpty();
        String two = "'draftOrders':"
                + Resources.bundle(manipulation("draft"), "{'resourceType':'NutritionOrder','id':'n1'}");
        assertThat(cards(ordered("order-select", "'selections':['NutritionOrder/n1']," + two)))
                .isEmpty();
        assertThat(cards(ordered("order-select", "'selections':['s1','x/y']," + two)))
                .isEqualTo(selected);
        List<String> signed = cards(ordered("order-sign", drafts));
        assertThat(signed).isNotEmpty();
        assertThat(cards(ordered("order-sign", "'selections':['x/y']," + drafts)))
                .isEqualTo(signed);
    }

    @Test
    void activeDraftSpeaksLikeADraft() {
        String context = "'selections':['ServiceRequest/s1'],'draftOrders':";

        assertThat(cards(ordered("order-select", context + Resources.bundle(manipulation("active")))))
                .isEqualTo(cards(ordered("order-select", context + Resources.bundle(manipulation("draft")))))
                .isNotEmpty();
    }

    @Test
    void orderSignedAgainIsNoDuplicateOfItself() {
        String drafts = "'draftOrders':" + Resources.bundle(manipulation("active"));
        HookRequest again = call("order-sign", drafts, "serviceRequests", Resources.bundle(manipulation("active")))
                .prefetch("conditions", Resources.conditions("M45.9"));

        assertThat(cards(again)).isEqualTo(cards(ordered("order-sign", drafts)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['s1']",
                "'ServiceRequest/s1'",
                "['ServiceRequest/s1/_history/4']",
                "['https://ehr.example/fhir/ServiceRequest/s1']",
                "[{'reference':'ServiceRequest/s1','display':'x'}]",
                "[]",
                "['ServiceRequest/unknown']",
                "[7,null,{'reference':[]}]",
            })
    void selectionsInEveryFormNameTheDraftAndThoseThatNameNoneNameAll(String selections) {
        String drafts = "'draftOrders':" + Resources.bundle(manipulation("draft"));
        List<String> plain = cards(ordered("order-select", "'selections':['ServiceRequest/s1']," + drafts));

        assertThat(cards(ordered("order-select", "'selections':" + selections + "," + drafts)))
                .isEqualTo(plain)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'MedicationRequest','id':'s1'}",
                "{'resourceType':'MedicationRequest','id':'s1','dosageInstruction':[{'doseAndRate':{}}]}",
                "{'resourceType':'ServiceRequest','id':'s1','code':{'coding':[{}]},'reasonCode':[],'category':{}}",
                "{'resourceType':'NutritionOrder','id':'s1'}",
                "{'resourceType':'Nonsense'}",
            })
    void unfinishedAndUnknownOrdersAreNoError(String order) {
        for (String hook : List.of("order-select", "order-sign")) {
            String context = "'selections':['ServiceRequest/s1','MedicationRequest/s1'],'draftOrders':"
                    + Resources.bundle(order);
            cards(ordered(hook, context));
        }
    }

    @Test
    void suggestedOrdersAreForThisPatientAndRaiseNothingNew() {
        JsonNode reply = HookClient.json(http.call(fallInView()));
        int created = 0;
        for (JsonNode action : reply.findValues("actions").stream()
                .flatMap(JsonNode::valueStream)
                .filter(a -> a.path("type").asString().equals("create"))
                .toList()) {
            JsonNode order = action.path("resource");
            created++;
            assertThat(order.at("/subject/reference").asString()).isEqualTo("Patient/p1");
            assertThat(order.path("status").asString()).isEqualTo("draft");
            String drafts = "'draftOrders':" + Resources.bundle(order.toString().replace('"', '\''));
            assertThat(cards(call("order-sign", drafts, "conditions", Resources.fall())))
                    .isSubsetOf(cards(call("order-sign", "", "conditions", Resources.fall())));
        }
        assertThat(created).isPositive();
    }
}
