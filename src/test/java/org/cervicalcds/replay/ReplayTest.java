package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.cervicalcds.cohort.Cohort;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.Evaluation;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.RecordReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A replay gives what the engine gives for one patient at a time, whatever the threads and the memory, and drops nothing in silence. */
class ReplayTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PEOPLE = 120;

    @TempDir
    static Path folder;

    private static final Map<String, List<String>> LINES = new HashMap<>();
    private static final List<Cohort.Person> COHORT = new ArrayList<>();

    @BeforeAll
    static void export() throws IOException {
        ResourceLine.OF_PATIENTS.forEach(type -> LINES.put(type, new ArrayList<>()));
        COHORT.addAll(Cohort.part("clinic").subList(0, PEOPLE));
        for (Cohort.Person person : COHORT) {
            for (JsonNode value : JSON.readTree(person.record())) {
                if (value.path("entry") instanceof ArrayNode entries) {
                    entries.forEach(entry -> line(entry.path("resource")));
                } else if (value.isObject()) {
                    line(value);
                }
            }
            LINES.getOrDefault("Encounter", new ArrayList<>())
                    .add("{\"resourceType\":\"Encounter\",\"id\":\"e-" + person.id()
                            + "\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},"
                            + "\"subject\":{\"reference\":\"Patient/" + person.id()
                            + "\"},\"period\":{\"start\":\"2025-06-01T09:00:00Z\",\"end\":\"2025-06-01T10:00:00Z\"}}");
            LINES.getOrDefault("ServiceRequest", new ArrayList<>())
                    .add("{\"resourceType\":\"ServiceRequest\",\"id\":\"o-" + person.id()
                            + "\",\"status\":\"completed\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/"
                            + person.id()
                            + "\"},\"encounter\":{\"reference\":\"Encounter/e-" + person.id()
                            + "\"},\"authoredOn\":\"2025-06-01T09:30:00Z\",\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\","
                            + "\"code\":\"387854002\"}],\"text\":\"Deep tissue massage of neck\"}}");
        }
        write(folder.resolve("export"));
    }

    private static void line(JsonNode resource) {
        LINES.computeIfAbsent(resource.path("resourceType").asString("?"), type -> new ArrayList<>())
                .add(JSON.writeValueAsString(resource));
    }

    private static void write(Path export) throws IOException {
        Files.createDirectories(export);
        for (Map.Entry<String, List<String>> type : LINES.entrySet()) {
            String text = String.join("\n", type.getValue()) + "\n";
            if (type.getKey().equals("Condition")) {
                try (OutputStream out =
                        new GZIPOutputStream(Files.newOutputStream(export.resolve("Condition.000.ndjson.gz")))) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                }
            } else {
                Files.writeString(export.resolve(type.getKey() + ".000.ndjson"), text);
            }
        }
    }

    private static ReplayOptions options(
            Path in, Path out, @Nullable Instant at, int threads, long memory, boolean resume) {
        return new ReplayOptions(
                in,
                out,
                Instant.parse("2025-05-01T00:00:00Z"),
                Instant.parse("2025-07-01T00:00:00Z"),
                at,
                true,
                true,
                true,
                threads,
                memory,
                true,
                null,
                resume,
                true,
                false);
    }

    private static String run(ReplayOptions options) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new Replay(CONTENT, options, new PrintStream(printed, true, StandardCharsets.UTF_8), false).run();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneOpeningForEachPatientIsWhatTheEngineSays(@TempDir Path out) throws IOException {
        run(options(folder.resolve("export"), out, Cohort.NOW, 2, 512 << 20, false));
        Engine engine = Engine.of(CONTENT);
        List<Need> needs = engine.dataRequirements("patient-view");
        Set<String> expected = new TreeSet<>();
        int shown = 0;
        for (Cohort.Person person : COHORT) {
            RecordReader reader = new RecordReader(CONTENT);
            LINES.values().forEach(lines -> lines.stream()
                    .filter(line ->
                            line.contains("\"" + person.id() + "\"") || line.contains("Patient/" + person.id() + "\""))
                    .forEach(line -> reader.read(line.getBytes(StandardCharsets.UTF_8))));
            Evaluation evaluation = engine.evaluate(
                    reader.complete(needs).asOf(Cohort.NOW),
                    new Context("patient-view", person.id(), Cohort.NOW, CONTENT.zone(), Locale.ENGLISH, List.of()));
            shown += evaluation.cards().size();
            for (Decision decision : evaluation.decisions()) {
                expected.add(String.join(
                        ",",
                        person.id(),
                        decision.card(),
                        decision.tier() == null ? "" : decision.tier().code(),
                        decision.outcome().name().toLowerCase(Locale.ROOT),
                        decision.reason()));
            }
        }
        assertThat(shown).isPositive();
        Set<String> found = new TreeSet<>();
        for (String row : Files.readAllLines(out.resolve("decisions.csv")).subList(1, expected.size() + 1)) {
            String[] columns = row.split(",", -1);
            found.add(String.join(",", columns[0], columns[4], columns[5], columns[6], columns[7]));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void threadsAndMemoryChangeNothing(@TempDir Path out) throws IOException {
        run(options(folder.resolve("export"), out.resolve("one"), null, 1, 512 << 20, false));
        run(options(folder.resolve("export"), out.resolve("many"), null, 4, 1, false));
        for (String file : List.of("decisions.csv", "moments.csv", "summary.json", "run.json", "report.html")) {
            assertThat(out.resolve("many").resolve(file))
                    .hasSameTextualContentAs(out.resolve("one").resolve(file));
        }
        List<String> moments = Files.readAllLines(out.resolve("one/moments.csv"));
        assertThat(moments)
                .anyMatch(row -> row.contains(",order-sign,ServiceRequest/o-"))
                .anyMatch(row -> row.contains(",patient-view,Encounter/e-"));
        assertThat(Files.readAllLines(out.resolve("one/decisions.csv")))
                .anyMatch(row -> row.contains("deep-massage-caution") && row.contains(",shown,"));
    }

    @Test
    void aRunThatWasEndedGoesOn(@TempDir Path out) throws IOException {
        ReplayOptions whole = options(folder.resolve("export"), out.resolve("whole"), null, 2, 1, false);
        run(whole);
        ReplayOptions broken = options(folder.resolve("export"), out.resolve("broken"), null, 1, 1, false);
        assertThatThrownBy(() -> new Replay(
                                CONTENT,
                                broken,
                                new PrintStream(OutputStream.nullOutputStream()) {
                                    @Override
                                    public void println(String line) {
                                        throw new IllegalStateException("killed after reading");
                                    }
                                },
                                false)
                        .run())
                .hasMessage("killed after reading");
        assertThat(out.resolve("broken/summary.json")).doesNotExist();
        run(options(folder.resolve("export"), out.resolve("broken"), null, 2, 1, true));
        for (String file : List.of("decisions.csv", "summary.json")) {
            assertThat(out.resolve("broken").resolve(file))
                    .hasSameTextualContentAs(out.resolve("whole").resolve(file));
        }
        assertThat(out.resolve("broken/work")).doesNotExist();
    }

    @Test
    void noLineIsDroppedInSilence(@TempDir Path other) throws IOException {
        Path in = Files.createDirectories(other.resolve("in"));
        Files.writeString(
                in.resolve("Condition.ndjson"),
                """
                {"resourceType":"Condition","id":"a","subject":{"reference":"Group/1"}}

                {"resourceType":"Condition","id":"b","subject":
                {"resourceType":"Condition","id":"c"}
                [1]
                {"resourceType":"Claim","id":"d"}
                {"resourceType":"Condition","id":"e","subject":{"reference":"Patient/lost"}}
                """);
        String printed = run(options(in, other.resolve("out"), Cohort.NOW, 1, 512 << 20, false));
        assertThat(Files.readAllLines(other.resolve("out/dropped.tsv")))
                .contains(
                        "Condition.ndjson\t1\tCondition of no patient",
                        "Condition.ndjson\t3\tnot JSON: the text ends too early",
                        "Condition.ndjson\t4\tCondition of no patient",
                        "Condition.ndjson\t5\tnot one resource");
        JsonNode run = JSON.readTree(Files.readString(other.resolve("out/run.json")));
        assertThat(run.path("lines").asInt()).isEqualTo(6);
        assertThat(run.path("not-read").toString()).contains("Claim");
        assertThat(run.path("dropped").toString()).contains("patient without a Patient resource");
        assertThat(printed).contains("2 dropped: Condition of no patient (see dropped.tsv)");
    }

    @Test
    void hashedKeysHideIdsAndDependOnTheSalt(@TempDir Path out) {
        Keys one = new Keys("salt".getBytes(StandardCharsets.UTF_8));
        assertThat(one.ofReference("Condition/c1")).matches("Condition/[0-9a-f]{32}");
        assertThat(one.of("p1")).isEqualTo(new Keys("salt".getBytes(StandardCharsets.UTF_8)).of("p1"));
        assertThat(one.of("p1")).isNotEqualTo(new Keys("other".getBytes(StandardCharsets.UTF_8)).of("p1"));
        assertThat(new Keys(null).of("p1")).isEqualTo("p1");
    }

    @Test
    void aComparisonSaysWhichRatesDiffer(@TempDir Path out) throws IOException {
        run(options(folder.resolve("export"), out.resolve("a"), null, 2, 512 << 20, false));
        run(options(folder.resolve("export"), out.resolve("b"), Cohort.NOW, 2, 512 << 20, false));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(ReplayComparison.print(out.resolve("a"), out.resolve("a"), print))
                .isTrue();
        assertThat(ReplayComparison.print(out.resolve("a"), out.resolve("b"), print))
                .isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("No rate differs.", "order-sign deep-massage-caution");
    }
}
