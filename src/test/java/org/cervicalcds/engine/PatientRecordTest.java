package org.cervicalcds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cervicalcds.cohort.Cohort;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.chart.AsOf;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.fhir.reading.RecordReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as of a time holds what was known then, the same as if it had been written down and read that day. */
class PatientRecordTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Engine ENGINE = Engine.of(CONTENT);
    private static final JsonMapper JSON = new JsonMapper();

    /** People whose record is cut; {@code -Dasof.everybody=true} takes all. */
    private static final int EVERY = Boolean.getBoolean("asof.everybody") ? 1 : 10;

    private static final int MOMENTS = 16;

    private static Chart chart(String resources, String at) {
        return chart(resources, "e1", at);
    }

    private static Chart chart(String resources, String encounter, String at) {
        RecordReader reader = new RecordReader(CONTENT);
        reader.read(("[{\"resource\":" + resources.strip().replace("\n", "},{\"resource\":") + "}]")
                .getBytes(StandardCharsets.UTF_8));
        Instant now = Instant.parse(at);
        Context context =
                new Context("patient-view", "p1", now, ZoneOffset.UTC, Locale.ENGLISH, List.of()).in(encounter);
        return ENGINE.chart(reader.record().asOf(now), context);
    }

    private static String condition(String members) {
        return "{\"resourceType\":\"Condition\",\"id\":\"c\",\"code\":{\"coding\":[{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\","
                + "\"code\":\"M54.2\"}]}," + members + "}";
    }

    private static final String RESOLVED = "\"clinicalStatus\":{\"coding\":[{\"code\":\"resolved\"}]}";

    @Test
    void whatWasRecordedLaterIsNotThere() {
        String pain = condition("\"onsetDateTime\":\"2025-01-01\",\"recordedDate\":\"2025-03-01T10:00:00Z\"");
        assertThat(chart(pain, "2025-03-01T09:59:59Z").conditions()).isEmpty();
        assertThat(chart(pain, "2025-03-01T10:00:00Z").conditions()).hasSize(1);
    }

    @Test
    void aDayCountsOnceItIsOver() {
        String pain = condition("\"recordedDate\":\"2025-03-01\"");
        assertThat(chart(pain, "2025-03-01T23:00:00Z").conditions()).isEmpty();
        assertThat(chart(pain, "2025-03-02T00:00:00Z").conditions()).hasSize(1);
    }

    @Test
    void onsetStandsInForWhenItWasRecorded() {
        String pain = condition("\"onsetDateTime\":\"2025-01-01T00:00:00Z\"");
        assertThat(chart(pain, "2024-12-31T00:00:00Z").conditions()).isEmpty();
        assertThat(chart(pain, "2025-01-01T00:00:00Z").conditions()).hasSize(1);
    }

    @Test
    void anUndatedDiagnosisIsAsOldAsItsEncounter() {
        String pain = condition("\"encounter\":{\"reference\":\"Encounter/e1\"}")
                + "\n{\"resourceType\":\"Encounter\",\"id\":\"e1\",\"status\":\"finished\",\"period\":{\"start\":\"2025-02-01T08:00:00Z\"}}";
        assertThat(chart(pain, "2025-02-01T07:00:00Z").conditions()).isEmpty();
        assertThat(chart(pain, "2025-02-01T08:00:00Z").conditions()).hasSize(1);
    }

    @Test
    void whatResolvedLaterIsActive() {
        String pain =
                condition(RESOLVED + ",\"recordedDate\":\"2025-01-01\",\"abatementDateTime\":\"2025-02-01T00:00:00Z\"");
        assertThat(chart(pain, "2025-01-15T00:00:00Z").conditions())
                .singleElement()
                .satisfies(then -> {
                    assertThat(then.clinicalStatus()).isEqualTo(Condition.ClinicalStatus.ACTIVE);
                    assertThat(then.abatement()).isNull();
                });
        assertThat(chart(pain, "2025-02-01T00:00:00Z").conditions())
                .extracting(Condition::clinicalStatus)
                .containsExactly(Condition.ClinicalStatus.RESOLVED);
    }

    @Test
    void aDeathThatCameLaterIsNone() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"deceasedDateTime\":\"2025-05-01T12:00:00Z\"}";
        assertThat(chart(patient, "2025-05-01T11:00:00Z").patient())
                .isNotNull()
                .extracting(Patient::deceased)
                .isEqualTo(false);
        assertThat(chart(patient, "2025-05-01T12:00:00Z").patient())
                .isNotNull()
                .extracting(Patient::deceased)
                .isEqualTo(true);
    }

    @Test
    void anEncounterThatEndedLaterGoesOn() {
        String encounter = "{\"resourceType\":\"Encounter\",\"id\":\"e1\",\"status\":\"finished\","
                + "\"period\":{\"start\":\"2025-02-01T08:00:00Z\",\"end\":\"2025-02-01T09:00:00Z\"}}";
        assertThat(chart(encounter, "2025-02-01T07:00:00Z").encounter()).isNull();
        assertThat(chart(encounter, "2025-02-01T08:30:00Z").encounter())
                .isNotNull()
                .extracting(Encounter::inProgress)
                .isEqualTo(true);
        assertThat(chart(encounter, "2025-02-01T09:00:00Z").encounter())
                .isNotNull()
                .extracting(Encounter::inProgress)
                .isEqualTo(false);
    }

    @Test
    void aResultIsKnownWhenItIsIssued() {
        String film =
                "{\"resourceType\":\"DiagnosticReport\",\"id\":\"r\",\"status\":\"final\",\"effectiveDateTime\":\"2025-02-01\","
                        + "\"issued\":\"2025-02-03T10:00:00Z\",\"code\":{\"text\":\"CT cervical spine\"},\"conclusion\":\"none\"}";
        assertThat(chart(film, "2025-02-02T10:00:00Z").reports()).isEmpty();
        assertThat(chart(film, "2025-02-03T10:00:00Z").reports()).hasSize(1);
    }

    @Test
    void whatNoResourceTellsIsCounted() {
        RecordReader reader = new RecordReader(CONTENT);
        for (String resource : List.of(
                condition(RESOLVED),
                "{\"resourceType\":\"ServiceRequest\",\"id\":\"s\",\"status\":\"revoked\",\"authoredOn\":\"2025-01-01\",\"code\":{\"text\":\"x\"}}",
                "{\"resourceType\":\"DiagnosticReport\",\"id\":\"r\",\"status\":\"amended\",\"issued\":\"2025-02-03T10:00:00Z\","
                        + "\"code\":{\"text\":\"CT cervical spine\"}}")) {
            reader.read(resource.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(reader.record().limits()).isEqualTo(new AsOf.Limits(1, 1, 1, 1));
    }

    /** The oracle: the JSON is cut and rewritten for the moment with Jackson, read anew and decided. */
    @Test
    void aViewDecidesAsTheRecordOfThatDayWould() {
        int moments = 0;
        int shown = 0;
        List<String> differences = new ArrayList<>();
        for (String part : Cohort.PARTS) {
            List<Cohort.Person> people = Cohort.part(part);
            for (int i = 0; i < people.size(); i += EVERY) {
                Cohort.Person person = people.get(i);
                PatientRecord record = read(person.record());
                JsonNode whole = JSON.readTree(person.record());
                for (Instant at : moments(whole)) {
                    Context context =
                            new Context("patient-view", person.id(), at, CONTENT.zone(), Locale.ENGLISH, List.of());
                    Evaluation view = ENGINE.evaluate(record.asOf(at), context);
                    Evaluation anew = ENGINE.evaluate(read(JSON.writeValueAsBytes(cut(whole.deepCopy(), at))), context);
                    moments++;
                    shown += view.cards().size();
                    if (!view.answer().equals(anew.answer())) {
                        differences.add(person.id() + " " + at + ": " + view.decisions() + " / " + anew.decisions());
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(moments).isGreaterThan(1000);
        assertThat(shown).isPositive();
        System.out.println("PatientRecordTest: " + moments + " moments, " + shown + " cards");
    }

    private static PatientRecord read(byte[] prefetch) {
        RecordReader reader = new RecordReader(CONTENT);
        JSON.readTree(prefetch).forEach(value -> reader.read(JSON.writeValueAsBytes(value)));
        return reader.complete(ENGINE.dataRequirements("patient-view"));
    }

    private static SortedSet<Instant> moments(JsonNode record) {
        SortedSet<Instant> all = new TreeSet<>();
        record.findValuesAsString("recordedDate").forEach(date -> all.add(last(date)));
        record.findValuesAsString("abatementDateTime")
                .forEach(date -> all.add(last(date).minusSeconds(40_000)));
        record.findValuesAsString("authoredOn").forEach(date -> all.add(last(date)));
        SortedSet<Instant> some = new TreeSet<>();
        all.stream().skip(Math.max(0, all.size() - MOMENTS)).forEach(some::add);
        return some;
    }

    /** The last instant that a date stands for. */
    private static Instant last(String date) {
        return switch (date.length()) {
            case 4 ->
                LocalDate.parse(date + "-01-01")
                        .plusYears(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusMillis(1);
            case 7 ->
                LocalDate.parse(date + "-01")
                        .plusMonths(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusMillis(1);
            case 10 ->
                LocalDate.parse(date)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusMillis(1);
            default -> OffsetDateTime.parse(date).toInstant();
        };
    }

    private static JsonNode cut(JsonNode record, Instant at) {
        for (JsonNode bundle : record) {
            if (bundle.path("entry") instanceof ArrayNode entries) {
                for (int i = entries.size() - 1; i >= 0; i--) {
                    ObjectNode resource = (ObjectNode) entries.get(i).path("resource");
                    String recorded = Stream.of(
                                    "recordedDate",
                                    "onsetDateTime",
                                    "issued",
                                    "authoredOn",
                                    "dateAsserted",
                                    "whenHandedOver",
                                    "effectiveDateTime",
                                    "performedDateTime",
                                    "started")
                            .filter(resource::has)
                            .map(name -> resource.get(name).asString())
                            .findFirst()
                            .orElse(resource.at("/performedPeriod/end").asString(""));
                    if (!recorded.isEmpty() && last(recorded).isAfter(at)) {
                        entries.remove(i);
                    } else if (resource.has("abatementDateTime")
                            && last(resource.get("abatementDateTime").asString())
                                    .isAfter(at)) {
                        resource.remove("abatementDateTime");
                        resource.putObject("clinicalStatus")
                                .putArray("coding")
                                .addObject()
                                .put("code", "active");
                    }
                }
            }
        }
        if (record.path("patient").has("deceasedDateTime")
                && last(record.path("patient").get("deceasedDateTime").asString())
                        .isAfter(at)) {
            ((ObjectNode) record.path("patient")).remove("deceasedDateTime");
        }
        return record;
    }
}
