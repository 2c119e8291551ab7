package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.workbench.sandbox.FhirClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SandboxSearchTest {

    @LocalServerPort
    int port;

    FhirClient fhir = new FhirClient(0);

    @BeforeEach
    void connect() {
        fhir = new FhirClient(port);
        // A small chart of its own, so that the expectations do not hang on the shipped ones.
        put(
                "Patient",
                "search-a",
                "'name': [{ 'family': 'Bjørk-Ångström', 'given': ['Zoë', 'Ida'] }], 'birthDate': '1970-05-05', 'gender': 'female'");
        put(
                "Patient",
                "search-b",
                "'name': [{ 'family': 'Bjarnason', 'given': ['Zoran'] }], 'birthDate': '1980-01-31', 'gender': 'male',"
                        + " 'identifier': [{ 'system': 'urn:test', 'value': 'T-1' }]");
        condition(
                "search-a-1",
                "'code': 'active'",
                "'code': 'confirmed'",
                "problem-list-item",
                "M54.2",
                "2024-03-10",
                "Encounter/search-e");
        condition(
                "search-a-2",
                "'code': 'resolved'",
                "'code': 'refuted'",
                "encounter-diagnosis",
                "M45.9",
                "2019",
                "Encounter/search-f");
        condition(
                "search-a-3",
                "'code': 'active'",
                "'code': 'confirmed'",
                "encounter-diagnosis",
                "R20.2",
                "2024-03-11T23:30:00-02:00",
                "Encounter/search-f");
        put(
                "ServiceRequest",
                "search-o",
                "'status': 'active', 'intent': 'order', 'authoredOn': '2025-01-02', 'subject': { 'reference': 'Patient/search-a' },"
                        + " 'code': { 'coding': [{ 'code': 'local-1' }] }");
        put(
                "MedicationRequest",
                "search-m",
                "'status': 'stopped', 'intent': 'plan', 'authoredOn': '2025-02-03T10:00:00Z', 'subject': { 'reference': 'Patient/search-a' },"
                        + " 'medicationReference': { 'reference': 'Medication/search-x' }");
        put(
                "Observation",
                "search-v",
                "'status': 'final', 'effectivePeriod': { 'start': '2025-01-01', 'end': '2025-01-31' }, 'subject': { 'reference': 'Patient/search-a' },"
                        + " 'code': { 'coding': [{ 'system': 'http://loinc.org', 'code': '8310-5' }] }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            nullValues = "nothing",
            value = {
                "Condition?patient=search-a -> search-a-1 search-a-2 search-a-3",
                "Condition?patient=Patient/search-a -> search-a-1 search-a-2 search-a-3",
                "Condition?subject=Patient/search-a&code=R20.2 -> search-a-3",
                "Condition?patient:Patient=search-a&code=R20.2 -> search-a-3",
                "Condition?patient=http://localhost:1/fhir/Patient/search-a&code=R20.2 -> search-a-3",
                "Condition?patient=Patient/other,Patient/search-a&code=R20.2 -> search-a-3",
                "Condition?patient=Practitioner/search-a -> nothing",
                "Condition?patient=search-a&code=http://hl7.org/fhir/sid/icd-10-cm|M54.2 -> search-a-1",
                "Condition?patient=search-a&code=http://hl7.org/fhir/sid/icd-10-cm|M54.2,R20.2 -> search-a-1 search-a-3",
                "Condition?patient=search-a&code=http://hl7.org/fhir/sid/icd-10-cm| -> search-a-1 search-a-2 search-a-3",
                "Condition?patient=search-a&code=http://snomed.info/sct|M54.2 -> nothing",
                "Condition?patient=search-a&code=|M54.2 -> nothing",
                "Condition?patient=search-a&code=M54 -> nothing",
                "Condition?patient=search-a&category=encounter-diagnosis -> search-a-2 search-a-3",
                "Condition?patient=search-a&clinical-status=active -> search-a-1 search-a-3",
                "Condition?patient=search-a&clinical-status=http://terminology.hl7.org/CodeSystem/condition-clinical|active -> search-a-1 search-a-3",
                "Condition?patient=search-a&verification-status:not=refuted -> search-a-1 search-a-3",
                "Condition?patient=search-a&encounter=search-e -> search-a-1",
                "Condition?patient=search-a&encounter=Encounter/search-f -> search-a-2 search-a-3",
                "Condition?patient=search-a&onset-date=2024-03-10 -> search-a-1",
                "Condition?patient=search-a&onset-date=2024 -> search-a-1 search-a-3",
                "Condition?patient=search-a&onset-date=ge2024-03-10 -> search-a-1 search-a-3",
                "Condition?patient=search-a&onset-date=gt2024-03-10 -> search-a-3",
                "Condition?patient=search-a&onset-date=lt2024-03-10 -> search-a-2",
                "Condition?patient=search-a&onset-date=le2024-03-10 -> search-a-1 search-a-2",
                "Condition?patient=search-a&onset-date=ge2019&onset-date=lt2020 -> search-a-2",
                "Condition?patient=search-a&onset-date=ge2024-03-12T01:30:00Z -> search-a-3",
                "Condition?patient=search-a&onset-date=ge2024-03-12T00:00:00%2B00:00 -> search-a-3",
                "Condition?patient=search-a&recorded-date=2025-06-01 -> search-a-1 search-a-2 search-a-3",
                "Condition?patient=search-a&recorded-date:missing=true -> nothing",
                "Condition?_id=search-a-2,search-a-3,absent -> search-a-2 search-a-3",
                "Condition?patient=search-a&_sort=onset-date -> search-a-2 search-a-1 search-a-3",
                "Condition?patient=search-a&_sort=-onset-date,_id -> search-a-3 search-a-1 search-a-2",
                "Condition?patient=search-a&_sort=-_id -> search-a-3 search-a-2 search-a-1",
                "Condition?patient=search-a&_sort=category,-onset-date -> search-a-3 search-a-2 search-a-1",
                "Condition?patient=search-a&_sort=no-such-key -> search-a-1 search-a-2 search-a-3",
                "Condition?patient=search-a&favourite-colour=blue&patient.name=x&_bogus=1 -> search-a-1 search-a-2 search-a-3",
                "Patient?name=bjork -> nothing",
                "Patient?name=zo&_id=search-a,search-b -> search-a search-b",
                "Patient?family=bjørk-angstrom -> search-a",
                "Patient?given=ida -> search-a",
                "Patient?given=zoe -> search-a",
                "Patient?family:contains=arna&gender=male -> search-b",
                "Patient?family:exact=bjarnason -> nothing",
                "Patient?birthdate=1970-05-05&family=bj -> search-a",
                "Patient?birthdate=ge1975&family=bj -> search-b",
                "Patient?identifier=urn:test|T-1 -> search-b",
                "Patient?identifier=T-1 -> search-b",
                "Patient?_id=search-a,search-b&_sort=-name -> search-b search-a",
                "Patient?_id=search-a,search-b&_sort=identifier -> search-b search-a",
                "Patient?_id=search-a,search-b&_sort=-identifier -> search-b search-a",
                "Patient?_id=search-a,by-01&_tag=https://cervicalcds.org/fhir/CodeSystem/sandbox|bystander -> by-01",
                "Patient?_id=search-a,search-b&_lastUpdated=lt2000 -> nothing",
                "Patient?_id=search-a,search-b&_count=2147483647 -> search-a search-b",
                "Patient?_id=search-a,search-b&birthdate:missing=false&identifier:missing=true -> search-a",
                "ServiceRequest?patient=search-a&status=active&intent=order&authored=ge2025-01-01 -> search-o",
                "ServiceRequest?patient=search-a&status=http://hl7.org/fhir/request-status|active -> search-o",
                "ServiceRequest?patient=search-a&code=|local-1 -> search-o",
                "ServiceRequest?patient=search-a&status=draft,completed -> nothing",
                "MedicationRequest?patient=search-a&status=active -> nothing",
                "MedicationRequest?patient=search-a&intent=plan&authoredon=2025-02-03 -> search-m",
                "MedicationRequest?medication=Medication/search-x -> search-m",
                "Observation?patient=search-a&code=http://loinc.org|8310-5 -> search-v",
                "Observation?patient=search-a&date=2025-01 -> search-v",
                "Observation?patient=search-a&date=2025-01-15 -> nothing",
                "Observation?patient=search-a&date=ge2025-01-15 -> search-v",
                "Observation?patient=search-a&date=gt2025-01-31 -> nothing",
            })
    void findsWhatFhirSays(String query, String ids) {
        Answer answer = fhir.get(query);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(String.join(" ", answer.ids())).isEqualTo(ids == null ? "" : ids);
        assertThat(answer.total()).isEqualTo(answer.ids().size());
    }

    @Test
    void postedSearchFindsTheSameAndPagesToo() {
        Answer posted =
                fhir.post("Condition/_search", "application/x-www-form-urlencoded", "patient=search-a&_count=2");

        assertThat(posted.ids()).containsExactly("search-a-1", "search-a-2");
        assertThat(fhir.get(posted.link("next")).ids()).containsExactly("search-a-3");
    }

    @Test
    void nextLinksLeadToEveryResourceExactlyOnce() {
        int total = fhir.get("Observation?_summary=count").total();
        List<String> seen = new ArrayList<>();
        String next = "Observation?_count=37&_sort=-date";
        while (!next.isEmpty()) {
            Answer page = fhir.get(next);
            assertThat(page.total()).isEqualTo(total);
            seen.addAll(page.ids());
            next = page.link("next");
        }

        assertThat(seen).hasSize(total).doesNotHaveDuplicates();
        assertThat(total).isGreaterThan(300);
    }

    @Test
    void pagesHaveFiftyEntriesUnlessAskedOtherwise() {
        assertThat(fhir.get("Observation").ids()).hasSize(50);
        assertThat(fhir.get("Observation?_count=3").ids()).hasSize(3);
    }

    @Test
    void nextLinkCarriesTheAddressThatTheCallerUsed() throws IOException {
        assertThat(raw("/fhir/Patient?_count=1", "localhost:81"))
                .contains("http://localhost:81/fhir/Patient?_count=1&_offset=1");
    }

    @Test
    void barOfATokenNeedNotBeEscaped() throws IOException {
        assertThat(raw("/fhir/Condition?patient=search-a&code=http://hl7.org/fhir/sid/icd-10-cm|M54.2", "localhost"))
                .startsWith("HTTP/1.1 200")
                .contains("\"total\":1");
    }

    /** Sends a request that an HTTP client would refuse or change. */
    private String raw(String path, String host) throws IOException {
        String request = "GET %s HTTP/1.1\nHost: %s\nConnection: close\n\n"
                .formatted(path, host)
                .replace("\n", "\r\n");
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void countAloneGivesNoEntries() {
        Answer answer = fhir.get("Condition?patient=search-a&_summary=count");

        assertThat(answer.total()).isEqualTo(3);
        assertThat(answer.ids()).isEmpty();
    }

    @Test
    void offsetBeyondTheEndGivesAnEmptyPage() {
        Answer answer = fhir.get("Condition?patient=search-a&_offset=500&_count=10");

        assertThat(answer.total()).isEqualTo(3);
        assertThat(answer.ids()).isEmpty();
        assertThat(answer.link("next")).isEmpty();
    }

    @Test
    void emptySearchIsABundleWithTotalZero() {
        Answer answer = fhir.get("Condition?patient=nobody");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.total()).isZero();
    }

    @Test
    void sameSearchTwiceGivesTheSameOrder() {
        assertThat(fhir.get("Observation?_sort=-date&_count=200").ids())
                .isEqualTo(fhir.get("Observation?_sort=-date&_count=200").ids());
    }

    @ParameterizedTest
    @CsvSource({
        "Condition?onset-date=yesterday",
        "Condition?onset-date=xx2024",
        "Condition?onset-date=2024-13",
        "Condition?code:below=M45",
        "Patient?_count=many",
        "Patient?_offset=x"
    })
    void unreadableSearchIsRefusedWithAnOutcome(String query) {
        Answer answer = fhir.get(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("resourceType").asString()).isEqualTo("OperationOutcome");
    }

    private void condition(
            String id,
            String clinical,
            String verification,
            String category,
            String code,
            String onset,
            String encounter) {
        put(
                "Condition",
                id,
                "'subject': { 'reference': 'Patient/search-a' }, 'onsetDateTime': '" + onset
                        + "', 'recordedDate': '2025-06-01',"
                        + " 'encounter': { 'reference': '" + encounter + "' }, 'category': [{ 'coding': [{ 'code': '"
                        + category + "' }] }],"
                        + " 'clinicalStatus': { 'coding': [{ 'system': 'http://terminology.hl7.org/CodeSystem/condition-clinical', "
                        + clinical + " }] },"
                        + " 'verificationStatus': { 'coding': [{ 'system': 'http://terminology.hl7.org/CodeSystem/condition-ver-status', "
                        + verification + " }] },"
                        + " 'code': { 'coding': [{ 'system': 'http://hl7.org/fhir/sid/icd-10-cm', 'code': '" + code
                        + "' }] }");
    }

    private void put(String type, String id, String members) {
        Answer answer = fhir.put(
                type + "/" + id,
                ("{ 'resourceType': '" + type + "', 'id': '" + id + "', " + members + " }").replace('\'', '"'));
        assertThat(answer.status()).isBetween(200, 201);
    }

    /** Foreign EHRs search for whatever their own charts show, and stop at an error. */
    @ParameterizedTest
    @CsvSource({
        "DeviceRequest?subject=Patient/search-a, 200",
        "Coverage/_search?patient=search-a, 200",
        "Coverage?patient=search-a, 200",
        "Nonsense?patient=search-a, 404"
    })
    void typesOfWhichThereIsNothingAreAnsweredEmpty(String query, int status) {
        Answer answer = fhir.get(query);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body().path("type").asString()).isEqualTo("searchset");
            assertThat(answer.body().path("total").asInt()).isZero();
        }
    }
}
