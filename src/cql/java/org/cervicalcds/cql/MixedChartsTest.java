package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.junit.jupiter.api.Test;

/** In charts that no vignette has every finding is read in CQL as the service reads it, or left open where words decide. */
class MixedChartsTest {
    private static final int CHARTS = Integer.getInteger("cql.charts", 100);
    private static final long SEED = Long.getLong("cql.seed", 1);

    @Test
    void findingsAreReadAsTheServiceReadsThem() throws IOException {
        ShippedCql cql = ShippedCql.read();
        Content content = cql.content();
        Fidelity fidelity = cql.fidelity(content);
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
