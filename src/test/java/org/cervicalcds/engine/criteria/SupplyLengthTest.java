package org.cervicalcds.engine.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.entries.Supply.Dose;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of a supply against lengths worked out by hand. */
class SupplyLengthTest {

    /** Steps like {@code 1:14:3 2:14:1}: sequence, bounds in days, amount a day; or {@code @2026-06-01:14:1} for a period. */
    private static List<Dose> doses(String steps) {
        List<Dose> doses = new ArrayList<>();
        for (String step : steps.strip().split(" +")) {
            String[] parts = step.split(":", -1);
            BigDecimal bounds = parts[1].isEmpty() ? null : new BigDecimal(parts[1]);
            BigDecimal perDay = parts[2].isEmpty() ? null : new BigDecimal(parts[2]);
            boolean period = parts[0].startsWith("@");
            doses.add(new Dose(
                    perDay,
                    bounds,
                    false,
                    period ? LocalDate.parse(parts[0].substring(1)) : null,
                    period || parts[0].isEmpty() ? null : Integer.valueOf(parts[0]),
                    false));
        }
        return doses;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // steps, quantity, length, longest
                "1:14:6 2:14:3, -, 28, 28",
                "1:20:9 2:10:6 3:10:3, -, 40, 40",
                "1:7:6 2:7:3, -, 14, 14",
                "1:14:3 1:14:1, -, 14, 14", // the same step
                ":14:3 :14:1, -, 14, 14", // without a sequence, at the same time
                ":14:3 :10:1, -, 14, 14",
                "1:14:3 2::1, -, -, 14", // goes on without an end
                "1:7:3 2::1, 42, 28, 28", // 21 for the first seven days, 21 days of one for the rest
                "1:7:3 2::1, 20, -, 7", // used up before
                "1::3 2::1, 42, -, -",
                "1:7:3 :30:1, -, 30, 30", // one beside the steps
                "@2026-06-01:14:1 @2026-06-15:14:1, -, 28, 28",
                "@2026-06-01:14:1 @2026-06-01:14:1, -, 14, 14",
                "@2026-06-01:14:1 @2026-06-08:14:1, -, 21, 21",
                "@2026-06-01:14:1 @2026-07-01:7:1, -, 21, 21",
                ":10:3, 180, 10, 60", // bounds and quantity do not agree
                "::1 ::2, 60, 20, 20", // 1-0-2-0
                "::1 ::2, 90, 30, 30",
                "::1 ::, 30, 30, 30",
                "1:5:1, -, 5, 5",
            })
    void stepsAddUp(String steps, @Nullable BigDecimal quantity, @Nullable Integer length, @Nullable Integer longest) {
        Supply supply = new Supply(null, null, null, 0, quantity, doses(steps));
        assertThat(SupplyLength.days(supply)).isEqualTo(length);
        assertThat(SupplyLength.longest(supply)).isEqualTo(longest);
    }

    @Test
    void theLongestOfAllFiguresCountsRepeats() {
        Supply supply = new Supply(null, null, BigDecimal.valueOf(7), 2, BigDecimal.valueOf(30), doses(":10:1"));
        assertThat(SupplyLength.days(supply)).isEqualTo(21);
        assertThat(SupplyLength.longest(supply)).isEqualTo(90);
    }

    @Test
    void noFigureIsNegative() {
        Supply supply = new Supply(null, null, BigDecimal.valueOf(-7), 0, BigDecimal.valueOf(-30), doses(":-14:3"));
        assertThat(SupplyLength.days(supply)).isNull();
        assertThat(SupplyLength.longest(supply)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1:14:6 2:14:3, true", "1:14:3 1:14:1, false", "@2026-06-01:14:1 @2026-06-15:14:1, true", ":14:1, false"
    })
    void stepsAreTold(String steps, boolean expected) {
        assertThat(SupplyLength.hasSteps(new Supply(null, null, null, 0, null, doses(steps))))
                .isEqualTo(expected);
    }
}
