package org.cervicalcds.workbench.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** The stretch of time that a FHIR date stands for, from its first instant up to but not including {@code end}. */
record TimeSpan(Instant start, Instant end) implements SearchValue {

    static final Instant FAR_PAST = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant FAR_FUTURE = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Reads a FHIR date, dateTime or instant of any precision; without an offset it is read in UTC.
     *
     * @throws DateTimeParseException when the text is none of these
     */
    static TimeSpan parse(String text) {
        return switch (text.length()) {
            case 4 ->
                days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
            case 7 ->
                days(
                        YearMonth.parse(text).atDay(1),
                        YearMonth.parse(text).plusMonths(1).atDay(1));
            case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
            default -> instant(text);
        };
    }

    private static TimeSpan days(LocalDate first, LocalDate next) {
        return new TimeSpan(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                next.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static TimeSpan instant(String text) {
        // An unescaped plus sign of an offset arrives as a space.
        String written = text.replace(' ', '+');
        String timeOfDay = written.substring(written.indexOf('T') + 1);
        boolean hasOffset = timeOfDay.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
        Instant start = hasOffset
                ? OffsetDateTime.parse(written).toInstant()
                : LocalDateTime.parse(written).toInstant(ZoneOffset.UTC);
        return new TimeSpan(start, start.plus(1, precision(timeOfDay)));
    }

    private static ChronoUnit precision(String timeOfDay) {
        if (timeOfDay.contains(".")) {
            return ChronoUnit.MILLIS;
        }
        return timeOfDay.matches("\\d\\d:\\d\\d:\\d\\d.*") ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
    }

    /** Whether this span lies wholly inside the other. */
    boolean within(TimeSpan other) {
        return !start.isBefore(other.start) && !end.isAfter(other.end);
    }

    /** Whether the two spans share an instant. */
    boolean overlaps(TimeSpan other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    @Override
    public String sortKey() {
        // All of one length, so that they compare as text.
        return String.valueOf(100_000_000_000_000L + start.toEpochMilli());
    }
}
