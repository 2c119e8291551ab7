package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.workbench.sandbox.FhirClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SandboxServerTest {

    private static final String V1 = "v01-fall-fused-as";

    @LocalServerPort
    int port;

    FhirClient fhir = new FhirClient(0);

    @BeforeEach
    void connect() {
        fhir = new FhirClient(port);
    }

    @Test
    void metadataListsTheTypesWithTheirInteractionsAndParameters() {
        Answer answer = fhir.get("metadata");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("fhirVersion").asString()).isEqualTo("4.0.1");
        String rest = answer.body().path("rest").toString();
        SandboxServer.TYPES.forEach(type -> assertThat(rest).contains("\"type\":\"" + type.getSimpleName() + "\""));
        assertThat(rest).contains("search-type", "create", "update", "delete", "verification-status", "authoredon");
    }

    @Test
    void readsAPatientAsJsonUnlessAskedOtherwise() {
        Answer answer = fhir.get("Patient/" + V1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/fhir+json"));
        assertThat(answer.body().path("id").asString()).isEqualTo(V1);
    }

    @Test
    void oldMediaTypeIsTolerated() {
        Answer answer = fhir.get("Condition?patient=" + V1, "Accept", "application/json+fhir");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.total()).isPositive();
    }

    @Test
    void tokenOfACallerIsNotLookedAt() {
        Answer answer = fhir.get("Patient/" + V1, "Authorization", "Bearer nonsense");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void createdResourceIsReadUpdatedAndDeleted() {
        String body = "{ \"resourceType\": \"Condition\", \"subject\": { \"reference\": \"Patient/round\" } }";
        Answer created = fhir.post("Condition", "application/fhir+json", body);
        assertThat(created.status()).isEqualTo(201);
        String location = created.http().headers().firstValue("Location").orElseThrow();
        String id = created.body().path("id").asString();
        assertThat(location).isEqualTo("http://localhost:" + port + "/fhir/Condition/" + id + "/_history/1");
        assertThat(fhir.get(location).status()).isEqualTo(200);

        Answer updated = fhir.put(
                "Condition/" + id, body.replace("{ \"resourceType\"", "{ \"id\": \"" + id + "\", \"resourceType\""));
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.body().path("meta").path("versionId").asString()).isEqualTo("2");
        assertThat(fhir.get("Condition?patient=round").ids()).containsExactly(id);

        assertThat(fhir.delete("Condition/" + id).status()).isEqualTo(204);
        assertThat(fhir.get("Condition/" + id).status()).isEqualTo(404);
        assertThat(fhir.get("Condition?patient=round").total()).isZero();
        assertThat(fhir.delete("Condition/" + id).status()).isEqualTo(204);
    }

    @Test
    void updateOfAnUnknownIdCreatesIt() {
        assertThat(fhir.put("Patient/mine", "{ \"resourceType\": \"Patient\", \"id\": \"mine\" }")
                        .status())
                .isEqualTo(201);
        assertThat(fhir.get("Patient/mine").status()).isEqualTo(200);
    }

    @Test
    void updateOfAnOldVersionIsAConflict() {
        String body = "{ \"resourceType\": \"Patient\", \"id\": \"versioned\" }";
        fhir.put("Patient/versioned", body);
        fhir.put("Patient/versioned", body);
        Answer answer = fhir.send(
                "PUT", "Patient/versioned", body, "Content-Type", "application/fhir+json", "If-Match", "W/\"1\"");

        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void unknownResourcesAndBadBodiesGetAnOutcomeWithoutStackTrace() {
        assertOutcome(fhir.get("Patient/absent"), 404);
        assertOutcome(fhir.get("Basic/1"), 404);
        assertOutcome(fhir.get(""), 400);
        assertOutcome(fhir.post("Patient", "application/fhir+json", "{ not json"), 400);
        assertOutcome(fhir.post("Patient", "application/fhir+json", ""), 400);
        assertOutcome(fhir.post("Patient", "application/fhir+json", "{ \"resourceType\": \"Condition\" }"), 400);
        assertOutcome(fhir.put("Patient/one", "{ \"resourceType\": \"Patient\", \"id\": \"two\" }"), 400);
        assertOutcome(fhir.put("Patient/b_d", "{ \"resourceType\": \"Patient\", \"id\": \"b_d\" }"), 400);
    }

    @Test
    void bodyBeyondTheLimitIsRefused() {
        String large = "{ \"resourceType\": \"Patient\", \"id\": \"" + "x".repeat(BoundedRequest.MOST_BYTES) + "\" }";

        assertOutcome(fhir.post("Patient", "application/fhir+json", large), 413);
    }

    @Test
    void aCompressedBodyIsInflatedWithinTheLimit() throws IOException {
        String small = "{ \"resourceType\": \"Patient\", \"gender\": \"female\" }";
        String large = "{ \"resourceType\": \"Patient\", \"id\": \"" + "x".repeat(50_000_000) + "\" }";

        Answer created = compressed(small);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("gender").asString()).isEqualTo("female");
        assertOutcome(compressed(large), 413);
    }

    private Answer compressed(String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body.getBytes(StandardCharsets.US_ASCII));
        }
        return fhir.send(
                "POST",
                "Patient",
                BodyPublishers.ofByteArray(bytes.toByteArray()),
                "Content-Type",
                "application/fhir+json",
                "Content-Encoding",
                "gzip");
    }

    @Test
    void browserFromAnywhereMayReadAndWrite() {
        Answer preflight = fhir.send(
                "OPTIONS",
                "Condition/_search",
                "",
                "Origin",
                "http://ehr.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.http().headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
        assertThat(preflight.http().headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("authorization, content-type");

        Answer missing = fhir.get("Patient/absent", "Origin", "http://ehr.example");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.http().headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
    }

    private static void assertOutcome(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(answer.body().toString()).doesNotContain("\\tat ", "Exception");
    }
}
