package org.cervicalcds.fhir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
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

    /** The unit of a code or, failing that, of what was written for people; null for what is no unit of time. */
    static @Nullable CalendarUnit of(@Nullable String codeOrWord) {
        if (codeOrWord == null) {
            return null;
        }
        return switch (codeOrWord.strip().toLowerCase(Locale.ROOT)) {
            case "s", "sec", "second", "seconds" -> SECOND;
            case "min", "minute", "minutes" -> MINUTE;
            case "h", "hr", "hour", "hours" -> HOUR;
            case "d", "day", "days" -> DAY;
            case "wk", "week", "weeks" -> WEEK;
            case "mo", "month", "months" -> MONTH;
            case "a", "yr", "year", "years" -> YEAR;
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
