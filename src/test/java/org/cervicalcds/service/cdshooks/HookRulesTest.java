package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.cdshooks.wire.CodeSystems;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.Lint;
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
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String SELECT = "/cds-services/cervical-order-select";
    private static final String SIGN = "/cds-services/cervical-order-sign";
    private static final String PATIENT =
            "{'resourceType':'Patient','id':'p1','birthDate':'1960-01-01','name':[{'family':'Zzname'}]}";

    private final HookClient http;
    private final JsonNode discovery;

    HookRulesTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
        this.discovery = MAPPER.readTree(http.get("/cds-services").body());
    }

    private static String condition(String id, String code) {
        return "{'resourceType':'Condition','id':'" + id + "','subject':{'reference':'Patient/p1'},"
                + "'clinicalStatus':{'coding':[{'code':'active'}]},'code':{'coding':[{'system':"
                + "'http://hl7.org/fhir/sid/icd-10-cm','code':'" + code + "'}]},'onsetDateTime':'"
                + LocalDate.now(ZoneOffset.UTC).minusDays(2) + "'}";
    }

    private static String bundle(String... resources) {
        List<String> entries = new ArrayList<>();
        for (String resource : resources) {
            entries.add("{'resource':" + resource + "}");
        }
        return "{'resourceType':'Bundle','type':'searchset','entry':[" + String.join(",", entries) + "]}";
    }

    /** Ankylosing spondylitis, a fall and neck pain two days ago. */
    private static String fall() {
        return bundle(condition("c1", "M45.9"), condition("c2", "W19.XXXA"), condition("c3", "M54.2"));
    }

    private String prefetch(String hook, Map<String, String> given) {
        List<String> keys = new ArrayList<>();
        for (JsonNode service : discovery.path("services")) {
            if (service.path("hook").asString().equals(hook)) {
                for (String key : service.path("prefetch").propertyNames()) {
                    keys.add("'" + key + "':" + given.getOrDefault(key, key.equals("patient") ? PATIENT : "null"));
                }
            }
        }
        return ",'prefetch':{" + String.join(",", keys) + "}";
    }

    private static String call(String hook, String context, String members) {
        return "{'hook':'" + hook + "','hookInstance':'d1577c69-dfbe-44ad-ba6d-3e05e953b2ea',"
                + "'context':{'userId':'Practitioner/1','patientId':'p1'" + context + "}" + members + "}";
    }

    private String fallInView() {
        return call("patient-view", "", prefetch("patient-view", Map.of("conditions", fall())));
    }

    private static String manipulation(String status) {
        return "{'resourceType':'ServiceRequest','id':'s1','status':'" + status
                + "','intent':'order','subject':{'reference':'Patient/p1'},"
                + "'code':{'coding':[{'system':'http://www.ama-assn.org/go/cpt','code':'98940'}]}}";
    }

    private String ordered(String hook, String context) {
        return call(hook, context, prefetch(hook, Map.of("conditions", bundle(condition("c1", "M45.9")))));
    }

    private static List<String> cards(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Lint.faults(response.body())).isEmpty();
        return MAPPER.readTree(response.body())
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
        for (JsonNode service : discovery.path("services")) {
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
        for (JsonNode card :
                MAPPER.readTree(http.post(VIEW, fallInView()).body()).path("cards")) {
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
        for (JsonNode service : discovery.path("services")) {
            assertThat(service.propertyNames())
                    .isSubsetOf("hook", "title", "description", "id", "usageRequirements", "prefetch");
        }
    }

    @Test
    void replyHoldsNoExtensionAndNothingNewerThan201() {
        JsonNode reply = MAPPER.readTree(http.post(VIEW, fallInView()).body());

        assertThat(reply.propertyNames()).containsExactly("cards");
        assertThat(reply.toString())
                .doesNotContain("\"extension\"", "autolaunchable", "actionSelectionBehavior", "systemActions");
    }

    @Test
    void uuidsAreNewInEveryReplyAndCardsAreNot() {
        String body = fallInView();
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
        String body = fallInView();
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
        assertThat(cards(http.post(VIEW, fallInView()))).isNotEmpty();
        assertThat(cards(http.post(VIEW, call("patient-view", "", prefetch("patient-view", Map.of())))))
                .isEmpty();
    }

    @Test
    void urlsOfCardsHoldNothingOfThePatient() {
        String body = fallInView().replace("'p1'", "'zzpid1'").replace("Patient/p1", "Patient/zzpid1");
        JsonNode reply = MAPPER.readTree(http.post(VIEW, body).body());

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
        String body = fallInView();
        String changed = members.startsWith("'userId'")
                ? body.replace("'userId':'Practitioner/1'", members)
                : body.replace("'patientId'", members + ",'patientId'");

        assertThat(cards(http.post(VIEW, changed))).isEqualTo(cards(http.post(VIEW, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'hookInstance':'test',", "'hookInstance':'C0FFEE00-0000-1000-8000-000000000000',", ""})
    void hookInstanceIsAnyStringOrNone(String member) {
        String body = fallInView().replace("'hookInstance':'d1577c69-dfbe-44ad-ba6d-3e05e953b2ea',", member);

        assertThat(cards(http.post(VIEW, body))).isNotEmpty();
        assertThat(cards(http.post(VIEW, body))).isNotEmpty();
    }

    @Test
    void dataOfAnotherPatientAreLeftOut() {
        String others = fall().replace("Patient/p1", "Patient/other");

        assertThat(cards(http.post(
                        VIEW, call("patient-view", "", prefetch("patient-view", Map.of("conditions", others))))))
                .isEmpty();
    }

    @Test
    void oneBadEntryAndAWarningBesideItLoseNoCard() {
        String mixed = fall().replace(
                        "'entry':[",
                        "'entry':[{'resource':{'resourceType':'Nonsense','id':1}},{'resource':null},{},"
                                + "{'search':{'mode':'outcome'},'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'warning'}]}},");

        assertThat(cards(http.post(
                        VIEW, call("patient-view", "", prefetch("patient-view", Map.of("conditions", mixed))))))
                .isEqualTo(cards(http.post(VIEW, fallInView())));
    }

    @Test
    void wrapperOfOldClientsIsTakenOff() {
        String wrapped = "{'response':{'status':'200 OK'},'resource':" + fall() + "}";

        assertThat(cards(http.post(
                        VIEW, call("patient-view", "", prefetch("patient-view", Map.of("conditions", wrapped))))))
                .isEqualTo(cards(http.post(VIEW, fallInView())));
    }

    @Test
    void unusableValuesAreNoErrorAndNoPrecondition() {
        String temperature = "{'resourceType':'Observation','id':'t','status':'final','subject':{'reference':"
                + "'Patient/p1'},'code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]}}";

        cards(http.post(
                VIEW,
                call("patient-view", "", prefetch("patient-view", Map.of("bodyTemperature", bundle(temperature))))));
    }

    // Orders

    @Test
    void onlySelectedOrdersSpeakAndAtSigningAllDo() {
        String drafts = ",'draftOrders':" + bundle(manipulation("draft"));
        List<String> selected =
                cards(http.post(SELECT, ordered("order-select", ",'selections':['ServiceRequest/s1']" + drafts)));

        assertThat(selected).isNotEmpty();
        String two = ",'draftOrders':" + bundle(manipulation("draft"), "{'resourceType':'NutritionOrder','id':'n1'}");
        assertThat(cards(http.post(SELECT, ordered("order-select", ",'selections':['NutritionOrder/n1']" + two))))
                .isEmpty();
        assertThat(cards(http.post(SELECT, ordered("order-select", ",'selections':['s1','x/y']" + two))))
                .isEqualTo(selected);
        List<String> signed = cards(http.post(SIGN, ordered("order-sign", drafts)));
        assertThat(signed).isNotEmpty();
        assertThat(cards(http.post(SIGN, ordered("order-sign", ",'selections':['x/y']" + drafts))))
                .isEqualTo(signed);
    }

    @Test
    void activeDraftSpeaksLikeADraft() {
        String context = ",'selections':['ServiceRequest/s1'],'draftOrders':";

        assertThat(cards(http.post(SELECT, ordered("order-select", context + bundle(manipulation("active"))))))
                .isEqualTo(cards(http.post(SELECT, ordered("order-select", context + bundle(manipulation("draft"))))))
                .isNotEmpty();
    }

    @Test
    void orderSignedAgainIsNoDuplicateOfItself() {
        String drafts = ",'draftOrders':" + bundle(manipulation("active"));
        String body = call(
                "order-sign",
                drafts,
                prefetch(
                        "order-sign",
                        Map.of(
                                "conditions",
                                bundle(condition("c1", "M45.9")),
                                "serviceRequests",
                                bundle(manipulation("active")))));

        assertThat(cards(http.post(SIGN, body))).isEqualTo(cards(http.post(SIGN, ordered("order-sign", drafts))));
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
        String drafts = ",'draftOrders':" + bundle(manipulation("draft"));
        List<String> plain =
                cards(http.post(SELECT, ordered("order-select", ",'selections':['ServiceRequest/s1']" + drafts)));

        assertThat(cards(http.post(SELECT, ordered("order-select", ",'selections':" + selections + drafts))))
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
            String context =
                    ",'selections':['ServiceRequest/s1','MedicationRequest/s1'],'draftOrders':" + bundle(order);
            cards(http.post("/cds-services/cervical-" + hook, ordered(hook, context)));
        }
    }

    @Test
    void suggestedOrdersAreForThisPatientAndRaiseNothingNew() {
        JsonNode reply = MAPPER.readTree(http.post(VIEW, fallInView()).body());
        int created = 0;
        for (JsonNode action : reply.findValues("actions").stream()
                .flatMap(JsonNode::valueStream)
                .filter(a -> a.path("type").asString().equals("create"))
                .toList()) {
            JsonNode order = action.path("resource");
            created++;
            assertThat(order.at("/subject/reference").asString()).isEqualTo("Patient/p1");
            assertThat(order.path("status").asString()).isEqualTo("draft");
            String drafts = ",'draftOrders':" + bundle(order.toString().replace('"', '\''));
            List<String> before = cards(
                    http.post(SIGN, call("order-sign", "", prefetch("order-sign", Map.of("conditions", fall())))));
            assertThat(cards(http.post(
                            SIGN, call("order-sign", drafts, prefetch("order-sign", Map.of("conditions", fall()))))))
                    .isSubsetOf(before);
        }
        assertThat(created).isPositive();
    }
}
