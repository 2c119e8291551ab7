package org.cervicalcds.engine.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.findings.Charts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 7th character of ICD-10-CM injury codes. */
class InjuryEpisodeTest {

    @ParameterizedTest
    @CsvSource({
        // code, onset stated, new fracture, injury, injury by S code
        "W01.0XXA,  true,  true,  true,  true",
        "W01.0XX,   true,  true,  true,  true",
        "S13.4XXA,  false, true,  true,  true",
        "S13.4XXD,  true,  false, true,  true",
        "S13.4XXD,  false, false, false, false",
        "S13.4XXS,  true,  false, false, false",
        "W01.0XXD,  true,  false, true,  true",
        "W01.0XXD,  false, false, false, true",
        "S12.400A,  true,  true,  true,  true",
        "S12.400B,  true,  true,  true,  true",
        "S12.400D,  true,  false, false, false",
        "S12.400G,  true,  false, false, false",
        "S12.400K,  true,  false, false, false",
        "S12.400P,  true,  false, false, false",
        "S12.400S,  true,  false, false, false",
        "M48.52XD,  true,  false, true,  true",
        "G82.50,    true,  true,  true,  true",
    })
    void tellsWhetherItIsTheInjuryOrWhatFollowed(
            String code, boolean stated, boolean fracture, boolean injury, boolean byS) {
        Concept concept = Charts.code("icd-10-cm|" + code);
        Chart chart = new Charts()
                .entry(
                        stated
                                ? Charts.condition(concept, "2025-06-10", null)
                                : Charts.condition(concept, null, "2025-06-10"))
                .chart();
        Condition condition = chart.conditions().get(0);
        var coding = concept.codings().get(0);
        assertThat(InjuryEpisode.ANY.holds(coding, condition)).isTrue();
        assertThat(InjuryEpisode.NEW_FRACTURE.holds(coding, condition)).isEqualTo(fracture);
        assertThat(InjuryEpisode.INJURY.holds(coding, condition)).isEqualTo(injury);
        assertThat(InjuryEpisode.INJURY_BY_S_CODE.holds(coding, condition)).isEqualTo(byS);
    }
}
