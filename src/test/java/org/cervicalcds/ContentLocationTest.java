package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.Test;

/** An image has no folder beside the jar: what is inside must be all of it, translations too. */
class ContentLocationTest {

    @Test
    void contentInsideTheJarIsThatOfTheFolder() {
        assertThat(ContentLocation.inside().texts())
                .isEqualTo(ContentFiles.in(Path.of("cds-cards")).texts())
                .containsKey("de.po");
    }
}
