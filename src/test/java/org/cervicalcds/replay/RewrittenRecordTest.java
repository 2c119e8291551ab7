package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.cervicalcds.cohort.Cohort;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.Evaluation;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.RecordReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was known at a moment, worked out twice: by looking at a record as of it, and by cutting and rewriting the JSON of the resources as
 * docs/replay.md says and reading them anew. Both decide alike, over the whole cohort with further dates made by a fixed seed.
 */
@Tag("long")
class RewrittenRecordTest {
    private static final Content CONTENT = SmallExport.CONTENT;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ZoneId ZONE = CONTENT.zone();
    private static final long SEED = 20261130;
    /** Of each person; more of those to whom cards speak more often. */
    private static final Map<String, Integer> MOMENTS = Map.of("general", 12, "clinic", 30);

    private static final int AT_LEAST = 20_000;
    private static final Set<String> GOES_ON = Set.of("active", "recurrence", "relapse");
    private static final List<String> HOOKS = List.of("patient-view", "order-sign");

    private final Engine engine = Engine.of(CONTENT);
    private final Map<String, List<Need>> needs = Map.of(
            HOOKS.get(0), engine.dataRequirements(HOOKS.get(0)), HOOKS.get(1), engine.dataRequirements(HOOKS.get(1)));
    private final LongAdder moments = new LongAdder();
    private final LongAdder cards = new LongAdder();

    /** Moments in which the record of today would have decided otherwise. */
    private final LongAdder otherThanToday = new LongAdder();

    @Test
    void aViewDecidesAsTheRewrittenRecordDoes() {
        Queue<String> differences = new ConcurrentLinkedQueue<>();
        for (String part : Cohort.PARTS) {
            int each = MOMENTS.getOrDefault(part, 0);
            Cohort.part(part).parallelStream().forEach(person -> differences.addAll(differences(person, each)));
        }
        assertThat(differences).isEmpty();
        assertThat(moments.sum()).isGreaterThanOrEqualTo(AT_LEAST);
        assertThat(cards.sum()).isGreaterThan(AT_LEAST / 50);
        assertThat(otherThanToday.sum()).isGreaterThan(AT_LEAST / 100);
    }

    private List<String> differences(Cohort.Person person, int each) {
        Random random = new Random(SEED + person.id().hashCode());
        List<ObjectNode> resources = resources(person, random);
        RecordReader reader = reader(resources);
        PatientRecord record = reader.record();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            Instant at = moment(resources, random);
            String encounter = random.nextInt(3) == 0 ? person.id() + "-e1" : null;
            String hook = HOOKS.get(i % HOOKS.size());
            Context context = new Context(hook, person.id(), at, ZONE, Locale.ENGLISH, List.of()).in(encounter);
            String found = words(engine.evaluate(record.asOf(at), context));
            Evaluation expected = engine.evaluate(
                    reader(resources.stream()
                                    .map(resource -> rewritten(resource, resources, at))
                                    .filter(resource -> resource != null)
                                    .toList())
                            .record(),
                    context);
            if (!found.equals(words(expected))) {
                differences.add(person.id() + " at " + at + ": " + found + " and rewritten: " + words(expected));
            }
            moments.increment();
            cards.add(expected.cards().size());
            otherThanToday.add(words(engine.evaluate(record, context)).equals(found) ? 0 : 1);
        }
        return differences;
    }

    private static String words(Evaluation evaluation) {
        StringBuilder words = new StringBuilder(evaluation.decisions().toString());
        evaluation.cards().forEach(card -> words.append(card.summary())
                .append(card.detail())
                .append(card.evidence()));
        return words.toString();
    }

    private RecordReader reader(List<ObjectNode> resources) {
        RecordReader reader = new RecordReader(CONTENT);
        resources.forEach(resource -> reader.read(JSON.writeValueAsBytes(resource)));
        needs.values().forEach(reader::complete);
        return reader;
    }

    /** The person's resources, with dates of kinds that the cohort lacks. */
    private static List<ObjectNode> resources(Cohort.Person person, Random random) {
        List<ObjectNode> resources = new ArrayList<>();
        for (JsonNode value : JSON.readTree(person.record())) {
            if (value.path("resourceType").asString("").equals("Patient")) {
                resources.add((ObjectNode) value);
            }
            value.path("entry").forEach(entry -> resources.add((ObjectNode) entry.path("resource")));
        }
        LocalDate first = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(500));
        resources.add((ObjectNode) JSON.readTree(
                """
                {"resourceType":"Encounter","id":"%s-e1","status":"finished","subject":{"reference":"Patient/%s"},
                 "period":{"start":"%sT09:00:00Z","end":"%sT15:00:00Z"}}"""
                        .formatted(person.id(), person.id(), first, first.plusDays(random.nextInt(9)))));
        for (ObjectNode resource : resources) {
            String type = resource.path("resourceType").asString("");
            switch (type) {
                case "Patient" -> {
                    if (random.nextInt(8) == 0) {
                        resource.put("deceasedDateTime", day(random) + "T04:00:00Z");
                    }
                }
                case "Condition" -> varied(resource, person.id(), random);
                case "Observation", "DiagnosticReport" -> {
                    if (random.nextInt(4) == 0) {
                        resource.put("issued", day(random) + "T12:34:56.789+02:00");
                    }
                }
                case "MedicationRequest", "ServiceRequest" -> {
                    if (random.nextInt(4) == 0) {
                        resource.put("authoredOn", random.nextBoolean() ? day(random) : day(random) + "T08:00:00Z");
                    }
                }
                case "Procedure" -> {
                    if (random.nextInt(4) == 0) {
                        LocalDate start = LocalDate.parse(day(random));
                        resource.remove("performedDateTime");
                        resource.putObject("performedPeriod")
                                .put("start", start + "T08:00:00Z")
                                .put("end", start.plusDays(random.nextInt(3)) + "T09:00:00Z");
                    }
                }
                default -> {}
            }
        }
        return resources;
    }

    private static void varied(ObjectNode condition, String person, Random random) {
        int how = random.nextInt(10);
        if (how == 0) {
            condition.remove("recordedDate");
        } else if (how == 1) {
            condition.put("recordedDate", day(random).substring(0, 7));
        } else if (how == 2) {
            condition.remove("recordedDate");
            condition.remove("onsetDateTime");
            condition.putObject("encounter").put("reference", "Encounter/" + person + "-e1");
        } else if (how == 3) {
            condition.put("recordedDate", day(random) + "T10:00:00-05:00");
        }
        int end = random.nextInt(6);
        if (end == 0) {
            condition.put("abatementDateTime", day(random));
            status(condition, "resolved");
        } else if (end == 1) {
            condition.remove("abatementDateTime");
            condition.putObject("abatementPeriod").put("start", day(random)).put("end", day(random) + "T10:00:00Z");
            status(condition, random.nextBoolean() ? "inactive" : "remission");
        }
    }

    private static void status(ObjectNode condition, String code) {
        condition
                .putObject("clinicalStatus")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/condition-clinical")
                .put("code", code);
    }

    private static String day(Random random) {
        return LocalDate.of(2023, 7, 1).plusDays(random.nextInt(720)).toString();
    }

    /** Some time, or just before, at or after a date that one of the resources has. */
    private static Instant moment(List<ObjectNode> resources, Random random) {
        ObjectNode resource = resources.get(random.nextInt(resources.size()));
        Instant known = random.nextInt(3) == 0 ? null : recorded(resource, resources);
        if (known == null || known.isBefore(Instant.parse("2015-01-01T00:00:00Z"))) {
            return Instant.parse(day(random) + "T11:00:00Z");
        }
        return known.plusSeconds(random.nextInt(3) - 1L);
    }

    /** The resource as it would have stood in the record at a time; null where it would not have been there. */
    private static @Nullable ObjectNode rewritten(ObjectNode resource, List<ObjectNode> all, Instant at) {
        Instant recorded = recorded(resource, all);
        if (recorded != null && recorded.isAfter(at)) {
            return null;
        }
        ObjectNode then = resource.deepCopy();
        switch (resource.path("resourceType").asString("")) {
            case "Patient" -> {
                Instant died = lastInstant(resource.path("deceasedDateTime"));
                if (died != null && died.isAfter(at)) {
                    then.remove("deceasedDateTime");
                }
            }
            case "Encounter" -> {
                Instant end = lastInstant(resource.path("period").path("end"));
                if (end != null && end.isAfter(at)) {
                    ((ObjectNode) then.path("period")).remove("end");
                    then.put("status", "in-progress");
                }
            }
            case "Condition" -> {
                Instant abated = lastInstant(resource.path("abatementDateTime"));
                if (abated == null) {
                    abated = lastInstant(resource.path("abatementPeriod").path(abatementEnd(resource)));
                }
                if (abated != null && abated.isAfter(at)) {
                    then.remove("abatementDateTime");
                    then.remove("abatementPeriod");
                    String status = resource.path("clinicalStatus")
                            .path("coding")
                            .path(0)
                            .path("code")
                            .asString("");
                    if (!GOES_ON.contains(status)) {
                        status(then, "active");
                    }
                }
            }
            default -> {}
        }
        return then;
    }

    private static String abatementEnd(ObjectNode condition) {
        return condition.path("abatementPeriod").has("end") ? "end" : "start";
    }

    /** When it came into the record, in its last instant; null where nothing tells. */
    private static @Nullable Instant recorded(ObjectNode resource, List<ObjectNode> all) {
        return switch (resource.path("resourceType").asString("")) {
            case "Encounter" -> firstInstant(resource.path("period").path("start"));
            case "Condition" -> {
                Instant recorded = lastInstant(resource.path("recordedDate"));
                if (recorded == null) {
                    recorded = lastInstant(resource.path("onsetDateTime"));
                }
                String encounter = resource.path("encounter").path("reference").asString("");
                yield recorded != null || encounter.isEmpty()
                        ? recorded
                        : all.stream()
                                .filter(other -> encounter.equals(
                                        "Encounter/" + other.path("id").asString("")))
                                .map(other -> firstInstant(other.path("period").path("start")))
                                .findFirst()
                                .orElse(null);
            }
            case "Observation", "DiagnosticReport" -> {
                Instant issued = lastInstant(resource.path("issued"));
                yield issued != null ? issued : lastInstant(resource.path("effectiveDateTime"));
            }
            case "MedicationRequest", "ServiceRequest" -> lastInstant(resource.path("authoredOn"));
            case "Procedure" -> {
                Instant done = lastInstant(resource.path("performedDateTime"));
                yield done != null
                        ? done
                        : lastInstant(resource.path("performedPeriod").path("end"));
            }
            default -> null;
        };
    }

    /** The last moment of what a FHIR dateTime may mean; null for none. */
    private static @Nullable Instant lastInstant(JsonNode date) {
        String text = date.asString("");
        return switch (text.length()) {
            case 0 -> null;
            case 4 -> startOf(LocalDate.parse(text + "-01-01").plusYears(1)).minusNanos(1);
            case 7 -> startOf(LocalDate.parse(text + "-01").plusMonths(1)).minusNanos(1);
            case 10 -> startOf(LocalDate.parse(text).plusDays(1)).minusNanos(1);
            default -> OffsetDateTime.parse(text).toInstant();
        };
    }

    private static @Nullable Instant firstInstant(JsonNode date) {
        String text = date.asString("");
        return text.length() == 10 ? startOf(LocalDate.parse(text)) : lastInstant(date);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
