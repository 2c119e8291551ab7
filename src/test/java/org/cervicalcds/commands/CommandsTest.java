package org.cervicalcds.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cervicalcds.content.ContentFiles;
import org.junit.jupiter.api.Test;

/** The command line looks at the content and ends with a code that a build can act on. */
class CommandsTest {
    private static final String OVERLAYS = "src/test/resources/overlays/";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Commands commands = new Commands(
            folder -> ContentFiles.in(Path.of(folder == null ? "cds-cards" : folder)),
            new PrintStream(printed, true, StandardCharsets.UTF_8));

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void checkIsContentWithTheShippedCards() {
        assertThat(commands.run("check")).as(printed()).isEqualTo(Commands.SOUND);
        assertThat(printed()).endsWith("vignettes: no problem" + System.lineSeparator());
    }

    @Test
    void checkPlaysTheVignettesOfTheSiteToo() {
        assertThat(commands.run("check", "--overlay", OVERLAYS + "hospital"))
                .as(printed())
                .isEqualTo(Commands.SOUND);
    }

    @Test
    void checkPrintsEveryProblemOfABrokenOverlay() {
        assertThat(commands.run("check", "--overlay=" + OVERLAYS + "broken")).isEqualTo(Commands.PROBLEMS);
        assertThat(printed()).startsWith("5 problems in the cards:").contains("did you mean 'recent-trauma-days'?");
    }

    @Test
    void checkPrintsAVignetteThatDoesNotHold() {
        assertThat(commands.run("check", "--overlay", OVERLAYS + "wrong-vignette"))
                .isEqualTo(Commands.PROBLEMS);
        assertThat(printed())
                .contains("deep-massage-caution: nobody is warned of everything: is silent (deep-massage-order), not"
                        + " warning");
    }

    @Test
    void hashesPrintsALineToSignForEachCard() {
        assertThat(commands.run("hashes", "--cards", "cds-cards")).isEqualTo(Commands.SOUND);
        assertThat(printed())
                .containsPattern("(?m)^deep-massage-caution: {4}# not signed\\R {2}hash: [0-9a-f]{64}\\R {2}name:$");
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThat(commands.run("chek")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("check", "--verbose")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("check", "--overlay")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("check", "--overlay", "no/such/folder")).isEqualTo(Commands.MISUSED);
        assertThat(printed())
                .contains(
                        "Not a command: chek", "Not an option: --verbose", "--overlay wants a folder", "is no folder");
    }

    @Test
    void optionsOfTheServiceAreNoCommand() {
        assertThat(Commands.areMeant("--server.port=9090")).isFalse();
        assertThat(Commands.areMeant()).isFalse();
        assertThat(Commands.areMeant("check")).isTrue();
    }
}
