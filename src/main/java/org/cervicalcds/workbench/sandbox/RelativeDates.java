package org.cervicalcds.workbench.sandbox;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates written in the resource files as distance from the start of the sandbox: {@code ${today-2d}} is a date, {@code ${now-3h}} an instant,
 * {@code ${month-14m}} a month and {@code ${year-20y}} a year, all in UTC. Distances: {@code y} years, {@code m} months, {@code d} days, {@code h} hours, {@code min}
 * minutes, one after another as in {@code ${today-62y3m}}.
 */
final class RelativeDates {

    private static final Pattern TOKEN = Pattern.compile("\\$\\{([^}]*)\\}");
    private static final Pattern FORM = Pattern.compile(
            "(today|now|month|year)(?:([+-])(?:(\\d+)y)?(?:(\\d+)m(?!in))?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)min)?)?");
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

    private final OffsetDateTime now;

    RelativeDates(Clock clock) {
        this.now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * The text with every token replaced.
     *
     * @throws IllegalArgumentException for a token of another form
     */
    String resolve(String text) {
        return TOKEN.matcher(text).replaceAll(token -> Matcher.quoteReplacement(resolveToken(token)));
    }

    private String resolveToken(MatchResult token) {
        Matcher form = FORM.matcher(token.group(1));
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a relative date: " + token.group());
        }
        int sign = "-".equals(form.group(2)) ? -1 : 1;
        OffsetDateTime moment = now.plus(Period.of(amount(form, 3), amount(form, 4), amount(form, 5))
                        .multipliedBy(sign))
                .plusHours(sign * (long) amount(form, 6))
                .plusMinutes(sign * (long) amount(form, 7));
        LocalDate day = moment.toLocalDate();
        return switch (form.group(1)) {
            case "today" -> day.toString();
            case "month" -> day.toString().substring(0, 7);
            case "year" -> day.toString().substring(0, 4);
            default -> INSTANT.format(moment);
        };
    }

    private static int amount(Matcher form, int group) {
        return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
    }
}
