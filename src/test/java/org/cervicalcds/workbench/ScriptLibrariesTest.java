package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries that the scripts of the workbench name are in the jar, in the version they name. */
class ScriptLibrariesTest {
    private static final Pattern IMPORT = Pattern.compile("'\\.\\./(webjars/[^']+)'");

    @Test
    void everyLibraryIsThere() throws IOException {
        List<String> named = new ArrayList<>();
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/static/js"))) {
            for (Path script : scripts.toList()) {
                Matcher imports = IMPORT.matcher(Files.readString(script));
                while (imports.find()) {
                    named.add(imports.group(1));
                }
            }
        }
        assertThat(named).hasSize(2).allSatisfy(path -> assertThat(
                        getClass().getResource("/META-INF/resources/" + path))
                .as(path)
                .isNotNull());
    }
}
