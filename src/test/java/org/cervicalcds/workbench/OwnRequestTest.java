package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cervicalcds.testkit.HookClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** "Send your own": faults are named by the ids of the conformance list, Bundles become requests, and megabytes do not stop the page. */
class OwnRequestTest extends InBrowser {
    private static final Path SCRIPTS = Path.of("src/main/resources/static/js");
    private static final double LONGEST_STANDSTILL_MILLIS = 4_000;

    private @Nullable WorkbenchPage faults;

    @AfterAll
    void closePage() {
        if (faults != null) {
            faults.close();
        }
    }

    /** Single quotes stand for double ones; {@code ~} for a request that is right but for what follows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{'hook':'patient-view',} ! CDSH-JSON-2 ! Refused",
                "{'hook':'patient-view'} and more ! CDSH-JSON-7 ! Refused",
                "[] ! CDSH-JSON-1 ! Refused",
                "{'resourceType':'Patient'} ! CDSH-REQ-1 ! Refused",
                "{'context':{}} ! CDSH-REQ-2 ! Refused",
                "{'hook':'appointment-book','context':{}} ! CDSH-REQ-3 ! Refused",
                "{'hook':'patient-view'} ! CDSH-REQ-7 ! Refused",
                "{'hook':'patient-view','context':[]} ! CDSH-REQ-7 ! Refused",
                "{'hook':'patient-view','context':{}} ! CDSH-HK-1 ! Refused",
                "{'hook':'patient-view','context':{'patientId':'p'}} ! CDSH-PFD-2 ! Refused",
                "{'hook':'patient-view','hookInstance':'test','context':{'patientId':'p'}} ! CDSH-REQ-4 ! Note",
                "{'hook':'patient-view','context':{'patientId':'Patient/p'}} ! CDSH-REQ-16 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p q'}} ! CDSH-REQ-16 ! Not read",
                "{'hook':'patient-view','context':{'patientId':'p','userId':'医師/例'}} ! CDSH-HK-2 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p','userId':'Patient/p'}} ! CDSH-HPV-2 ! Not read",
                "{'hook':'patient-view','context':{'patientId':'p','draftOrders':{}}} ! CDSH-HPV-3 ! Note",
                "{'hook':'patient-view','fhirServer':'{{fhirServerUrl}}','context':{}} ! CDSH-REQ-5 ! Not read",
                "{'hook':'patient-view','fhirServer':'http://ehr.example','context':{}} ! CDSH-REQ-6 ! Note",
                "{'hook':'patient-view','fhirServer':'https://ehr.example','context':{}} ! CDSH-FHIR-1 ! Not read",
                "{'hook':'patient-view','fhirServer':'https://ehr.example','fhirAuthorization':{'token_type':'Bearer'},'context':{}} ! CDSH-REQ-9 ! Not read",
                "{'hook':'patient-view','fhirServer':'https://ehr.example','fhirAuthorization':{'patient':'x'},'context':{'patientId':'p'}} ! CDSH-FHIR-6 ! Not read",
                "{'hook':'patient-view','user':'x','context':{}} ! CDSH-REQ-11 ! Note",
                "{'hook':'patient-view','extension':[],'context':{}} ! CDSH-EXT-1 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'patient':{'response':{'status':'200'},'resource':{'resourceType':'Patient'}}}} ! CDSH-PFD-8 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'conditions':{'resourceType':'OperationOutcome'}}} ! CDSH-PFD-5 ! Not read",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'conditions':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'OperationOutcome'}}]}}} ! CDSH-PFD-5 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'conditions':{'resourceType':'Bundle','link':[{'relation':'next','url':'x'}]}}} ! CDSH-PFD-6 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'allergies':null}} ! CDSH-PFD-7 ! Not read",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'patient':{'resourceType':'Patient','id':'p'}}} ! CDSH-PFD-1 ! Not read",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'conditions':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','subject':{'reference':'Patient/other'}}}]}}} ! CDSH-PFD-10 ! Not read",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'conditions':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','clinicalStatus':'active'}}]}}} ! CDSH-REQ-12 ! Note",
                "{'hook':'patient-view','context':{'patientId':'p'},'prefetch':{'patient':'123'}} ! CDSH-PFD-8 ! Not read",
                "{'hook':'order-select','context':{'patientId':'p'}} ! CDSH-HOS-3 ! Not read",
                "{'hook':'order-select','context':{'patientId':'p','draftOrders':{'resourceType':'MedicationRequest','id':'m'}}} ! CDSH-HOS-3 ! Note",
                "{'hook':'order-select','context':{'patientId':'p','draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ServiceRequest','id':'s','code':{'coding':[{}]}}}]}}} ! CDSH-HOS-4 ! Not read",
                "{'hook':'order-select','context':{'patientId':'p','draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ServiceRequest','id':'s','code':{'text':'film'}}}]}}} ! CDSH-HOS-1 ! Note",
                "{'hook':'order-select','context':{'patientId':'p','selections':['ServiceRequest/x'],'draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ServiceRequest','id':'s','code':{'text':'film'}}}]}}} ! CDSH-HOS-2 ! Note",
                "{'hook':'order-sign','context':{'patientId':'p','selections':[],'draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ServiceRequest','code':{'text':'film'}}}]}}} ! CDSH-ACT-6 ! Not read",
                "{'hook':'order-sign','context':{'patientId':'p','selections':[],'draftOrders':{'resourceType':'Bundle'}}} ! CDSH-HSG-1 ! Note",
                "{'hook':'order-sign','context':{'patientId':'p','draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'m','dosageInstruction':[{'doseAndRate':{'doseQuantity':{'value':1}}}]}}]}}} ! CDSH-HSG-4 ! Note",
                "{'card':'1','outcome':'overridden','overrideReasons':[{'code':'x'}]} ! CDSH-FB-2 ! Refused",
                "{'feedback':[{'card':'1','outcome':'overridden','overrideReasons':[{'code':'x'}]}]} ! CDSH-FB-9 ! Note",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition'}}]} ! CDSH-PFD-2 ! Refused"
            })
    void commonFaultsAreNamedByTheirItem(String body, String id, String level) {
        WorkbenchPage page = faults == null ? faults = own() : faults;
        page.at("own-json").fill(body.replace('\'', '"'));
        assertThat(page.at("own-remarks")
                        .locator("li")
                        .filter(having(id))
                        .filter(having(level))
                        .first())
                .isVisible();
        if (page.at("own-remarks").locator(".remark-refused").count() > 0) {
            assertThat(answerTo(body.replace('\'', '"')))
                    .as("said to be refused")
                    .isGreaterThanOrEqualTo(400);
        }
    }

    /** The status, from the service for the hook of the body, or for opening a chart. */
    private int answerTo(String body) {
        String hook =
                body.contains("\"order-s") ? body.replaceAll("(?s).*\"(order-s[a-z]+)\".*", "$1") : "patient-view";
        return new HookClient(port)
                .postBytes(HookClient.service(hook), body.getBytes(StandardCharsets.UTF_8))
                .statusCode();
    }

    private static com.microsoft.playwright.Locator.FilterOptions having(String text) {
        return new com.microsoft.playwright.Locator.FilterOptions()
                .setHasText(Pattern.compile("(^|\\W)" + text + "(\\W|$)"));
    }

    /** What the page says must be an item of the conformance list, and each must say what the list says. */
    @Test
    void everyIdThatThePageNamesIsAnItem() throws IOException {
        String items = Files.readString(Path.of("docs/conformance.md"));
        List<String> named;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            named = files.filter(file -> file.toString().endsWith("remarks.js"))
                    .flatMap(OwnRequestTest::idsIn)
                    .distinct()
                    .toList();
        }
        assertThat(named).hasSizeGreaterThan(30).allSatisfy(id -> assertThat(items)
                .contains("| CDSH-" + id + " |"));
    }

    private static Stream<String> idsIn(Path file) {
        try {
            return Pattern.compile("'([A-Z]{2,5}-\\d+)'")
                    .matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bodyOfTheReadmeIsNeitherRefusedNorInPartUnread() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int curl = readme.indexOf("/cds-services/cervical-patient-view -H");
        int start = readme.indexOf("-d '", curl) + 4;
        String body =
                readme.substring(start, readme.indexOf("}'", start) + 1).replace("localhost:8080", "localhost:" + port);
        try (WorkbenchPage page = own()) {
            page.at("own-json").fill(body);

            assertThat(page.at("own-remarks").locator("li").filter(having("CDSH-REQ-6")))
                    .isVisible();
            assertThat(page.at("own-remarks").locator("li")).hasCount(1);
            page.answerTo("patient-view", () -> page.at("own-send").click());
            assertThat(page.at("own-answer").locator("article[data-card='as-cervical-fracture-risk']"))
                    .isVisible();
            assertThat(page.at("own-remarks").locator("li")).hasCount(1);
        }
    }

    /** Only what the settings name as open: the same sandbox under another name is not asked without a token. */
    @Test
    void serverThatIsOpenIsKnownToBeAndNoOther() {
        try (WorkbenchPage page = own()) {
            String body =
                    "{\"hook\":\"patient-view\",\"hookInstance\":\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\",\"fhirServer\":\"%s\","
                            + "\"context\":{\"userId\":\"Practitioner/1\",\"patientId\":\"" + FELL + "\"}}";
            page.at("own-json").fill(body.formatted("http://localhost:" + port + "/fhir/"));
            assertThat(page.at("own-remarks").locator("li")).hasCount(1);
            page.at("own-json").fill(body.formatted("http://127.0.0.1:" + port + "/fhir"));
            assertThat(page.at("own-remarks").locator("li").filter(having("CDSH-FHIR-1")))
                    .isVisible();
            assertThat(page.at("own-remarks").locator(".remark-refused")).hasCount(1);
            assertThat(answerTo(body.formatted("http://127.0.0.1:" + port + "/fhir")))
                    .isEqualTo(412);
        }
    }

    @Test
    void requestOfTheWorkbenchItselfIsBeyondReproach() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.at("view-own").click();
            page.at("own-last").click();
            assertThat(page.at("own-remarks")).hasText("Nothing to remark on the form of this body.");
        }
    }

    /** Who comes here first, before any chart was opened, gets a request that is answered. */
    @Test
    void exampleIsAnsweredWithACard() {
        try (WorkbenchPage page = own()) {
            page.at("own-last").click();
            page.answerTo("patient-view", () -> page.at("own-send").click());
            assertThat(page.at("own-answer").locator("article[data-card='as-cervical-fracture-risk']"))
                    .isVisible();
        }
    }

    @Test
    void bundleBecomesARequestForItsPatient() {
        try (WorkbenchPage page = own()) {
            page.at("own-json").fill(bundle());
            assertThat(page.at("own-patient")).hasValue("synthetic-1");
            assertThat(page.at("own-remarks")).containsText("1 draft order; choose an order service");
            Response answer =
                    page.answerTo("patient-view", () -> page.at("own-send").click());
            JsonNode sent = JSON.readTree(answer.request().postData());
            assertThat(sent.at("/context/patientId").asString()).isEqualTo("synthetic-1");
            assertThat(sent.at("/prefetch/conditions/entry").size())
                    .as("the other patient's stays out")
                    .isEqualTo(2);
            assertThat(sent.at("/prefetch/conditions/entry/0/resource/subject/reference")
                            .asString())
                    .as("named by urn:uuid in the Bundle")
                    .isEqualTo("Patient/synthetic-1");
            assertThat(sent.at("/prefetch/boneDensityTscore/total").asInt()).isEqualTo(1);
            assertThat(sent.at("/prefetch/bodyTemperature/total").asInt()).isZero();
            assertThat(page.at("own-answer").locator("article[data-card='as-cervical-fracture-risk']"))
                    .isVisible();
            page.at("own-made-open").click();
            assertThat(page.at("own-made")).containsText("synthetic-1");
            page.hasNoAxeViolation();
            page.screenshot("own-bundle");

            page.at("own-service").selectOption("cervical-order-sign");
            Response signing =
                    page.answerTo("order-sign", () -> page.at("own-send").click());
            JsonNode order = JSON.readTree(signing.request().postData());
            assertThat(order.at("/context/draftOrders/entry/0/resource/id").asString())
                    .isEqualTo("order-1");
            assertThat(page.at("own-answer").locator("article").first()).isVisible();

            page.at("own-service").selectOption("");
            page.at("own-patient").selectOption("synthetic-2");
            Response other =
                    page.answerTo("patient-view", () -> page.at("own-send").click());
            assertThat(JSON.readTree(other.request().postData())
                            .at("/prefetch/conditions/total")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void requestOfTwoMegabytesDoesNotStopThePage() {
        String large = largeRequest();
        assertThat(large.length()).isBetween(2_000_000, 3_000_000);
        try (WorkbenchPage page = own()) {
            page.evaluate(
                    """
                    () => {
                      window.standstill = 0;
                      let last = performance.now();
                      setInterval(() => {
                        const now = performance.now();
                        window.standstill = Math.max(window.standstill, now - last);
                        last = now;
                      }, 20);
                    }""",
                    "");
            page.evaluate(
                    """
                    text => {
                      const data = new DataTransfer();
                      data.setData('text/plain', text);
                      document.querySelector('[data-testid=own-json]')
                        .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
                    }""",
                    large);
            assertThat(page.at("own-held")).containsText("k characters are held");
            assertThat(page.at("own-remarks")).containsText("CDSH-");
            Response answer =
                    page.answerTo("patient-view", () -> page.at("own-send").click());
            assertThat(answer.request().postData()).isEqualTo(large);
            assertThat(page.at("own-answer").locator("article[data-card='as-cervical-fracture-risk']"))
                    .isVisible();
            page.at("own-answer").getByText("The same call as curl").click();
            assertThat(page.at("own-answer").getByTestId("rest").first()).containsText("Copying takes all of it");
            double standstill = ((Number) page.evaluate("() => window.standstill", "")).doubleValue();
            System.out.println("Longest standstill with " + large.length() + " characters: " + standstill + " ms");
            assertThat(standstill).isLessThan(LONGEST_STANDSTILL_MILLIS);
            page.hasNoAxeViolation();
            page.screenshot("own-large");
            page.at("own-held").locator("button").click();
            assertThat(page.at("own-json")).hasValue("");
            assertThat(page.at("own-json")).isEditable();
        }
    }

    @Test
    void fileIsTakenAsItIs() {
        try (WorkbenchPage page = own()) {
            page.at("own-file")
                    .setInputFiles(new FilePayload(
                            "bundle.json", "application/json", bundle().getBytes(StandardCharsets.UTF_8)));
            assertThat(page.at("own-json")).hasValue(Pattern.compile("synthetic-1"));
            assertThat(page.at("own-patient")).hasValue("synthetic-1");
        }
    }

    private WorkbenchPage own() {
        WorkbenchPage page = desk().open("#view=own");
        assertThat(page.at("own-service")).containsText("cervical-patient-view");
        return page;
    }

    private static String bundle() {
        String today = java.time.LocalDate.now().minusDays(1).toString();
        return """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                  {"fullUrl": "urn:uuid:one", "resource": {"resourceType": "Patient", "id": "synthetic-1", "birthDate": "1955-01-01", "name": [{"text": "One Example"}]}},
                  {"fullUrl": "urn:uuid:two", "resource": {"resourceType": "Patient", "id": "synthetic-2", "birthDate": "1990-01-01"}},
                  {"resource": {"resourceType": "Condition", "id": "c1", "subject": {"reference": "urn:uuid:one"}, "onsetDateTime": "2001",
                    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M45.2"}]}}},
                  {"resource": {"resourceType": "Condition", "id": "c2", "subject": {"reference": "Patient/synthetic-1"}, "onsetDateTime": "TODAY",
                    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "W01.0XXA"}]}}},
                  {"resource": {"resourceType": "Condition", "id": "c3", "subject": {"reference": "urn:uuid:two"},
                    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.2"}]}}},
                  {"resource": {"resourceType": "Observation", "id": "o1", "status": "final", "subject": {"reference": "Patient/synthetic-1"},
                    "code": {"coding": [{"system": "http://loinc.org", "code": "38264-8"}]}, "effectiveDateTime": "TODAY", "valueQuantity": {"value": -3}}},
                  {"resource": {"resourceType": "ServiceRequest", "id": "order-1", "status": "draft", "intent": "order", "subject": {"reference": "Patient/synthetic-1"},
                    "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "98941"}]}}}
                ]}"""
                .replace("TODAY", today);
    }

    /** The same patient, with a record of many years. */
    private static String largeRequest() {
        StringBuilder conditions = new StringBuilder();
        String today = java.time.LocalDate.now().minusDays(1).toString();
        conditions.append(condition("as", "2001", "M45.2")).append(",\n").append(condition("fall", today, "W01.0XXA"));
        for (int i = 0; i < 6_000; i++) {
            conditions.append(",\n").append(condition("filler-" + i, "2010-01-01", "Z00.0"));
        }
        return """
                {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
                 "context": {"userId": "Practitioner/1", "patientId": "p"},
                 "extension": {"org.cervicalcds.explain": true},
                 "prefetch": {"patient": {"resourceType": "Patient", "id": "p", "birthDate": "1955-01-01"},
                  "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [
                """
                + conditions + "]}}}";
    }

    private static String condition(String id, String onset, String code) {
        return "{\"resource\": {\"resourceType\": \"Condition\", \"id\": \"" + id
                + "\", \"subject\": {\"reference\": \"Patient/p\"}, \"onsetDateTime\": \"" + onset
                + "\",\n \"clinicalStatus\": {\"coding\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/condition-clinical\", \"code\": \"active\"}]},"
                + "\n \"code\": {\"coding\": [{\"system\": \"http://hl7.org/fhir/sid/icd-10-cm\", \"code\": \"" + code
                + "\", \"display\": \"Some words about what was found that day\"}]}}}";
    }
}
