package org.cervicalcds.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;

/** The export of 2 MB that {@code cohort/make-export.sh} made, and replays of its last year. */
final class SmallExport {
    static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    static final Path FOLDER = Path.of("src/main/resources/replay");
    static final Instant FROM = Instant.parse("2024-06-15T00:00:00Z");
    static final Instant TO = Instant.parse("2025-06-15T00:00:00Z");

    private SmallExport() {}

    static ReplayOptions year(Path in, Path out, int threads, long memory, boolean resume, boolean parquet) {
        return new ReplayOptions(
                in, out, FROM, TO, null, true, true, true, threads, memory, true, null, resume, true, parquet);
    }

    /** Runs it and returns what it told. */
    static String run(ReplayOptions options) throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new Replay(CONTENT, options, new PrintStream(told, true, StandardCharsets.UTF_8), false).run();
        return told.toString(StandardCharsets.UTF_8);
    }

    static Path copy(Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** Rows of a table without the names of its columns, sorted. */
    static List<String> rows(Path out, Table table) throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(out.resolve(table.fileName() + ".csv")));
        rows.remove(0);
        rows.sort(null);
        return rows;
    }
}
