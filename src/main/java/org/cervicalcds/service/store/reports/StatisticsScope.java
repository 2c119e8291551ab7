package org.cervicalcds.service.store.reports;

/**
 * What statistics are about.
 *
 * @param card id of one card; empty for all
 * @param client one site; empty for all
 */
public record StatisticsScope(Span span, String card, String client) {

    /** All cards and sites in these days. */
    public static StatisticsScope of(Span span) {
        return new StatisticsScope(span, "", "");
    }
}
