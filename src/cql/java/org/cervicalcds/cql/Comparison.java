package org.cervicalcds.cql;

import java.util.List;
import java.util.Locale;

/**
 * What became of one vignette in CQL.
 *
 * @param product critical, warning, info, silent or undetermined, as the service decides
 * @param cql the same in CQL
 * @param told CQL left open no finding of its card that rests on words or images
 * @param findings those of its card that differ and are made of no other that differs, as "name: product, cql"
 */
public record Comparison(
        String card, String title, String product, String cql, Kind kind, boolean told, List<String> findings) {

    /** Same, or why not. */
    public enum Kind {
        SAME,
        /** A finding rests on words or on what an image report says, and CQL leaves it open. */
        WORDS,
        /** A rule that holds between cards and that CQL does not say. */
        BETWEEN_CARDS,
        /** Anything else: a fault of the export. */
        FAULT;

        /** As files and tables have it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
