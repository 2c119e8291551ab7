package org.cervicalcds.cql;

import java.nio.file.Path;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.export.CqlExport;

/** The shipped cards, exported and translated, with an engine for them. */
record ShippedCql(
        Content content, CqlExport export, CqlPackage cards, Translation translation, ReferenceEngine engine) {

    static ShippedCql read() {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        CqlExport export = CqlExport.of(content);
        CqlPackage cards = CqlPackage.of(export.files());
        Translation translation = Translation.of(cards.cql());
        return new ShippedCql(
                content, export, cards, translation, new ReferenceEngine(translation, cards.expansions()));
    }

    /** Plays vignettes of the content or of another with the same findings. */
    Fidelity fidelity(Content of) {
        return new Fidelity(of, export.extents(), engine);
    }
}
