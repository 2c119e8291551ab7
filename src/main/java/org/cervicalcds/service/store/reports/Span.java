package org.cervicalcds.service.store.reports;

import java.time.LocalDate;

/** Days from the first to the last, both included, in the time zone of the service. */
public record Span(LocalDate first, LocalDate last) {
    public Span {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("A span ends before it begins: " + first + " to " + last);
        }
    }

    /** So many days that end with this one. */
    public static Span until(LocalDate last, int days) {
        return new Span(last.minusDays(days - 1L), last);
    }
}
