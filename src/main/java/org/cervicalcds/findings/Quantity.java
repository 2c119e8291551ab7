package org.cervicalcds.findings;

import java.math.BigDecimal;
import java.math.MathContext;
import org.cervicalcds.chart.Observation;
import org.jspecify.annotations.Nullable;

/** A kind of measured value with the units it comes in and the values that can be true. */
public enum Quantity {
    /** Degrees Celsius; Fahrenheit is converted, a missing unit is told by the size of the number. */
    TEMPERATURE {
        @Override
        @Nullable
        BigDecimal of(BigDecimal number, String unit) {
            boolean fahrenheit =
                    switch (unit) {
                        case "Cel" -> false;
                        case "[degF]" -> true;
                        default -> between(number, "86", "113");
                    };
            BigDecimal celsius = fahrenheit
                    ? number.subtract(new BigDecimal("32"))
                            .multiply(new BigDecimal("5"))
                            .divide(new BigDecimal("9"), MathContext.DECIMAL64)
                    : number;
            return between(celsius, "30", "45") ? celsius : null;
        }
    },
    /** DXA T-score, standard deviations. */
    T_SCORE {
        @Override
        @Nullable
        BigDecimal of(BigDecimal number, String unit) {
            boolean plain = unit.isEmpty() || unit.equals("1") || unit.equals("{Tscore}") || unit.equals("{T-score}");
            return plain && between(number, "-8", "8") ? number : null;
        }
    },
    /** Body weight in kilograms. */
    WEIGHT {
        @Override
        @Nullable
        BigDecimal of(BigDecimal number, String unit) {
            BigDecimal kilograms =
                    switch (unit) {
                        case "kg" -> number;
                        case "g" -> number.movePointLeft(3);
                        case "[lb_av]" -> number.multiply(new BigDecimal("0.45359237"));
                        default -> null;
                    };
            return kilograms != null && kilograms.signum() > 0 ? kilograms : null;
        }
    },
    /** A plain count or score. */
    COUNT {
        @Override
        @Nullable
        BigDecimal of(BigDecimal number, String unit) {
            return number.signum() >= 0 ? number : null;
        }
    };

    /** The value in the unit of the kind; null where the unit or the size makes no sense. */
    abstract @Nullable BigDecimal of(BigDecimal number, String unit);

    @Nullable
    BigDecimal in(Observation observation) {
        BigDecimal number = observation.value().number();
        return number == null ? null : of(number, observation.value().unit());
    }

    static boolean between(BigDecimal number, String least, String most) {
        return number.compareTo(new BigDecimal(least)) >= 0 && number.compareTo(new BigDecimal(most)) <= 0;
    }
}
