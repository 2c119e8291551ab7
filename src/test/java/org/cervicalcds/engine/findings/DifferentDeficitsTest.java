package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.InjuryEpisode;
import org.cervicalcds.engine.criteria.Window;
import org.junit.jupiter.api.Test;

/** Two conditions are two signs only where they share no code; a sign that was coded before keeps its first date. */
class DifferentDeficitsTest {
    private static final ConditionFinding TWO = new ConditionFinding(
            List.of(Charts.DEFICIT),
            ConditionFinding.Counts.CURRENT,
            ConditionFinding.Certainty.ANY,
            new Window(Duration.ofDays(30), false, null, null, null, null),
            CodeFilter.ALL,
            InjuryEpisode.ANY,
            true,
            EntryRule.ANY,
            List.of(),
            2,
            false);

    private static boolean two(Charts charts) {
        return charts.supplied(Need.CONDITIONS).read(TWO).isPresent();
    }

    @Test
    void twoCodesAreTwoSigns() {
        assertThat(two(new Charts()
                        .condition("icd-10-cm|R20.0", "2025-06-01")
                        .condition("icd-10-cm|R26.1", "2025-06-02")))
                .isTrue();
    }

    @Test
    void theSameCodeTwiceIsOneSign() {
        assertThat(two(new Charts()
                        .condition("icd-10-cm|R20.0", "2025-06-01")
                        .condition("icd-10-cm|R20.0", "2025-06-02")))
                .isFalse();
    }

    @Test
    void twoCodesOfOneConditionAreOneSign() {
        assertThat(two(new Charts()
                        .entry(Charts.condition(
                                Charts.code("icd-10-cm|R20.0", "icd-10-cm|R26.1"), "2025-06-01", null))))
                .isFalse();
    }

    @Test
    void aSignThatWasCodedBeforeIsNotNew() {
        assertThat(two(new Charts()
                        .condition("icd-10-cm|R26.1", "2025-06-02")
                        .condition("icd-10-cm|R20.1", "2024-01-01")
                        .entry(Charts.condition(Charts.code("icd-10-cm|R20.0"), null, "2025-06-02"))))
                .isFalse();
    }
}
