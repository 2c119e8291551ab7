package org.cervicalcds.chart;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR date, dateTime or instant of any precision: the interval of instants it can stand for, both ends included.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#dateTime">FHIR R4, dateTime</a>
 */
public record PartialDate(Instant earliest, Instant latest, Precision precision) {

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
                case 10 -> day(LocalDate.parse(text), zone);
                default -> text.length() > 11 && text.charAt(10) == 'T' ? time(text, zone) : null;
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
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
        return new PartialDate(
                first.atStartOfDay(zone).toInstant(),
                after.atStartOfDay(zone).toInstant().minus(1, ChronoUnit.MILLIS),
                precision);
    }

    private static PartialDate time(String text, ZoneId zone) {
        int offset = offsetAt(text);
        if (offset < 0) {
            LocalTime time = LocalTime.parse(text.substring(11));
            return at(LocalDate.parse(text.substring(0, 10))
                    .atTime(time)
                    .atZone(zone)
                    .toInstant());
        }
        return at(OffsetDateTime.of(
                        LocalDate.parse(text.substring(0, 10)),
                        LocalTime.parse(text.substring(11, offset)),
                        ZoneOffset.of(text.substring(offset)))
                .toInstant());
    }

    private static int offsetAt(String text) {
        for (int i = 11; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == '+' || c == '-') {
                return i;
            }
        }
        return -1;
    }

    /** The latest instant it can stand for, but not after now. */
    public Instant latestUpTo(Instant now) {
        return latest.isAfter(now) ? (earliest.isAfter(now) ? earliest : now) : latest;
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
