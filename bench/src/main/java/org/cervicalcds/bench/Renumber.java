package org.cervicalcds.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes an export several times over, each time with other patients: their ids get a number at the end. */
final class Renumber {
    private static final Pattern REFERENCE =
            Pattern.compile("\"(?:subject|patient)\":\\{\"reference\":\"Patient/([^\"/]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private Renumber() {}

    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Files.createDirectories(Path.of(arguments[1]));
        int times = Integer.parseInt(arguments[2]);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.filter(file -> file.toString().endsWith(".ndjson"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            write(file, to.resolve(file.getFileName()), times);
        }
    }

    private static void write(Path from, Path to, int times) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                        new BufferedInputStream(Files.newInputStream(from), 1 << 20), StandardCharsets.ISO_8859_1));
                BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.write('\n');
                String id = patient(line);
                for (int copy = 1; copy < times && id != null; copy++) {
                    out.write(line.replace(id, id + "-" + copy));
                    out.write('\n');
                }
            }
        }
    }

    /** Whose a line is; null where it is nobody's. */
    private static @Nullable String patient(String line) {
        boolean isPatient = line.startsWith("{\"resourceType\":\"Patient\"");
        Matcher matcher = (isPatient ? ID : REFERENCE).matcher(line);
        return matcher.find() ? matcher.group(1) : null;
    }
}
