package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.export.CqlExport;
import org.junit.jupiter.api.Test;

/** The exported package translates without a word of complaint and decides as the service does, but for what it says it does not. */
class FidelityTest {
    private static final Path FOLDER = Path.of("target", "ig");

    @Test
    void decidesAsTheServiceDoes() throws IOException {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        CqlExport.of(content).writeTo(FOLDER);
        assertThat(new EngineCheck().check(content, FOLDER, System.out)).isTrue();
    }
}
