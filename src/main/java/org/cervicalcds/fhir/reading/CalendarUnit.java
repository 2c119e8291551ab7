package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** A UCUM unit of time, as so many to a day or as a day's share of it. */
enum CalendarUnit {
    SECOND(86_400, 1),
    MINUTE(1_440, 1),
    HOUR(24, 1),
    DAY(1, 1),
    WEEK(1, 7),
    MONTH(1, 30),
    YEAR(1, 365);

    private final BigDecimal toADay;
    private final BigDecimal days;

    CalendarUnit(int toADay, int days) {
        this.toADay = BigDecimal.valueOf(toADay);
        this.days = BigDecimal.valueOf(days);
    }

    /** The unit of a UCUM code; null for what is no unit of time. */
    static @Nullable CalendarUnit of(String code) {
        return switch (code) {
            case "s" -> SECOND;
            case "min" -> MINUTE;
            case "h" -> HOUR;
            case "d" -> DAY;
            case "wk" -> WEEK;
            case "mo", "mo_j", "mo_g", "mo_s" -> MONTH;
            case "a", "a_j", "a_g", "a_t" -> YEAR;
            default -> null;
        };
    }

    /** How many days so many of the unit are. */
    BigDecimal toDays(BigDecimal value) {
        return value.multiply(days).divide(toADay, MathContext.DECIMAL64);
    }

    /** How often a day something happens that happens so often in each period. */
    BigDecimal timesADay(BigDecimal frequency, BigDecimal period) {
        return frequency.multiply(toADay).divide(period.multiply(days), MathContext.DECIMAL64);
    }
}
