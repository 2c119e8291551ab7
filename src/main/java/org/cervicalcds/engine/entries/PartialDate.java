package org.cervicalcds.engine.entries;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR date, dateTime or instant of any precision: the interval of instants it can stand for, both ends included.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#dateTime">FHIR R4, dateTime</a>
 */
public record PartialDate(Instant earliest, Instant latest, Precision precision) {

    /** FHIR allows it; the second before stands for it. */
    private static final int LEAP_SECOND = 60;

    /** How exact a date is. */
    public enum Precision {
        YEAR,
        MONTH,
        DAY,
        TIME
    }

    /** Reads a FHIR date; days are days of the zone. Returns null for what is no date. */
    public static @Nullable PartialDate parse(String text, ZoneId zone) {
        try {
            return switch (text.length()) {
                case 4 -> year(Integer.parseInt(text), zone);
                case 7 -> month(YearMonth.parse(text), zone);
                case 10 -> day(date(text), zone);
                default -> text.length() > 11 && isTimeMark(text.charAt(10)) ? time(text, zone) : null;
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** The letter of FHIR, the small one of RFC 3339, or the blank of databases. */
    private static boolean isTimeMark(char c) {
        return c == 'T' || c == 't' || c == ' ';
    }

    private static PartialDate year(int year, ZoneId zone) {
        LocalDate first = LocalDate.of(year, 1, 1);
        return between(first, first.plusYears(1), Precision.YEAR, zone);
    }

    private static PartialDate month(YearMonth month, ZoneId zone) {
        return between(month.atDay(1), month.plusMonths(1).atDay(1), Precision.MONTH, zone);
    }

    /** The whole of a day in the zone. */
    public static PartialDate day(LocalDate day, ZoneId zone) {
        return between(day, day.plusDays(1), Precision.DAY, zone);
    }

    /** One instant. */
    public static PartialDate at(Instant instant) {
        return new PartialDate(instant, instant, Precision.TIME);
    }

    private static PartialDate between(LocalDate first, LocalDate after, Precision precision, ZoneId zone) {
        return new PartialDate(startOf(first, zone), startOf(after, zone).minusMillis(1), precision);
    }

    /** Without the detour over a zoned time where the zone never changes its clocks. */
    private static Instant startOf(LocalDate day, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return rules.isFixedOffset()
                ? Instant.ofEpochSecond(day.toEpochDay() * 86_400
                        - rules.getOffset(Instant.EPOCH).getTotalSeconds())
                : day.atStartOfDay(zone).toInstant();
    }

    private static PartialDate time(String text, ZoneId zone) {
        int offset = offsetAt(text);
        int end = offset < 0 ? text.length() : offset;
        while (text.charAt(end - 1) == ' ') {
            end--;
        }
        LocalDate day = date(text);
        LocalDateTime time =
                isEndOfDay(text, end) ? day.plusDays(1).atStartOfDay() : LocalDateTime.of(day, clock(text, end));
        return at(offset < 0 ? time.atZone(zone).toInstant() : time.toInstant(offsetAt(text, offset)));
    }

    /** The first ten characters; read by hand, since a chart holds hundreds and the formatter costs more than the rest of the reading. */
    private static LocalDate date(String text) {
        expect(text, 4, '-');
        expect(text, 7, '-');
        return LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
    }

    /** Hours and minutes, with or without seconds and their fraction. */
    private static LocalTime clock(String text, int end) {
        expect(text, 13, ':');
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        if (end == 16) {
            return LocalTime.of(hour, minute);
        }
        expect(text, 16, ':');
        int second = digits(text, 17, 19);
        if (second == LEAP_SECOND) {
            second--;
        }
        if (end == 19) {
            return LocalTime.of(hour, minute, second);
        }
        expect(text, 19, '.');
        int places = Math.min(end - 20, 9);
        int nano = digits(text, 20, 20 + places);
        for (int i = places; i < 9; i++) {
            nano *= 10;
        }
        if (end > 29) {
            digits(text, 29, end);
        }
        return LocalTime.of(hour, minute, second, nano);
    }

    /** Of ISO 8601: midnight at the end of the day. */
    private static boolean isEndOfDay(String text, int end) {
        return text.startsWith("24:00", 11)
                && (end == 16 || text.startsWith(":00", 16) && (end == 19 || text.startsWith(".000", 19) && end == 23));
    }

    private static void expect(String text, int at, char wanted) {
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw new DateTimeException("no date");
        }
    }

    private static int digits(String text, int from, int to) {
        if (to > text.length() || from == to) {
            throw new DateTimeException("no date");
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("no date");
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static boolean isZulu(char c) {
        return c == 'Z' || c == 'z';
    }

    private static ZoneOffset offsetAt(String text, int at) {
        boolean isUtc = at == text.length() - 1 && isZulu(text.charAt(at));
        return isUtc ? ZoneOffset.UTC : ZoneOffset.of(text.substring(at));
    }

    private static int offsetAt(String text) {
        for (int i = 11; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isZulu(c) || c == '+' || c == '-') {
                return i;
            }
        }
        return -1;
    }

    /** The latest instant it can stand for, but not after now. */
    public Instant latestUpTo(Instant now) {
        return latest.isAfter(now) ? now : latest;
    }

    /** The first day it can stand for. */
    public LocalDate firstDay(ZoneId zone) {
        return earliest.atZone(zone).toLocalDate();
    }

    /** As a clinician reads it, no more exact than it was given: 2025, 2025-06 or 2025-06-13. */
    public String shown(ZoneId zone) {
        String day = firstDay(zone).toString();
        return switch (precision) {
            case YEAR -> day.substring(0, 4);
            case MONTH -> day.substring(0, 7);
            case DAY, TIME -> day;
        };
    }
}
