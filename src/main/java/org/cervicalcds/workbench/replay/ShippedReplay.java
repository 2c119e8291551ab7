package org.cervicalcds.workbench.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.replay.Replay;
import org.cervicalcds.replay.ReplayOptions;
import org.springframework.util.FileSystemUtils;

/**
 * The report of a replay over the export that travels with the service (cohort/make-export.sh), with the cards in force.
 *
 * @param page the report, its style as a file beside it: the pages of the service allow none inside
 */
record ShippedReplay(String page, String style) {
    private static final String STYLE = "<style>";
    private static final String STYLE_END = "</style>";

    private static final List<String> KINDS = List.of(
            "Patient",
            "Encounter",
            "Condition",
            "Observation",
            "DiagnosticReport",
            "Procedure",
            "ImagingStudy",
            "ServiceRequest",
            "Medication",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationDispense",
            "MedicationAdministration");

    private static final Instant FROM = Instant.parse("2024-06-15T00:00:00Z");
    private static final Instant TO = Instant.parse("2025-06-15T00:00:00Z");
    private static final long MEMORY = 64 << 20;

    /** Takes some seconds, and a folder for temporary files that is gone at the end. */
    static ShippedReplay of(Content content) {
        String report = report(content);
        int from = report.indexOf(STYLE);
        int to = report.indexOf(STYLE_END);
        return new ShippedReplay(
                report.substring(0, from)
                        + "<link rel=\"icon\" href=\"favicon.svg\"><link rel=\"stylesheet\" href=\"replay-report.css\">"
                        + report.substring(to + STYLE_END.length()),
                report.substring(from + STYLE.length(), to));
    }

    private static String report(Content content) {
        try {
            Path folder = Files.createTempDirectory("cervical-cds-replay");
            try {
                Path in = Files.createDirectories(folder.resolve("in"));
                for (String kind : KINDS) {
                    unpack(kind + ".ndjson.gz", in);
                }
                Path out = folder.resolve("out");
                ReplayOptions options = new ReplayOptions(
                        in, out, FROM, TO, null, true, true, true, 1, MEMORY, true, null, false, false, false);
                new Replay(content, options, new PrintStream(OutputStream.nullOutputStream()), false).run();
                return Files.readString(out.resolve("report.html"), StandardCharsets.UTF_8);
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(String name, Path folder) throws IOException {
        try (InputStream in = ShippedReplay.class.getResourceAsStream("/replay/" + name)) {
            if (in == null) {
                throw new IOException(name + " is not in the jar");
            }
            Files.copy(in, folder.resolve(name));
        }
    }
}
