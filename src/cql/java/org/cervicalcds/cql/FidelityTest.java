package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.export.CqlExport;
import org.junit.jupiter.api.Test;

/** The exported package translates without a word of complaint and decides as the service does, but for what it says it does not. */
class FidelityTest {
    /** Every so many-th vignette is played. */
    private static final int EVERY = Integer.getInteger("cql.every", 1);

    private static final Path FOLDER = Path.of("target", "ig");

    @Test
    void decidesAsTheServiceDoes() throws IOException {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        // FHIR dates without a time are days of the JVM's zone.
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(content.zone()));
        try {
            CqlExport export = CqlExport.of(content);
            CqlPackage cards = CqlPackage.of(export.files());
            Translation translation = new Translation(cards.cql());
            assertThat(translation.problems()).isEmpty();
            export.writeTo(FOLDER);
            cards.writeElm(FOLDER, translation.elm());
            Fidelity fidelity = new Fidelity(content, export, new ReferenceEngine(translation, cards.expansions()));
            List<Comparison> comparisons = new ArrayList<>();
            List<Vignette> vignettes = VignetteFiles.read(content);
            for (int i = 0; i < vignettes.size(); i += EVERY) {
                comparisons.add(fidelity.compare(vignettes.get(i)));
            }
            Files.writeString(FOLDER.resolve("fidelity.json"), fidelity.json(comparisons));
            System.out.println(
                    comparisons.size() + " vignettes, " + fidelity.cqlNanos() / 1_000_000 / comparisons.size()
                            + " ms each in the reference engine; see target/ig/fidelity.json");
            assertThat(comparisons)
                    .filteredOn(comparison -> comparison.kind() == Comparison.Kind.FAULT)
                    .isEmpty();
        } finally {
            TimeZone.setDefault(zone);
        }
    }
}
