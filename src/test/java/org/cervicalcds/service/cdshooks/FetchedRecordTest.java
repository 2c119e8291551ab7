package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Lint;
import org.cervicalcds.testkit.Resources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a call lacks is fetched from the client's FHIR server, and what it brings is not. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"cervical-cds.sandbox.enabled=false", "cervical-cds.fhir.time-budget=30s"})
final class FetchedRecordTest {
    private static final FakeFhirServer FHIR = new FakeFhirServer();
    private static final HookRequest NOTHING_SENT = HookRequest.view().access(FHIR.base());

    private final HookClient http;

    FetchedRecordTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    @AfterAll
    static void stop() {
        FHIR.close();
    }

    @BeforeEach
    void reset() {
        FHIR.reset();
    }

    /** A key and what else is known of a fall; the rest is known to be empty. */
    private HookRequest fall(String key, String value) {
        return http.known(HookRequest.view()
                .prefetch("patient", Resources.PATIENT)
                .prefetch("conditions", Resources.fall())
                .prefetch(key, value));
    }

    private List<String> cards(HookRequest request) {
        HttpResponse<String> response = http.call(request);
        List<String> cards = HookClient.cards(response);
        assertThat(Lint.faults(response.body())).isEmpty();
        return cards;
    }

    @Test
    void missingKeysAreFetchedAndGivenOnesAreNot(CapturedOutput output) {
        FHIR.holds("Patient/p1", Resources.PATIENT);
        FHIR.holds("Condition", Resources.fall());
        HookRequest sent = fall("patient", Resources.PATIENT);
        List<String> expected = cards(sent);

        assertThat(cards(NOTHING_SENT)).isEqualTo(expected);
        assertThat(FHIR.requests("/fhir/Patient/p1")).singleElement().satisfies(request -> {
            assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + HookRequest.TOKEN);
            assertThat(request.getHeader("Accept")).isEqualTo("application/fhir+json");
        });
        FHIR.forget();

        assertThat(cards(NOTHING_SENT.prefetch("patient", Resources.PATIENT))).isEqualTo(expected);
        assertThat(FHIR.askedFor("Patient/p1")).isZero();
        assertThat(FHIR.askedFor("Condition")).isEqualTo(1);
        FHIR.forget();

        assertThat(cards(sent.access(FHIR.base()))).isEqualTo(expected);
        assertThat(FHIR.asked()).isZero();
        assertThat(output.getAll()).doesNotContain(HookRequest.TOKEN);
    }

    @Test
    void secondPageOfAPrefetchedBundleIsFetched() {
        FHIR.on("?page=2", json(Resources.fall()));
        String firstPage = Resources.page(FHIR.base() + "?page=2");

        assertThat(cards(fall("conditions", firstPage).access(FHIR.base())))
                .first()
                .isEqualTo("as-cervical-fracture-risk:critical");
    }

    /** The one prescription of a drug is without a code of its own; the Medication that it names is not in the request. */
    @Test
    void medicationThatIsOnlyNamedIsFetched() {
        FHIR.holds("Medication/m1", "{'resourceType':'Medication','id':'m1','code':{'text':'Baclofen'}}");
        String prescription = "{'resourceType':'MedicationRequest','id':'%s','status':'active','intent':'order',"
                + "'subject':{'reference':'Patient/p1'},'medicationReference':{'reference':'%s'}}";
        String prescriptions = Resources.bundle(
                prescription.formatted("r1", "Medication/m1"),
                prescription.formatted("r2", FHIR.base() + "/Medication/m1/_history/2"),
                prescription.formatted("r3", "https://elsewhere.example/fhir/Medication/m2"),
                prescription.formatted("r4", "Medication/m1;x"));

        cards(fall("medicationRequests", prescriptions).access(FHIR.base()));

        assertThat(FHIR.askedFor("Medication/m1")).isEqualTo(1);
        assertThat(FHIR.asked()).isEqualTo(1);
    }

    /** What an image report of the neck says stands in an observation that it names and that is not in the request. */
    private HookRequest withReport(String more) {
        String report =
                "{'resourceType':'DiagnosticReport','id':'r1','status':'final','subject':{'reference':'Patient/p1'},"
                        + "'code':{'coding':[{'system':'http://loinc.org','code':'30592-0'}]},'effectiveDateTime':'"
                        + LocalDate.now(ZoneOffset.UTC).minusDays(1)
                        + "','conclusion':'No acute fracture.','result':[{'reference':'Observation/o1'},{'reference':'"
                        + FHIR.base() + "/Observation/o1/_history/2'}" + more + "]}";
        return fall("diagnosticReports", Resources.bundle(report))
                .prefetch("patient", Resources.PATIENT.replace("1960", "1980"));
    }

    private static void holdsResult(String words) {
        FHIR.holds(
                "Observation/o1",
                "{'resourceType':'Observation','id':'o1','status':'final','code':{'text':'Impression'},"
                        + "'valueString':'" + words + "'}");
    }

    @ParameterizedTest
    @CsvSource({"Displaced fracture of C5., critical", "No fracture of C5., info"})
    void resultOfAnImageReportIsFetched(String words, String tier) {
        holdsResult(words);

        assertThat(cards(withReport("").access(FHIR.base()))).containsExactly("as-cervical-fracture-risk:" + tier);

        assertThat(FHIR.askedFor("Observation/o1")).isEqualTo(1);
        assertThat(FHIR.asked()).isEqualTo(1);
    }

    /** "No acute fracture" is not the whole of what the report says. */
    @Test
    void aReportWhoseResultCannotBeHadIsNotRead() {
        List<String> notRead = List.of("as-cervical-fracture-risk:warning");

        assertThat(cards(withReport("").access(FHIR.base()))).as("not found").isEqualTo(notRead);
        assertThat(cards(withReport(""))).as("no access").isEqualTo(notRead);
        holdsResult("No fracture.");
        assertThat(cards(withReport(",{'reference':'https://elsewhere.example/fhir/Observation/2'}")
                        .access(FHIR.base())))
                .as("at another server")
                .isEqualTo(notRead);
        assertThat(FHIR.asked()).isEqualTo(2);
    }

    /** It says nothing in words, and nobody is asked for it again. */
    @Test
    void aResultThatWasIncludedIsNotAskedFor() {
        String included = "{'search':{'mode':'include'},'resource':{'resourceType':'Observation','id':'o1',"
                + "'status':'final','code':{'text':'Dose'},'valueQuantity':{'value':4}}},";
        String body = withReport("").access(FHIR.base()).text();
        String report = "{'resource':{'resourceType':'DiagnosticReport'";

        HttpResponse<String> response =
                http.post(HookClient.service("patient-view"), body.replace(report, included + report));

        assertThat(HookClient.cards(response)).containsExactly("as-cervical-fracture-risk:info");
        assertThat(FHIR.asked()).isZero();
    }

    @Test
    void unsafePatientIdReachesNoUrl() {
        String body = NOTHING_SENT.text().replace("'patientId':'p1'", "'patientId':'../x?y'");
        http.post(HookClient.service("patient-view"), body);

        assertThat(FHIR.asked()).isZero();
    }

    @Test
    void withoutTokenNobodyIsAsked() {
        HttpResponse<String> response = http.call(HookRequest.view().with("'fhirServer':'" + FHIR.base() + "'"));

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.body()).contains("OperationOutcome");
        assertThat(FHIR.asked()).isZero();
    }
}
