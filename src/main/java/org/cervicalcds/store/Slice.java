package org.cervicalcds.store;

/**
 * What statistics are about.
 *
 * @param card id of one card; empty for all
 * @param client one site; empty for all
 */
public record Slice(Span span, String card, String client) {

    /** All cards and sites in these days. */
    public static Slice of(Span span) {
        return new Slice(span, "", "");
    }
}
