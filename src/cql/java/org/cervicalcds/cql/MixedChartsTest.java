package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.export.CqlExport;
import org.junit.jupiter.api.Test;

/** In charts that no vignette has every finding is read in CQL as the service reads it, or left open where words decide. */
class MixedChartsTest {
    private static final int CHARTS = Integer.getInteger("cql.charts", 100);
    private static final long SEED = Long.getLong("cql.seed", 1);

    @Test
    void findingsAreReadAsTheServiceReadsThem() throws IOException {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        CqlExport export = CqlExport.of(content);
        CqlPackage cards = CqlPackage.of(export.files());
        Translation translation = Translation.of(cards.cql());
        ReferenceEngine engine = new ReferenceEngine(translation, cards.expansions());
        Fidelity fidelity = new Fidelity(content, export.extents(), engine);
        MixedCharts charts = new MixedCharts(VignetteFiles.read(content), SEED);
        List<String> faults = EngineCheck.inZoneOf(content, () -> {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < CHARTS; i++) {
                Vignette chart = charts.next(i);
                List<String> differing = fidelity.faults(chart);
                if (!differing.isEmpty()) {
                    found.add(differing + " in " + new String(chart.request(), StandardCharsets.UTF_8));
                }
            }
            return found;
        });
        assertThat(faults).isEmpty();
    }
}
