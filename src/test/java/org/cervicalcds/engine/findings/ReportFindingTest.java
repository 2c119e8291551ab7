package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imaging counts only on the day of the newest event or later. */
class ReportFindingTest {
    private static final Map<String, FindingDefinition> DEFINITIONS = Map.of(
            "pain", Charts.current(Charts.PAIN),
            "deficit", Charts.current(Charts.DEFICIT),
            "it",
                    new ReportFinding(
                            List.of(Charts.CT), null, Window.ANY, List.of("pain", "deficit"), null, null, null, true));

    private static boolean done(@Nullable String pain, @Nullable String deficit, String study) {
        Charts charts = new Charts().supplied(Need.CONDITIONS);
        if (pain != null) {
            charts.condition("icd-10-cm|M54.2", pain);
        }
        if (deficit != null) {
            charts.condition("icd-10-cm|R20.0", deficit);
        }
        return charts.report(
                        Report.Kind.DIAGNOSTIC_REPORT,
                        "final",
                        Charts.code("cpt|72125"),
                        study,
                        Concept.NONE,
                        Concept.NONE)
                .read(DEFINITIONS)
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // pain, deficit, study, counts
                "2025-06-10, -, 2025-06-10, true",
                "2025-06-10T18:00:00Z, -, 2025-06-10T08:00:00Z, true", // the same calendar day
                "2025-06-10, -, 2025-06-09, false",
                "2025-06-10, -, 2025-06-12, true",
                "2025-06-10, 2025-06-12, 2025-06-11, false", // the newest event decides
                "2025-06-10, 2025-06-12, 2025-06-12, true",
                "2025-06-10, -, 2025-06, false", // a partial study date is its earliest day
                "2025-05-20, -, 2025-06, true",
                "2025-05, -, 2025-05-30, false", // a partial event date is its latest day
                "2025-05, -, 2025-05-31, true",
                "-, -, 2025-06-10, false", // no event
            })
    void onlyAfterTheNewestEvent(@Nullable String pain, @Nullable String deficit, String study, boolean counts) {
        assertThat(done(pain, deficit, study)).isEqualTo(counts);
    }

    @Test
    void anEventWithoutADateIsNoEvent() {
        Charts charts = new Charts().supplied(Need.CONDITIONS);
        charts.condition("icd-10-cm|M54.2", null);
        assertThat(charts.read(DEFINITIONS).isAbsent()).isTrue();
    }
}
