package org.cervicalcds.service.store.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cervicalcds.service.store.reports.ControlChart.Day;
import org.cervicalcds.service.store.reports.ControlChart.Verdict;
import org.junit.jupiter.api.Test;

/** The control chart against numbers worked out by hand. */
class ControlChartTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 1);

    private static List<Day> days(long calls, long... fired) {
        List<Day> days = new ArrayList<>();
        for (long count : fired) {
            days.add(new Day(START.plusDays(days.size()), calls, count));
        }
        return days;
    }

    private static List<Day> history(int length, long calls, long fired, Day... recent) {
        List<Day> days = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            days.add(new Day(START.plusDays(i), calls, fired));
        }
        days.addAll(List.of(recent));
        return days;
    }

    private static Day day(long calls, long fired) {
        return new Day(START.plusDays(100), calls, fired);
    }

    @Test
    void centreAndLimitsAreThoseOfThePChart() {
        // 7 days of 100 calls, 70 firings of 700: centre 0.1. Deviation for 100 calls: sqrt(0.1 * 0.9 / 100) = 0.03;
        // limits 0.1 ± 0.09.
        ControlChart chart = ControlChart.of(days(100, 8, 12, 10, 9, 11, 10, 10, 13));
        assertThat(chart.centre()).isEqualTo(0.1, within(1e-12));
        assertThat(chart.points()).hasSize(8);
        ControlChart.Point last = chart.points().get(7);
        assertThat(last.share()).isEqualTo(0.13, within(1e-12));
        assertThat(last.lower()).isEqualTo(0.01, within(1e-12));
        assertThat(last.upper()).isEqualTo(0.19, within(1e-12));
        assertThat(chart.verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void limitsFollowTheNumberOfCallsOfTheDay() {
        // Centre 0.2; 400 calls: sqrt(0.2 * 0.8 / 400) = 0.02, limits 0.14 and 0.26; 16 calls: 0.1, limits 0 (not -0.1)
        // and 0.5.
        ControlChart chart = ControlChart.of(history(7, 100, 20, day(400, 80), day(16, 3)));
        assertThat(chart.points().get(7).lower()).isEqualTo(0.14, within(1e-12));
        assertThat(chart.points().get(7).upper()).isEqualTo(0.26, within(1e-12));
        assertThat(chart.points().get(8).lower()).isZero();
        assertThat(chart.points().get(8).upper()).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void aCardThatFallsSilentIsSeenOnTheFirstDayWhereItFiresOften() {
        // 0.9 to the 100th is 0.0000266, less than 0.00135.
        ControlChart chart = ControlChart.of(history(10, 100, 10, day(100, 0)));
        assertThat(chart.verdict()).isEqualTo(Verdict.SILENT);
        assertThat(chart.recentDays()).isEqualTo(1);
    }

    @Test
    void aRareCardThatFallsSilentIsSeenAfterSomeDays() {
        // Centre 0.02, 100 calls a day: 0.98^300 = 0.00233 is not enough, 0.98^400 = 0.00031 is.
        assertThat(ControlChart.of(history(10, 100, 2, day(100, 0), day(100, 0), day(100, 0)))
                        .verdict())
                .isEqualTo(Verdict.STEADY);
        ControlChart chart = ControlChart.of(history(10, 100, 2, day(100, 0), day(100, 0), day(100, 0), day(100, 0)));
        assertThat(chart.verdict()).isEqualTo(Verdict.SILENT);
        assertThat(chart.recentDays()).isEqualTo(4);
    }

    @Test
    void aCardThatFallsToAThirdIsSeen() {
        // Centre 0.2, 100 calls: at most 6 have a chance of 0.00008, at most 9 one of 0.0023.
        ControlChart chart = ControlChart.of(history(10, 100, 20, day(100, 6)));
        assertThat(chart.verdict()).isEqualTo(Verdict.HALVED);
        assertThat(chart.recentDays()).isEqualTo(1);
        assertThat(ControlChart.of(history(10, 100, 20, day(100, 9))).verdict()).isEqualTo(Verdict.STEADY);
        ControlChart later = ControlChart.of(history(10, 100, 20, day(100, 9), day(100, 9)));
        assertThat(later.verdict()).isEqualTo(Verdict.HALVED);
        assertThat(later.recentDays()).isEqualTo(2);
    }

    @Test
    void moreThanHalfIsNoFall() {
        // Far outside of chance with 100000 calls, but not by half.
        assertThat(ControlChart.of(history(10, 100_000, 20_000, day(100_000, 10_001)))
                        .verdict())
                .isEqualTo(Verdict.OUTSIDE);
        assertThat(ControlChart.of(history(10, 100_000, 20_000, day(100_000, 10_000)))
                        .verdict())
                .isEqualTo(Verdict.HALVED);
    }

    @Test
    void aCardThatDoublesIsSeen() {
        // Centre 0.1, upper limit 0.19: 20 of 100 is twice as often and beyond the limit.
        ControlChart chart = ControlChart.of(history(10, 100, 10, day(100, 20)));
        assertThat(chart.verdict()).isEqualTo(Verdict.DOUBLED);
        assertThat(chart.recentDays()).isEqualTo(1);
    }

    @Test
    void aRareCardThatDoublesIsSeenAfterSomeDays() {
        // Centre 0.02; four days of 4 in 100: 0.04, upper limit 0.02 + 3 * sqrt(0.02 * 0.98 / 400) = 0.041; five days:
        // 0.0388.
        Day four = day(100, 4);
        assertThat(ControlChart.of(history(10, 100, 2, four, four, four, four)).verdict())
                .isEqualTo(Verdict.STEADY);
        ControlChart chart = ControlChart.of(history(10, 100, 2, four, four, four, four, four));
        assertThat(chart.verdict()).isEqualTo(Verdict.DOUBLED);
        assertThat(chart.recentDays()).isEqualTo(5);
    }

    @Test
    void lessThanDoubleIsOnlyOutsideTheLimits() {
        // Centre 0.5, 100 calls: 0.5 ± 0.15; 70 is outside, but not the double.
        ControlChart chart = ControlChart.of(history(10, 100, 50, day(100, 70)));
        assertThat(chart.verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(ControlChart.of(history(10, 100, 50, day(100, 65))).verdict())
                .as("on the limit")
                .isEqualTo(Verdict.STEADY);
        assertThat(ControlChart.of(history(10, 100, 50, day(100, 30))).verdict())
                .isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void fewFiringsAreNoDoubling() {
        assertThat(ControlChart.of(history(10, 100, 0, day(100, 4))).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(ControlChart.of(history(10, 100, 0, day(100, 5))).verdict()).isEqualTo(Verdict.DOUBLED);
    }

    @Test
    void aCardThatNeverFiredIsNotSilent() {
        assertThat(ControlChart.of(history(20, 1000, 0)).verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void withoutAHistoryNothingIsSaid() {
        assertThat(ControlChart.of(List.of()).verdict()).isEqualTo(Verdict.TOO_LITTLE_HISTORY);
        assertThat(ControlChart.of(history(7, 100, 10)).verdict()).isEqualTo(Verdict.TOO_LITTLE_HISTORY);
        assertThat(ControlChart.of(history(7, 100, 10, day(100, 0))).verdict()).isEqualTo(Verdict.SILENT);
        assertThat(ControlChart.of(history(7, 100, 10, day(0, 0))).verdict())
                .as("a day without hook calls is no day")
                .isEqualTo(Verdict.TOO_LITTLE_HISTORY);
    }

    @Test
    void chanceAloneSeldomRaisesAWarning() {
        Random random = new Random(17);
        int warnings = 0;
        for (int run = 0; run < 2000; run++) {
            List<Day> days = new ArrayList<>();
            for (int d = 0; d < 30; d++) {
                int fired = 0;
                for (int call = 0; call < 100; call++) {
                    fired += random.nextDouble() < 0.08 ? 1 : 0;
                }
                days.add(new Day(START.plusDays(d), 100, fired));
            }
            Verdict verdict = ControlChart.of(days).verdict();
            warnings += verdict == Verdict.STEADY || verdict == Verdict.OUTSIDE ? 0 : 1;
        }
        assertThat(warnings).isLessThan(20);
    }

    @Test
    void impossibleSharesAreRefused() {
        assertThatThrownBy(() -> new Day(START, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
