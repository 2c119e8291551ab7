package org.cervicalcds.engine.criteria;

import java.math.BigDecimal;
import java.math.MathContext;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.terminology.Units;
import org.jspecify.annotations.Nullable;

/** A kind of measured value with the units it comes in and the values that can be true (card specification, 0.4). Units are UCUM codes. */
public enum Quantity {
    /** Degrees Celsius; Fahrenheit is converted, a missing unit is told by the size of the number. */
    TEMPERATURE {
        @Override
        @Nullable
        public BigDecimal of(BigDecimal number, String unit, Units units) {
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
        public BigDecimal of(BigDecimal number, String unit, Units units) {
            return reads(unit, units) && between(number, "-8", "8") ? number : null;
        }

        @Override
        public boolean reads(String unit, Units units) {
            return unit.isEmpty() || unit.equals("1") || unit.equals("{T-score}");
        }
    },
    /** Body weight in kilograms. */
    WEIGHT {
        @Override
        @Nullable
        public BigDecimal of(BigDecimal number, String unit, Units units) {
            BigDecimal kilograms =
                    switch (unit) {
                        case "kg" -> number;
                        case "g" -> number.movePointLeft(3);
                        case "[lb_av]" -> number.multiply(new BigDecimal("0.45359237"));
                        default -> units.convert(number, unit, "kg");
                    };
            return kilograms != null && kilograms.signum() > 0 ? kilograms : null;
        }

        @Override
        public boolean reads(String unit, Units units) {
            return unit.equals("kg") || units.convert(BigDecimal.ONE, unit, "kg") != null;
        }
    },
    /** A plain count or score. */
    COUNT {
        @Override
        @Nullable
        public BigDecimal of(BigDecimal number, String unit, Units units) {
            return number.signum() >= 0 ? number : null;
        }

        /** Answers in words are read by other tests. */
        @Override
        public boolean isUnreadable(Observation observation, Units units) {
            return false;
        }
    };

    /** The value in the unit of the kind; null where the unit or the size makes no sense. */
    public abstract @Nullable BigDecimal of(BigDecimal number, String unit, Units units);

    /** Says that the unit can be read: a value that makes no sense in it is left out, one without a unit that can be read is unknown. */
    public boolean reads(String unit, Units units) {
        return true;
    }

    /** The value of an observation in the unit of the kind; null where there is none that makes sense. */
    @Nullable
    public BigDecimal in(Observation observation, Units units) {
        BigDecimal number = observation.value().number();
        return number == null ? null : of(number, observation.value().unit(), units);
    }

    /** Says that something was measured that cannot be read: in words, or in a unit that is not known. */
    public boolean isUnreadable(Observation observation, Units units) {
        Observation.Value value = observation.value();
        return value.number() == null ? !value.words().isEmpty() : !reads(value.unit(), units);
    }

    public static boolean between(BigDecimal number, String least, String most) {
        return number.compareTo(new BigDecimal(least)) >= 0 && number.compareTo(new BigDecimal(most)) <= 0;
    }
}
