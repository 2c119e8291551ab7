package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A year of the small export: the same rows whatever the run, in both formats, and nothing lost in silence. */
class SmallExportTest {
    private static final long MUCH = 512 << 20;

    @TempDir
    static Path folder;

    private static Path first;

    @BeforeAll
    static void run() throws IOException {
        first = folder.resolve("first");
        SmallExport.run(SmallExport.year(SmallExport.FOLDER, first, 2, MUCH, false, true));
    }

    private static JsonNode json(Path out, String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(out.resolve(file)));
    }

    @Test
    void theYearHasMomentsOfEveryKindAndCardsThatSpeak() throws IOException {
        assertThat(SmallExport.rows(first, Table.MOMENTS))
                .hasSizeGreaterThan(500)
                .anyMatch(
                        row -> row.contains(",patient-view,Encounter/") && row.contains(",EMER,Emergency department,"))
                .anyMatch(row -> row.contains(",order-sign,MedicationRequest/"))
                .anyMatch(row -> row.contains(",AMB,Rheumatology,"))
                .anyMatch(row -> row.contains(",AMB,Riverside Hospital,"));
        assertThat(SmallExport.rows(first, Table.DECISIONS)).anyMatch(row -> row.contains(",shown,"));
    }

    @Test
    void threadsAndMemoryChangeNoRow(@TempDir Path other) throws IOException {
        SmallExport.run(SmallExport.year(SmallExport.FOLDER, other, 4, 1, false, true));
        for (Table table : Table.values()) {
            assertThat(SmallExport.rows(other, table)).isEqualTo(SmallExport.rows(first, table));
            assertThat(parquet(other, table)).isEqualTo(SmallExport.rows(first, table));
        }
        assertThat(other.resolve("summary.json")).hasSameTextualContentAs(first.resolve("summary.json"));
    }

    @Test
    void parquetHoldsTheRowsOfTheCsv() throws IOException {
        for (Table table : Table.values()) {
            assertThat(parquet(first, table)).isEqualTo(SmallExport.rows(first, table));
        }
    }

    /** As the library of Parquet reads them. */
    private static List<String> parquet(Path out, Table table) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new ParquetReader.Builder<Group>(
                new LocalInputFile(out.resolve(table.fileName() + ".parquet")), new PlainParquetConfiguration()) {
            @Override
            protected ReadSupport<Group> getReadSupport() {
                return new GroupReadSupport();
            }
        }.build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                List<String> columns = new ArrayList<>();
                for (String column : table.columns()) {
                    columns.add(
                            switch (column) {
                                case "time" ->
                                    Instant.ofEpochMilli(row.getLong(column, 0)).toString();
                                case "cards" -> Integer.toString(row.getInteger(column, 0));
                                default -> row.getString(column, 0);
                            });
                }
                rows.add(String.join(",", columns));
            }
        }
        rows.sort(null);
        return rows;
    }

    /** Spaces behind each line, which gzip makes nothing of: the size that was guessed is far too small. */
    @Test
    void aPartitionThatGrewTooLargeIsSplitAgain(@TempDir Path other) throws IOException {
        Path in = Files.createDirectories(other.resolve("in"));
        try (Stream<Path> files = Files.list(SmallExport.FOLDER)) {
            for (Path file : files.toList()) {
                try (GZIPInputStream text = new GZIPInputStream(Files.newInputStream(file));
                        OutputStream wide =
                                new GZIPOutputStream(Files.newOutputStream(in.resolve(file.getFileName())))) {
                    String spaced = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("\"subject\":", " ".repeat(3000) + "\"subject\":");
                    wide.write(spaced.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        Path out = other.resolve("out");
        assertThat(SmallExport.run(SmallExport.year(in, out, 1, 1, false, false)))
                .contains("MB is split again");
        for (Table table : Table.values()) {
            assertThat(SmallExport.rows(out, table)).isEqualTo(SmallExport.rows(first, table));
        }
    }

    @Test
    void badLinesAreToldWithFileNumberAndReason(@TempDir Path other) throws IOException {
        Path in = SmallExport.copy(other.resolve("in"));
        Files.writeString(
                in.resolve("Condition.2.ndjson"),
                "{\"resourceType\":\"Condition\",\"id\":\"x\",\"subject\":{\"reference\":\"Device/1\"}}\n{\"half\":\n");
        Files.writeString(in.resolve("Procedure.3.ndjson.gz"), "no gzip");
        Path out = other.resolve("out");
        String told = SmallExport.run(SmallExport.year(in, out, 2, MUCH, false, false));
        assertThat(Files.readAllLines(out.resolve("dropped.tsv")))
                .containsExactly(
                        "file\tline\treason",
                        "Condition.2.ndjson\t1\tCondition of no patient",
                        "Condition.2.ndjson\t2\tnot JSON: the text ends too early",
                        "Procedure.3.ndjson.gz\t0\tthe file is not packed properly from somewhere on");
        assertThat(told).contains("1 dropped: Condition of no patient (see dropped.tsv)");
        assertThat(json(out, "run.json").path("lines").asLong())
                .isEqualTo(json(first, "run.json").path("lines").asLong() + 2);
        assertThat(SmallExport.rows(out, Table.DECISIONS)).isEqualTo(SmallExport.rows(first, Table.DECISIONS));
    }

    @Test
    void withoutTheFileOfMedicationsADrugByReferenceIsNotKnownToBeAbsent(@TempDir Path other) throws IOException {
        Path in = SmallExport.copy(other.resolve("in"));
        Files.delete(in.resolve("Medication.ndjson.gz"));
        Path out = other.resolve("out");
        SmallExport.run(SmallExport.year(in, out, 2, MUCH, false, false));
        assertThat(json(out, "run.json").path("missing").toString()).contains("Medication that an order refers to");
        assertThat(json(first, "run.json").path("missing")).isEmpty();
        String need = "{\"need\":\"medicationRequests\",\"cause\":\"no-access\"";
        assertThat(json(out, "summary.json").path("incomplete").toString()).contains(need);
        assertThat(json(first, "summary.json").path("incomplete").toString()).doesNotContain(need);
    }

    @Test
    void aKindWithoutFileOrLineWasNotSupplied(@TempDir Path other) throws IOException {
        Path in = SmallExport.copy(other.resolve("in"));
        Files.delete(in.resolve("DiagnosticReport.ndjson.gz"));
        Path out = other.resolve("out");
        SmallExport.run(SmallExport.year(in, out, 2, MUCH, false, false));
        assertThat(json(out, "summary.json").path("incomplete").toString())
                .contains("{\"need\":\"diagnosticReports\",\"cause\":\"no-access\"");
    }
}
