package org.cervicalcds.service.insights;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cervicalcds.service.store.reports.ControlChart;
import org.cervicalcds.service.store.reports.Statistics.Firing;

/**
 * A card that fires at a site much less or much more often than it used to.
 *
 * @param days how many of the last days with calls show it
 * @param calls of these days
 * @param fired of these calls
 * @param usual share of calls in which it fired before
 */
public record Drift(String card, String client, Direction direction, int days, long calls, long fired, double usual) {

    /** Which way. */
    public enum Direction {
        SILENT("fell silent"),
        HALVED("fires at most half as often"),
        DOUBLED("fires at least twice as often");

        private final String words;

        Direction(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Those among the charts, by card and site. */
    static List<Drift> among(List<Firing> firings) {
        return firings.stream()
                .flatMap(firing -> direction(firing.chart()).map(d -> of(firing, d)).stream())
                .sorted(Comparator.comparing(Drift::card).thenComparing(Drift::client))
                .toList();
    }

    private static Drift of(Firing firing, Direction direction) {
        ControlChart chart = firing.chart();
        List<ControlChart.Day> days =
                firing.days().stream().filter(day -> day.calls() > 0).toList();
        List<ControlChart.Day> recent = days.subList(days.size() - chart.recentDays(), days.size());
        return new Drift(
                firing.card(),
                firing.client(),
                direction,
                chart.recentDays(),
                recent.stream().mapToLong(ControlChart.Day::calls).sum(),
                recent.stream().mapToLong(ControlChart.Day::fired).sum(),
                chart.centre());
    }

    private static Optional<Direction> direction(ControlChart chart) {
        return switch (chart.verdict()) {
            case SILENT -> Optional.of(Direction.SILENT);
            case HALVED -> Optional.of(Direction.HALVED);
            case DOUBLED -> Optional.of(Direction.DOUBLED);
            case STEADY, OUTSIDE, TOO_LITTLE_HISTORY -> Optional.empty();
        };
    }

    /** For people, after the name of the card. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d calls in the last %s, %.1f %% before",
                direction.words(),
                fired,
                calls,
                days == 1 ? "day" : days + " days",
                100 * usual);
    }
}
