package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The conformance page says of every item what proves it, and the proof exists. */
final class ConformancePageTest {
    private static final Pattern ROW = Pattern.compile("\\| (CDSH-[A-Z]+-\\d+) \\| ([^|]+) \\| (.+) \\|");
    private static final Pattern PROOF = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern REASON = Pattern.compile("\\*\\*(Not met|Not offered|By review)\\*\\*: .{20,}");

    private static List<Matcher> rows() throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/conformance.md"))) {
            if (line.startsWith("| CDSH-")) {
                Matcher row = ROW.matcher(line);
                assertThat(row.matches()).as(line).isTrue();
                rows.add(row);
            }
        }
        return rows;
    }

    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            f -> f.getFileName().toString().replace(".java", ""),
                            ConformancePageTest::text,
                            (one, other) -> one + other));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyItemOccursExactlyOnce() throws IOException {
        List<String> items = Files.readAllLines(Path.of("src/test/resources/conformance/ids.txt"));

        assertThat(items).hasSize(204).doesNotHaveDuplicates();
        assertThat(rows().stream().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(items);
    }

    @Test
    void everyItemHasATestThatExistsOrAReason() throws IOException {
        Map<String, String> sources = testSources();
        for (Matcher row : rows()) {
            String proof = row.group(3);
            Matcher tests = PROOF.matcher(proof);
            int named = 0;
            while (tests.find()) {
                named++;
                assertThat(sources.getOrDefault(tests.group(1), ""))
                        .as(row.group(1) + " names " + tests.group())
                        .containsPattern("(?s)@(Test|ParameterizedTest|TestFactory)\\b[^;{]*?\\b" + tests.group(2)
                                + "\\(|(void|Stream<DynamicTest>) " + tests.group(2) + "\\(");
            }
            if (named == 0) {
                assertThat(proof).as(row.group(1)).matches(REASON);
            }
        }
    }
}
