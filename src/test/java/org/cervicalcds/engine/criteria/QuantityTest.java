package org.cervicalcds.engine.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.cervicalcds.engine.findings.Charts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units and the values that can be true. */
class QuantityTest {

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            nullValues = "-",
            value = {
                "TEMPERATURE, 38.0,  Cel,    38.0",
                "TEMPERATURE, 102.2, [degF], 39.0",
                "TEMPERATURE, 100.4, [degF], 38.0",
                "TEMPERATURE, 38.9,  [degF], -", // 3.8 degrees Celsius
                "TEMPERATURE, 38.9,  '',     38.9",
                "TEMPERATURE, 102.2, '',     39.0",
                "TEMPERATURE, 38.9,  K,      38.9", // another unit is told by the size of the number
                "TEMPERATURE, 86,    '',     30",
                "TEMPERATURE, 85.9,  '',     -",
                "TEMPERATURE, 113,   '',     45",
                "TEMPERATURE, 113.1, '',     -",
                "TEMPERATURE, 30,    Cel,    30",
                "TEMPERATURE, 29.9,  Cel,    -",
                "TEMPERATURE, 45,    Cel,    45",
                "TEMPERATURE, 45.1,  Cel,    -",
                "TEMPERATURE, 102.2, Cel,    -",
                "T_SCORE,     -2.5,  {T-score}, -2.5",
                "T_SCORE,     -2.5,  1,      -2.5",
                "T_SCORE,     -2.5,  '',     -2.5",
                "T_SCORE,     -2.5,  g/cm2,  -",
                "T_SCORE,     -8,    '',     -8",
                "T_SCORE,     -8.1,  '',     -",
                "T_SCORE,     8.1,   '',     -",
                "WEIGHT,      70,    kg,     70",
                "WEIGHT,      70000, g,      70",
                "WEIGHT,      100,   [lb_av], 45.359237",
                "WEIGHT,      10,    [stone_av], 63.5029318",
                "WEIGHT,      70,    '',     -",
                "WEIGHT,      0,     kg,     -",
                "COUNT,       3,     '',     3",
                "COUNT,       -1,    '',     -",
            })
    void valuesAreBroughtToOneUnitOrDropped(
            Quantity quantity, BigDecimal number, String unit, @Nullable BigDecimal expected) {
        BigDecimal value = quantity.of(number, unit, Charts.TERMINOLOGY.units());
        if (expected == null) {
            assertThat(value).isNull();
        } else {
            assertThat(value).isEqualByComparingTo(expected);
        }
    }
}
