package org.cervicalcds.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How far a replay is, with its rate and the time left: a bar on a terminal, a line elsewhere. */
class ProgressTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void aPipeGetsPlainLines() {
        try (Progress progress = new Progress(out, false, "Deciding", "patients", 2000)) {
            assertThat(progress.line(500, 10))
                    .isEqualTo("Deciding 25 %, 500 of 2,000 patients, 50 patients a second, 0:30 left");
            assertThat(progress.line(0, 10)).isEqualTo("Deciding 0 %, 0 of 2,000 patients, 0 patients a second");
            assertThat(progress.line(2400, 10)).as("more than were known").contains("Deciding 100 %", "0:00 left");
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .as("nothing where it took no ten seconds")
                .isEmpty();
    }

    @Test
    void aTerminalGetsABarAndItsEnd() {
        try (Progress progress = new Progress(out, true, "Reading", "MB", 300L << 20)) {
            assertThat(progress.line(100L << 20, 1))
                    .isEqualTo("Reading [" + "=".repeat(10) + " ".repeat(20)
                            + "] 33 %, 100 of 300 MB, 100 MB a second, 0:02 left");
            progress.step(300L << 20);
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("\rReading [" + "=".repeat(30) + "] 100 %")
                .endsWith(System.lineSeparator());
    }
}
