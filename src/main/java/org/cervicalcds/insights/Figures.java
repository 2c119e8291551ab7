package org.cervicalcds.insights;

import java.util.List;
import org.cervicalcds.store.CardCounts;
import org.cervicalcds.store.Latency;
import org.cervicalcds.store.Slice;
import org.cervicalcds.store.Statistics;

/** Everything one page shows, read at one moment. */
record Figures(
        List<CardCounts> counts,
        List<Latency> latencies,
        List<Statistics.TimeToResponse> responses,
        List<Statistics.Firing> firings,
        List<Statistics.Comment> comments,
        List<String> clients) {
    /** The latest of what clinicians wrote. */
    static final int MOST_COMMENTS = 100;

    static Figures read(Statistics statistics, Slice slice) {
        return new Figures(
                statistics.cards(slice),
                statistics.latencies(slice),
                statistics.timesToResponse(slice),
                DriftWatch.firings(statistics, slice),
                statistics.comments(slice, MOST_COMMENTS),
                statistics.clients());
    }

    /** Nothing came in at all. */
    boolean isEmpty() {
        return counts.isEmpty() && latencies.isEmpty() && comments.isEmpty();
    }
}
