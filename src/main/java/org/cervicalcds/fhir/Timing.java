package org.cervicalcds.fhir;

import static org.cervicalcds.fhir.DataTypes.decimal;
import static org.cervicalcds.fhir.DataTypes.each;
import static org.cervicalcds.fhir.DataTypes.opens;
import static org.cervicalcds.fhir.DataTypes.quantity;
import static org.cervicalcds.fhir.DataTypes.string;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.chart.PartialDate;
import org.jspecify.annotations.Nullable;

/** A FHIR Timing as far as it tells how often a day and for how many days. */
final class Timing {
    private static final Pattern EVERY_SO_MANY_HOURS = Pattern.compile("Q(\\d{1,2})H");

    private @Nullable BigDecimal frequency;
    private @Nullable BigDecimal frequencyMax;
    private @Nullable BigDecimal period;
    private @Nullable CalendarUnit periodUnit;
    private @Nullable BigDecimal byCode;
    private int timesOfDay;
    private @Nullable BigDecimal boundsDays;

    private Timing() {}

    static Timing read(JsonCursor in, DataTypes types) {
        Timing timing = new Timing();
        if (!opens(in)) {
            return timing;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "repeat" -> timing.repeat(in, types);
                case "code" -> DataTypes.codes(in).forEach(timing::code);
                default -> in.skipChildren();
            }
        }
        return timing;
    }

    private void repeat(JsonCursor in, DataTypes types) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "frequency" -> frequency = decimal(in);
                case "frequencyMax" -> frequencyMax = decimal(in);
                case "period" -> period = decimal(in);
                case "periodUnit", "periodUnits" -> periodUnit = CalendarUnit.of(string(in));
                case "timeOfDay", "when" -> each(in, this::countTimeOfDay);
                case "boundsDuration", "boundsQuantity" ->
                    boundsDays = quantity(in).days();
                case "boundsPeriod" -> boundsDays = days(types.period(in), types);
                default -> in.skipChildren();
            }
        }
    }

    private void countTimeOfDay(JsonCursor in) {
        if (string(in) != null) {
            timesOfDay++;
        }
    }

    /** Calendar days, the first and the last included. */
    private static @Nullable BigDecimal days(DataTypes.Period bounds, DataTypes types) {
        PartialDate start = bounds.start();
        PartialDate end = bounds.end();
        if (start == null || end == null) {
            return null;
        }
        long days = ChronoUnit.DAYS.between(
                        start.firstDay(types.zone()),
                        end.latest().atZone(types.zone()).toLocalDate())
                + 1;
        return days > 0 ? BigDecimal.valueOf(days) : null;
    }

    private void code(String code) {
        BigDecimal times = timesADay(code.toUpperCase(Locale.ROOT));
        if (times != null && byCode == null) {
            byCode = times;
        }
    }

    private static @Nullable BigDecimal timesADay(String code) {
        return switch (code) {
            case "QD", "DAILY", "AM", "PM", "BED", "QHS", "HS" -> BigDecimal.ONE;
            case "BID" -> BigDecimal.valueOf(2);
            case "TID" -> BigDecimal.valueOf(3);
            case "QID" -> BigDecimal.valueOf(4);
            case "QOD" -> new BigDecimal("0.5");
            case "WK", "WEEKLY" -> CalendarUnit.WEEK.timesADay(BigDecimal.ONE, BigDecimal.ONE);
            default -> everySoManyHours(code);
        };
    }

    private static @Nullable BigDecimal everySoManyHours(String code) {
        Matcher every = EVERY_SO_MANY_HOURS.matcher(code);
        if (!every.matches() || Integer.parseInt(every.group(1)) == 0) {
            return null;
        }
        return BigDecimal.valueOf(24).divide(new BigDecimal(every.group(1)), MathContext.DECIMAL64);
    }

    /** How often a day at most; null where that is not said. */
    @Nullable
    BigDecimal timesADay() {
        if (period != null && period.signum() > 0 && periodUnit != null) {
            BigDecimal most = frequencyMax != null ? frequencyMax : frequency != null ? frequency : null;
            if (most == null) {
                most = BigDecimal.valueOf(Math.max(1, timesOfDay));
            }
            return periodUnit.timesADay(most, period);
        }
        return byCode != null ? byCode : timesOfDay > 0 ? BigDecimal.valueOf(timesOfDay) : null;
    }

    @Nullable
    BigDecimal boundsDays() {
        return boundsDays;
    }
}
