package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.Quantity;
import org.cervicalcds.engine.criteria.Window;
import org.junit.jupiter.api.Test;

/** The newest T-score of each site decides; sites are never compared. */
class TScoreTest {
    private static final String HIP = "loinc|38264-8";
    private static final String SPINE = "loinc|38267-1";
    private static final ObservationFinding OSTEOPOROTIC = new ObservationFinding(
            Charts.T_SCORE,
            CodeFilter.ALL,
            ObservationFinding.Pick.NEWEST_PER_CODE,
            new Window(Duration.ofDays(1825), false, null, null, null, null),
            false,
            new ObservationFinding.Measured(
                    Quantity.T_SCORE, Charts.TERMINOLOGY.units(), null, null, new BigDecimal("-2.5"), null));

    private static Charts charts() {
        return new Charts().supplied(Need.observations(Charts.T_SCORE));
    }

    @Test
    void theLimitItselfCounts() {
        assertThat(charts().measured(HIP, "-2.5", "", "2024-01-01")
                        .read(OSTEOPOROTIC)
                        .isPresent())
                .isTrue();
        assertThat(charts().measured(HIP, "-2.4", "", "2024-01-01")
                        .read(OSTEOPOROTIC)
                        .isAbsent())
                .isTrue();
    }

    @Test
    void aNewerValueOfTheSameSiteReplacesAnOlderOne() {
        assertThat(charts().measured(HIP, "-3.0", "", "2022-01-01")
                        .measured(HIP, "-2.0", "", "2024-01-01")
                        .read(OSTEOPOROTIC)
                        .isAbsent())
                .isTrue();
    }

    @Test
    void aNewerValueOfAnotherSiteReplacesNothing() {
        assertThat(charts().measured(HIP, "-3.0", "", "2022-01-01")
                        .measured(SPINE, "-1.0", "", "2024-01-01")
                        .read(OSTEOPOROTIC)
                        .isPresent())
                .isTrue();
    }

    @Test
    void aNewerValueThatCannotBeReadReplacesNothing() {
        assertThat(charts().measured(HIP, "-3.0", "", "2022-01-01")
                        .measured(HIP, "-30", "", "2024-01-01")
                        .read(OSTEOPOROTIC)
                        .isPresent())
                .isTrue();
    }

    @Test
    void aValueWhoseUnitCannotBeReadLeavesItOpen() {
        assertThat(charts().measured(HIP, "-2.7", "g/cm2", "2024-01-01").read(OSTEOPOROTIC))
                .isInstanceOf(Finding.Unknown.class);
        assertThat(charts().measured(HIP, "-2.7", "g/cm2", "2022-01-01")
                        .measured(HIP, "-1.0", "", "2024-01-01")
                        .read(OSTEOPOROTIC)
                        .isAbsent())
                .as("a newer one of the site decides")
                .isTrue();
        assertThat(charts().measured(SPINE, "-2.7", "g/cm2", "2022-01-01")
                        .measured(HIP, "-1.0", "", "2024-01-01")
                        .read(OSTEOPOROTIC))
                .as("another site says nothing about this one")
                .isInstanceOf(Finding.Unknown.class);
        assertThat(charts().measured(HIP, "-2.7", "g/cm2", "2024-01-01")
                        .measured(HIP, "-3.0", "", "2022-01-01")
                        .read(OSTEOPOROTIC)
                        .isPresent())
                .isTrue();
    }

    @Test
    void aValueOfMoreThanFiveYearsAgoDoesNotCount() {
        assertThat(charts().measured(HIP, "-3.0", "", "2020-06-16T10:00:00Z")
                        .read(OSTEOPOROTIC)
                        .isPresent())
                .isTrue();
        assertThat(charts().measured(HIP, "-3.0", "", "2020-06-16T09:59:59Z")
                        .read(OSTEOPOROTIC)
                        .isAbsent())
                .isTrue();
    }
}
