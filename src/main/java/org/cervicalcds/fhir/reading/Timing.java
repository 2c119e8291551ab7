package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.DataTypes.decimal;
import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.opens;
import static org.cervicalcds.fhir.reading.DataTypes.string;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.fhir.json.JsonCursor;
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
    private @Nullable BigDecimal count;
    private @Nullable LocalDate starts;

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
                case "periodUnit", "periodUnits" ->
                    periodUnit = CalendarUnit.of(types.units().code(types.repeated(in), null));
                case "timeOfDay", "when" -> each(in, this::countTimeOfDay);
                case "boundsDuration", "boundsQuantity" ->
                    boundsDays = types.quantity(in).days();
                case "boundsRange" -> boundsDays = types.upperEnd(in).days();
                case "boundsPeriod" -> boundsPeriod(types.period(in), types);
                case "count" -> count = count == null ? decimal(in) : count;
                case "countMax" -> count = decimal(in);
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
    private void boundsPeriod(DataTypes.Period bounds, DataTypes types) {
        PartialDate start = bounds.start();
        PartialDate end = bounds.end();
        if (start == null || end == null) {
            return;
        }
        LocalDate first = start.firstDay(types.zone());
        long days =
                ChronoUnit.DAYS.between(first, end.latest().atZone(types.zone()).toLocalDate()) + 1;
        if (days > 0) {
            starts = first;
            boundsDays = BigDecimal.valueOf(days);
        }
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

    /** How long it goes on, in days; where no bounds are given, as long as it takes to do it {@code count} times. */
    @Nullable
    BigDecimal boundsDays() {
        if (boundsDays != null || count == null || count.signum() <= 0) {
            return boundsDays;
        }
        BigDecimal times = timesADay();
        return times == null || times.signum() <= 0 ? null : count.divide(times, MathContext.DECIMAL64);
    }

    /** Says that {@link #boundsDays} rests on the count. */
    boolean isCounted() {
        return boundsDays == null && count != null;
    }

    /** The first day of the bounds where they are a period. */
    @Nullable
    LocalDate starts() {
        return starts;
    }
}
