package org.cervicalcds.service.insights;

import java.util.List;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.service.store.reports.Latency;
import org.cervicalcds.service.store.reports.Statistics;
import org.cervicalcds.service.store.reports.StatisticsScope;

/** Everything one page shows, read at one moment. */
public record InsightsData(
        List<CardCounts> counts,
        List<Latency> latencies,
        List<Statistics.TimeToResponse> responses,
        List<Statistics.Firing> firings,
        List<Statistics.Comment> comments,
        List<String> clients) {
    /** The latest of what clinicians wrote. */
    public static final int MOST_COMMENTS = 100;

    static InsightsData read(Statistics statistics, StatisticsScope slice) {
        return new InsightsData(
                statistics.cards(slice),
                statistics.latencies(slice),
                statistics.timesToResponse(slice),
                DriftWatch.firings(statistics, slice),
                statistics.comments(slice, MOST_COMMENTS),
                statistics.clients());
    }

    /** Nothing came in at all. */
    public boolean isEmpty() {
        return counts.isEmpty() && latencies.isEmpty() && comments.isEmpty();
    }
}
