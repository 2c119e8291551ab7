package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.Test;

/** The content that is shipped can be read whole. */
class ShippedContentTest {

    @Test
    void loadsWithoutAProblem() {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        assertThat(content.deck().definitions()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(content.terminology().valueSets()).isNotEmpty();
    }
}
