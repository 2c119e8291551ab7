package org.cervicalcds.service.insights;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;

/** Reads which days, card and site the address asks for. */
final class InsightsQuery {
    static final Set<String> PERIOD = Set.of("from", "to");
    static final Set<String> ALL = Set.of("from", "to", "card", "client");

    /** Without a period: this many days that end today. */
    static final int USUAL_DAYS = 30;

    private static final int LONGEST_DAYS = 3660;
    private static final int LONGEST_NAME = 200;

    private InsightsQuery() {}

    /**
     * From parameters of an address; an empty one is as good as none.
     *
     * @throws RequestProblem for a parameter that is not known, given twice, or makes no sense
     */
    static StatisticsScope read(Map<String, String[]> parameters, Set<String> known, LocalDate today) {
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw RequestProblem.invalid("There is a parameter that is not known here. Known are: "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
            if (parameter.getValue().length != 1) {
                throw RequestProblem.invalid("The parameter " + parameter.getKey() + " stands there more than once.");
            }
        }
        String from = value(parameters, "from");
        String to = value(parameters, "to");
        LocalDate last = to.isEmpty() ? today : day("to", to);
        LocalDate first = from.isEmpty() ? last.minusDays(USUAL_DAYS - 1L) : day("from", from);
        if (last.isBefore(first)) {
            throw RequestProblem.invalid("The period ends before it begins.");
        }
        if (first.plusDays(LONGEST_DAYS).isBefore(last)) {
            throw RequestProblem.invalid("The period is longer than " + LONGEST_DAYS + " days.");
        }
        return new StatisticsScope(new Span(first, last), name(parameters, "card"), name(parameters, "client"));
    }

    private static String value(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        return values == null ? "" : values[0];
    }

    private static String name(Map<String, String[]> parameters, String name) {
        String value = value(parameters, name);
        if (value.length() > LONGEST_NAME || value.indexOf('\0') >= 0) {
            throw RequestProblem.invalid("The parameter " + name + " is no name of ours.");
        }
        return value;
    }

    private static LocalDate day(String name, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1900 && day.getYear() <= 9998) {
                return day;
            }
        } catch (DateTimeException e) {
            throw RequestProblem.invalid("The parameter " + name + " is no day as in 2026-03-31.");
        }
        throw RequestProblem.invalid("The parameter " + name + " is no day of our time.");
    }
}
