package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay in a process of its own that is ended in the middle goes on with {@code --resume}, and gives the same rows. */
@Tag("process")
class EndedReplayTest {
    /** The small export so many times over, with other ids, so that there are some partitions. */
    private static final int TIMES = 6;

    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Path export;
    private static Path whole;

    @BeforeAll
    static void export() throws IOException {
        export = Files.createDirectories(folder.resolve("export"));
        try (Stream<Path> files = Files.list(SmallExport.FOLDER)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    StringBuilder all = new StringBuilder();
                    for (int i = 0; i < TIMES; i++) {
                        all.append(text.replace("clinic-", "clinic-" + i));
                    }
                    Files.writeString(export.resolve(name.substring(0, name.length() - 3)), all);
                }
            }
        }
        whole = folder.resolve("whole");
        SmallExport.run(options(whole, false));
    }

    private static ReplayOptions options(Path out, boolean resume) {
        return SmallExport.year(export.toAbsolutePath(), out, 1, 1, resume, true);
    }

    @Test
    void afterKillMinusNine(@TempDir Path out) throws Exception {
        Process process = start(out);
        process.destroyForcibly();
        assertThat(process.waitFor()).isNotZero();
        goesOn(out);
    }

    /** What Ctrl-C does to a Java process, too. */
    @Test
    void afterSigterm(@TempDir Path out) throws Exception {
        Process process = start(out);
        process.toHandle().destroy();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isNotZero();
        assertThat(told).contains("Ended before it was done; --resume goes on");
        goesOn(out);
    }

    @Test
    void withoutTheLibraryOfParquetTheTablesAreCsv(@TempDir Path out) throws Exception {
        String without = Stream.of(classPath().split(File.pathSeparator))
                .filter(jar -> !jar.contains("parquet-") && !jar.contains("hadoop-"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = command(without, SmallExport.FOLDER, out).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).startsWith("The tables are written as CSV: there is no Parquet library beside the jar");
        assertThat(out.resolve("moments.parquet")).doesNotExist();
        assertThat(SmallExport.rows(out, Table.MOMENTS)).isNotEmpty();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Returns when some partitions are decided and others are not. */
    private static Process start(Path out) throws IOException {
        Process process = command(classPath(), export, out).start();
        await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> decided(out) > 0 || !process.isAlive());
        assertThat(process.isAlive()).as("ended in the middle").isTrue();
        return process;
    }

    private static ProcessBuilder command(String classPath, Path in, Path out) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        CervicalCds.class.getName(),
                        "replay",
                        "--in",
                        in.toAbsolutePath().toString(),
                        "--out",
                        out.toString(),
                        "--from",
                        SmallExport.FROM.toString(),
                        "--to",
                        SmallExport.TO.toString(),
                        "--threads",
                        "1",
                        "--memory",
                        "1",
                        "--keys",
                        "plain",
                        "--csv",
                        "--cards",
                        "cds-cards")
                .redirectErrorStream(true);
    }

    private static long decided(Path out) throws IOException {
        Path work = out.resolve("work");
        if (!Files.isDirectory(work)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.toString().endsWith(".counts")).count();
        }
    }

    private static void goesOn(Path out) throws IOException {
        assertThat(out.resolve("report.html")).doesNotExist();
        assertThat(decided(out)).isPositive();
        SmallExport.run(options(out, true));
        for (Table table : Table.values()) {
            assertThat(SmallExport.rows(out, table)).isEqualTo(SmallExport.rows(whole, table));
        }
        for (String file : List.of("summary.json", "run.json")) {
            assertThat(out.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
        }
        assertThat(out.resolve("work")).doesNotExist();
    }
}
