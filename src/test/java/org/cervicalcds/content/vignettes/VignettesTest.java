package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every vignette decides as its author expects, for the named reason, in the named words. */
class VignettesTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    @TestFactory
    Stream<DynamicTest> everyVignetteHolds() {
        VignettePlayer player = new VignettePlayer(CONTENT);
        List<Vignette> vignettes = VignetteFiles.read(CONTENT);
        return vignettes.stream()
                .map(vignette -> DynamicTest.dynamicTest(vignette.toString(), () -> assertThat(player.faults(vignette))
                        .as(vignette.toString())
                        .isEmpty()));
    }

    /** W83 of the specification's vignettes: whoever asks why is told which system was not known. */
    @Test
    void theUnknownSystemIsNamed() {
        Vignette twin = VignetteFiles.read(CONTENT).stream()
                .filter(vignette -> vignette.title().startsWith("W83 twin"))
                .findFirst()
                .orElseThrow();
        assertThat(new VignettePlayer(CONTENT).chart(twin).gaps().unknownSystems())
                .containsExactly(Map.entry("urn:oid:1.2.208.999", 1));
    }
}
