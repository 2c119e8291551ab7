package org.cervicalcds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/engine.md compiles and does what the page says. */
class EngineExampleTest {
    private static final String BUNDLE =
            """
            {"resourceType":"Bundle","entry":[
             {"resource":{"resourceType":"Patient","id":"p1","birthDate":"1960-01-01"}},
             {"resource":{"resourceType":"Condition","id":"as","subject":{"reference":"Patient/p1"},"recordedDate":"2010-01-01",
              "clinicalStatus":{"coding":[{"code":"active"}]},
              "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M45.2"}]}}},
             {"resource":{"resourceType":"Condition","id":"fall","subject":{"reference":"Patient/p1"},
              "recordedDate":"2025-06-10T08:00:00Z","clinicalStatus":{"coding":[{"code":"active"}]},
              "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"W01.0XXA"}]}}},
             {"resource":{"resourceType":"Condition","id":"pain","subject":{"reference":"Patient/p1"},
              "recordedDate":"2025-06-11T08:00:00Z","clinicalStatus":{"coding":[{"code":"active"}]},
              "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.2"}]}}}]}""";

    @Test
    void theExampleOfThePageRuns(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), example());
        Path bundle = Files.writeString(folder.resolve("bundle.json"), BUNDLE);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int failed = compiler.run(
                null,
                complaints,
                complaints,
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-d",
                folder.toString(),
                source.toString());
        assertThat(failed).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, EngineExampleTest.class.getClassLoader())) {
            Class<?> example = loader.loadClass("Example");
            String printed = printed(() ->
                    example.getMethod("main", String[].class).invoke(null, (Object) new String[] {bundle.toString()}));
            assertThat(printed)
                    .contains(
                            "critical: ",
                            "Decision[card=as-cervical-fracture-risk, outcome=SHOWN",
                            " rests on 1 entries");
        }
    }

    private static String example() throws IOException {
        String page = Files.readString(Path.of("docs/engine.md"));
        int start = page.indexOf("```java\n") + "```java\n".length();
        String code = page.substring(start, page.indexOf("```", start));
        List<String> body =
                code.lines().filter(line -> !line.startsWith("import")).toList();
        assertThat(body.size()).as("lines of the example").isLessThan(30);
        return code;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static String printed(Action action) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            action.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
