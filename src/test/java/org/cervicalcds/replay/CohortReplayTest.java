package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cervicalcds.cohort.Cohort;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A replay of one opening for each patient gives the firing rates of the cohort that are committed. */
class CohortReplayTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path RATES = Path.of("src/test/resources/cohort/firing-rates.tsv");

    @ParameterizedTest
    @ValueSource(strings = {"general", "clinic"})
    void oneOpeningForEachPatientIsTheCommittedRate(String part, @TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        ReplayOptions options = new ReplayOptions(
                export(part, folder.resolve("in")),
                out,
                Cohort.NOW,
                Cohort.NOW,
                Cohort.NOW,
                true,
                true,
                false,
                2,
                512 << 20,
                true,
                null,
                false,
                true,
                false);
        new Replay(SmallExport.CONTENT, options, new PrintStream(OutputStream.nullOutputStream()), false).run();
        assertThat(found(out)).isEqualTo(committed(part)).isNotEmpty();
    }

    /** The people as NDJSON, a file for each kind; kinds that nobody has are there and empty, since their records were whole. */
    private static Path export(String part, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Writer> files = new LinkedHashMap<>();
        for (String kind : ResourceLine.OF_PATIENTS) {
            files.put(kind, Files.newBufferedWriter(folder.resolve(kind + ".ndjson")));
        }
        for (Cohort.Person person : Cohort.part(part)) {
            for (JsonNode value : JSON.readTree(person.record())) {
                if (value.has("id")) {
                    write(value, files);
                }
                for (JsonNode entry : value.path("entry")) {
                    write(entry.path("resource"), files);
                }
            }
        }
        for (Writer file : files.values()) {
            file.close();
        }
        return folder;
    }

    private static void write(JsonNode resource, Map<String, Writer> files) throws IOException {
        String type = resource.path("resourceType").asString("");
        Writer file = Objects.requireNonNull(files.get(type), type);
        file.append(JSON.writeValueAsString(resource)).append('\n');
    }

    private static Map<String, Long> found(Path out) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (String row : SmallExport.rows(out, Table.DECISIONS)) {
            String[] columns = row.split(",", -1);
            String outcome = columns[6];
            if (outcome.equals("shown")) {
                found.merge(columns[4] + " " + columns[5], 1L, Long::sum);
            } else if (outcome.equals("undetermined")) {
                found.merge(columns[4] + " undetermined", 1L, Long::sum);
            }
        }
        return found;
    }

    /** The lines of single cards in the situation that a chart is opened; those of none are left out. */
    private static Map<String, Long> committed(String part) throws IOException {
        Map<String, Long> committed = new TreeMap<>();
        for (String line : Files.readAllLines(RATES)) {
            String[] columns = line.split("\t");
            boolean card = columns[0].equals(part)
                    && columns[1].equals("chart opened")
                    && !columns[2].startsWith("any ")
                    && !columns[3].equals("held back");
            if (card && !columns[4].equals("0")) {
                committed.put(columns[2] + " " + columns[3], Long.parseLong(columns[4]));
            }
        }
        return committed;
    }
}
