package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that start a browser, PostgreSQL or a process of their own say so, so that {@code ./mvnw test} can leave them to {@code verify}. */
final class TestTagsTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Map<String, Pattern> USES = Map.of(
            "browser", Pattern.compile("extends InBrowser|com\\.microsoft\\.playwright"),
            "database",
                    Pattern.compile(
                            "TestDatabase\\.POSTGRESQL|EnumSource\\(TestDatabase|postgresPort|EmbeddedPostgres"),
            "process", Pattern.compile("new ProcessBuilder|\\bChild\\.\\w|getRuntime\\(\\)\\.exec"));

    private static boolean hasTag(String tag, String source) {
        return source.contains("@Tag(\"" + tag + "\")")
                || tag.equals("browser") && source.contains("extends InBrowser");
    }

    @Test
    void whatATestStartsIsInItsTags() throws IOException {
        List<String> untagged = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                    .filter(path -> !path.endsWith("TestTagsTest.java"))
                    .sorted()
                    .toList()) {
                String source = Files.readString(file);
                USES.forEach((tag, use) -> {
                    if (use.matcher(source).find() && !hasTag(tag, source)) {
                        untagged.add(file + " lacks " + tag);
                    }
                });
            }
        }
        assertThat(untagged).isEmpty();
    }

    @Test
    void everyTagIsOneThatTheBuildKnows() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Pattern tag = Pattern.compile("@Tag\\(\"([^\"]+)\"\\)");
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("TestTagsTest.java"))
                    .toList()) {
                tag.matcher(Files.readString(file)).results().forEach(found -> assertThat(pom)
                        .as("%s in %s", found.group(1), file)
                        .containsPattern("<later.tests>[^<]*\\b" + found.group(1) + "\\b"));
            }
        }
    }
}
