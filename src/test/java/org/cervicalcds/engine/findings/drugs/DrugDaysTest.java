package org.cervicalcds.engine.findings.drugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.engine.entries.MedicationUse.Kind.ADMINISTRATION;
import static org.cervicalcds.engine.entries.MedicationUse.Kind.DISPENSE;
import static org.cervicalcds.engine.entries.MedicationUse.Kind.REQUEST;
import static org.cervicalcds.engine.entries.MedicationUse.Kind.STATEMENT;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.criteria.SupplyLength;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.entries.Supply.Dose;
import org.cervicalcds.engine.findings.Charts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of a drug against tables worked out by hand; today is 2025-06-15. */
class DrugDaysTest {
    private static final int GAP = 14;

    private static int running(Charts charts) {
        Chart chart = charts.chart();
        return DrugDays.of(chart.medications(Charts.RELAXANT), chart, Duration.ofDays(365))
                .runningEpisode(chart.today(), GAP);
    }

    @ParameterizedTest
    @CsvSource({
        // from, days, days before today
        "2025-05-20, 30, 26",
        "2025-06-14, 30,  1",
        "2025-06-15, 30,  0",
        "2025-06-01,  7,  7",
        "2025-05-25,  7,  7", // ends 05-31, free 06-01 to 06-14 = 14
        "2025-05-24,  7,  0", // ends 05-30, free 05-31 to 06-14 = 15
    })
    void oneSupplyCountsItsDaysUpToYesterday(String from, int days, int expected) {
        assertThat(running(new Charts().use(REQUEST, "completed", from, null, days)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // second supply is 2025-06-05 for 10 days: 06-05 to 06-14
        "2025-05-12, 10, 20", // ends 05-21, free 05-22 to 06-04 = 14: bridged
        "2025-05-11, 10, 10", // ends 05-20, free 05-21 to 06-04 = 15: not bridged
        "2025-06-01, 10, 14", // overlaps: 06-01 to 06-14
        "2025-06-05, 10, 10", // the same days
    })
    void gapsAreBridgedAndNotCounted(String from, int days, int expected) {
        assertThat(running(new Charts()
                        .use(REQUEST, "completed", from, null, days)
                        .use(DISPENSE, "completed", "2025-06-05", null, 10)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // kind, status, from, to, expected
                "REQUEST, active, 2025-06-01, -, 14", // unknown length: to today
                "REQUEST, active, 2024-06-15T10:00:00Z, -, 365", // exactly 365 days old
                "REQUEST, active, 2024-06-15T09:59:59Z, -, 0", // a second older
                "REQUEST, completed, 2025-06-01, -, 0",
                "STATEMENT, active, 2025-06-01, -, 14", // open end
                "STATEMENT, active, 2020-06-01, 2025-06-05, 1831", // 2020-06-01 to 2025-06-05
                "STATEMENT, completed, 2025-06-01, -, 0",
                "STATEMENT, not-taken, 2025-06-01, -, 0",
                "DISPENSE, completed, 2025-06-10, -, 1",
                "ADMINISTRATION, completed, 2025-06-10, 2025-06-14, 0",
                "REQUEST, stopped, 2025-06-01, -, 0",
                "REQUEST, active, 2025-06-20, -, 0",
            })
    void onlyWhatProvesExposureCounts(
            org.cervicalcds.engine.entries.MedicationUse.Kind kind,
            String status,
            String from,
            @Nullable String to,
            int expected) {
        assertThat(running(new Charts().use(kind, status, from, to, null))).isEqualTo(expected);
        assertThat(List.of(REQUEST, STATEMENT, DISPENSE, ADMINISTRATION)).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        // from, days of the last 180, days in all
        "2016-12-01, 180, 3118",
        "2016-01-01, 180, 3453",
        "1995-03-01, 180, 11064",
    })
    void useOfManyYearsCounts(String from, int ofTheWindow, int inAll) {
        Charts charts = new Charts().use(STATEMENT, "active", from, null, null);
        Chart chart = charts.chart();
        DrugDays days = DrugDays.of(chart.medications(Charts.RELAXANT), chart, Duration.ofDays(365));
        LocalDate today = chart.today();
        assertThat(days.between(today.minusDays(180), today.minusDays(1))).isEqualTo(ofTheWindow);
        assertThat(days.runningEpisode(today, GAP)).isEqualTo(inAll);
    }

    @Test
    void daysOfAWindowIncludeBothEnds() {
        Chart chart =
                new Charts().use(REQUEST, "completed", "2025-06-01", null, 10).chart();
        DrugDays days = DrugDays.of(chart.medications(Charts.RELAXANT), chart, Duration.ofDays(365));
        assertThat(days.between(LocalDate.parse("2025-06-03"), LocalDate.parse("2025-06-05")))
                .isEqualTo(3);
        assertThat(days.between(LocalDate.parse("2025-06-10"), LocalDate.parse("2025-06-12")))
                .isEqualTo(1);
        assertThat(days.between(LocalDate.parse("2025-06-12"), LocalDate.parse("2025-06-10")))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // days, repeats, quantity, a day, bounds, length
                "10, 0,  -,   -,  -, 10",
                "10, 2,  -,   -,  -, 30",
                "10, 0, 90,   3, 20, 10", // the stated supply first
                " -, 0, 90,   3, 20, 20", // then the bounds
                " -, 0, 90,   3,  -, 30",
                " -, 1, 90,   3,  -, 60",
                " -, 0, 10,   3,  -,  4", // a day begun is a day
                " -, 0, 30, 0.5,  -, 60",
                " -, 0, 90,   -,  -,  -",
                " -, 0,  -,   3,  -,  -",
                " 0, 0,  -,   -,  -,  -",
            })
    void theLengthOfASupply(
            @Nullable BigDecimal days,
            int repeats,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal perDay,
            @Nullable BigDecimal bounds,
            @Nullable Integer expected) {
        Supply supply = new Supply(null, null, days, repeats, quantity, List.of(new Dose(perDay, bounds, false)));
        assertThat(SupplyLength.days(supply)).isEqualTo(expected);
    }

    @Test
    void severalDosesADayAddUp() {
        Dose morning = new Dose(BigDecimal.ONE, null, false);
        Dose night = new Dose(BigDecimal.valueOf(2), null, true);
        assertThat(SupplyLength.days(new Supply(null, null, null, 0, BigDecimal.valueOf(30), List.of(morning, night))))
                .isEqualTo(10);
    }
}
