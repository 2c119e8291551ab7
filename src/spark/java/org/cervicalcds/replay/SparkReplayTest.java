package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.cervicalcds.commands.Arguments;
import org.cervicalcds.commands.ReplayCommand;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark gives the rows, counts and complaints of the plain engine, however files are cut. */
class SparkReplayTest {
    private static final Path SMALL = Path.of("src/main/resources/replay");
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final List<String> YEAR = List.of("--from", "2024-06-15", "--to", "2025-06-15");

    private static SparkSession spark;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("spark").toString())
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void theRowsOfAYearAreThoseOfThePlainEngine(@TempDir Path out) throws IOException {
        List<String> both = arguments(SMALL, YEAR, List.of("--csv", "--keys", "plain"));
        plain(both, out.resolve("plain"));
        String told = spark(both, 64 << 20, out.resolve("spark"));
        for (Table table : Table.values()) {
            List<String> rows = plainRows(out.resolve("plain"), table);
            assertThat(rows).hasSizeGreaterThan(100);
            assertThat(sparkRows(out.resolve("spark"), table)).isEqualTo(rows);
            Dataset<Row> parquet = spark.read()
                    .parquet(out.resolve("spark/" + table.fileName() + ".parquet")
                            .toString());
            assertThat(parquet.columns()).containsExactlyElementsOf(table.columns());
            assertThat(parquet.count()).isEqualTo(rows.size());
            assertThat(parquet.schema().apply("time").dataType()).isEqualTo(DataTypes.TimestampType);
        }
        same(out, "summary.json", "run.json", "report.html", "dropped.tsv");
        assertThat(told).contains("patients; results in");
        assertThat(out.resolve("spark/work")).doesNotExist();
    }

    @Test
    void filesThatAreCutAndBadLinesChangeNothing(@TempDir Path out) throws IOException {
        Path in = unpackedAndSpoiled(out.resolve("in"));
        Path salt = Files.writeString(out.resolve("salt"), "not a secret");
        List<String> both = arguments(
                in, List.of("--at", "2025-06-15T10:00:00Z"), List.of("--csv", "--salt-file", salt.toString()));
        plain(both, out.resolve("plain"));
        List<String> cut = new ArrayList<>(both);
        Collections.addAll(cut, "--partitions", "3");
        spark(cut, 60_000, out.resolve("spark"));
        for (Table table : Table.values()) {
            assertThat(sparkRows(out.resolve("spark"), table)).isEqualTo(plainRows(out.resolve("plain"), table));
        }
        same(out, "summary.json", "run.json", "dropped.tsv");
        assertThat(Files.readString(out.resolve("spark/dropped.tsv")))
                .contains("not JSON", "Condition of no patient", "Observation.ndjson");
    }

    @Test
    void otherCardsThanTheDriversAreRefused() {
        Decide.Cards cards = new Decide.Cards(new TreeMap<>(CONTENT.files().texts()), new TreeMap<>(), "0".repeat(64));
        Decide.Settings settings = new Decide.Settings(
                arguments(SMALL, YEAR, List.of("--out", "x")), null, new TreeMap<>(), new TreeSet<>(), false);
        assertThatThrownBy(() -> new Decide(cards, settings, Collections.emptyIterator()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the jars differ");
    }

    @Test
    void whatSparkSeesToByItselfIsRefused() {
        assertThatThrownBy(() -> SparkReplay.arguments(List.of("--in", "a", "--out", "b", "--memory", "4g")))
                .hasMessage("--memory is not for Spark, which sees to that by itself");
        assertThatThrownBy(() -> SparkReplay.arguments(List.of("--in", "a"))).hasMessage("--out is missing");
    }

    private static List<String> arguments(Path in, List<String> when, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("--in", in.toString(), "--cards", "cds-cards"));
        arguments.addAll(when);
        arguments.addAll(more);
        return arguments;
    }

    private static void plain(List<String> arguments, Path out) throws IOException {
        List<String> here = new ArrayList<>(arguments);
        Collections.addAll(here, "--out", out.toString(), "--threads", "1");
        Arguments given = Arguments.of(here, ReplayCommand.OPTIONS, ReplayCommand.SWITCHES);
        new Replay(
                        CONTENT,
                        ReplayCommand.options(given, CONTENT.zone()),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        false)
                .run();
    }

    private static String spark(List<String> arguments, long slice, Path out) throws IOException {
        List<String> here = new ArrayList<>(arguments);
        Collections.addAll(here, "--out", out.toString());
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new SparkReplay(spark, here, slice, new PrintStream(told, true, StandardCharsets.UTF_8)).run();
        return told.toString(StandardCharsets.UTF_8);
    }

    private static List<String> plainRows(Path out, Table table) throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(out.resolve(table.fileName() + ".csv")));
        assertThat(rows.remove(0)).isEqualTo(String.join(",", table.columns()));
        Collections.sort(rows);
        return rows;
    }

    private static List<String> sparkRows(Path out, Table table) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> parts = Files.list(out.resolve(table.fileName() + ".csv"))) {
            for (Path part :
                    parts.filter(file -> file.toString().endsWith(".txt")).toList()) {
                rows.addAll(Files.readAllLines(part));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static void same(Path out, String... files) {
        for (String file : files) {
            assertThat(out.resolve("spark").resolve(file))
                    .hasSameTextualContentAs(out.resolve("plain").resolve(file));
        }
    }

    /** Files that can be cut, with lines that are of no use at their beginning, in their middle and at their end. */
    private static Path unpackedAndSpoiled(Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(SMALL)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".ndjson.gz")).toList()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    List<String> lines = new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
                    String type = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
                    lines.add(0, "{\"resourceType\":\"" + type + "\",");
                    lines.add(
                            lines.size() / 2,
                            "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Group/ä\"}}");
                    lines.add(lines.size() / 3, "");
                    lines.add("[]");
                    Files.writeString(to.resolve(type + ".ndjson"), String.join("\n", lines));
                }
            }
        }
        return to;
    }
}
