package org.cervicalcds.service.store.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches how often a card fires against its own history: a p-chart (a share of each day's hook calls) with limits of three standard
 * deviations.
 *
 * <p>The centre is the share over all days but the last {@value #RECENT}. The last 1, 2, … {@value #RECENT} days, pooled, are each held
 * against it: a rare card has no lower limit on a single day, so its silence shows only over several.
 *
 * @param centre share of the history
 * @param points one for each day
 * @param verdict on the recent days
 * @param recentDays how many of the last days led to the verdict; 0 where it is steady or there is too little history
 */
public record ControlChart(double centre, List<Point> points, Verdict verdict, int recentDays) {
    /** How many of the last days are watched. */
    public static final int RECENT = 7;

    /** Fewer days of history say nothing. */
    public static final int SHORTEST_HISTORY = 7;

    /** Fewer firings are never called a doubling. */
    public static final int FEWEST_FIRINGS = 5;

    private static final double SIGMAS = 3;

    /** How likely a value beyond three standard deviations on one side is by chance. */
    private static final double CHANCE = 0.00135;

    /**
     * How unlikely a fall to half must be. Stricter: a broken value set seldom leaves nothing, but a card that fires often reaches a fall to half
     * by chance on one of several days.
     */
    private static final double CHANCE_OF_FEW = 0.0005;

    /**
     * One day.
     *
     * @param calls hook calls that decided the card
     * @param fired those in which it fired
     */
    public record Day(LocalDate date, long calls, long fired) {
        public Day {
            if (calls < 0 || fired < 0 || fired > calls) {
                throw new IllegalArgumentException(fired + " of " + calls + " is not a share");
            }
        }
    }

    /** A day's share and the limits within which chance keeps it. */
    public record Point(LocalDate date, double share, double lower, double upper) {
        public boolean isOutside() {
            return share < lower || share > upper;
        }
    }

    /** What the recent days say. */
    public enum Verdict {
        STEADY,
        /** It does not fire at all, where chance would make it. */
        SILENT,
        /** It fires at most half as often, less than chance would make it. */
        HALVED,
        /** It fires at least twice as often, beyond the upper limit. */
        DOUBLED,
        /** The last day is outside its limits, by less. */
        OUTSIDE,
        TOO_LITTLE_HISTORY
    }

    /** From days in order; days without hook calls are left out. */
    public static ControlChart of(List<Day> all) {
        List<Day> days = all.stream().filter(day -> day.calls() > 0).toList();
        int history = days.size() - Math.min(RECENT, Math.max(0, days.size() - SHORTEST_HISTORY));
        Sum past = Sum.of(days.subList(0, history));
        double centre = past.share();
        List<Point> points = new ArrayList<>();
        for (Day day : days) {
            points.add(point(day, centre));
        }
        List<Day> recent = days.subList(history, days.size());
        if (recent.isEmpty()) {
            return new ControlChart(centre, List.copyOf(points), Verdict.TOO_LITTLE_HISTORY, 0);
        }
        for (int count = 1; count <= recent.size(); count++) {
            Sum pooled = Sum.of(recent.subList(recent.size() - count, recent.size()));
            Verdict verdict = verdict(pooled, centre);
            if (verdict != Verdict.STEADY) {
                return new ControlChart(centre, List.copyOf(points), verdict, count);
            }
        }
        boolean outside = points.get(points.size() - 1).isOutside();
        return new ControlChart(
                centre, List.copyOf(points), outside ? Verdict.OUTSIDE : Verdict.STEADY, outside ? 1 : 0);
    }

    private static Verdict verdict(Sum pooled, double centre) {
        if (isSilent(pooled, centre)) {
            return Verdict.SILENT;
        }
        if (isHalved(pooled, centre)) {
            return Verdict.HALVED;
        }
        return isDoubled(pooled, centre) ? Verdict.DOUBLED : Verdict.STEADY;
    }

    private static Point point(Day day, double centre) {
        double width = width(centre, day.calls());
        return new Point(
                day.date(),
                (double) day.fired() / day.calls(),
                Math.max(0, centre - width),
                Math.min(1, centre + width));
    }

    private static double width(double centre, long calls) {
        return SIGMAS * Math.sqrt(centre * (1 - centre) / calls);
    }

    /** The normal curve that limits are drawn by is wrong near zero; the chance of no firing at all is known exactly. */
    private static boolean isSilent(Sum pooled, double centre) {
        return pooled.fired() == 0 && Math.pow(1 - centre, pooled.calls()) < CHANCE;
    }

    private static boolean isHalved(Sum pooled, double centre) {
        return centre > 0
                && centre < 1
                && pooled.fired() > 0
                && pooled.share() <= centre / 2
                && chanceOfAtMost(pooled.fired(), pooled.calls(), centre) < CHANCE_OF_FEW;
    }

    /** The binomial distribution; 0 where the chance is too small for a double. */
    private static double chanceOfAtMost(long fired, long calls, double share) {
        double chance = Math.pow(1 - share, calls);
        double sum = chance;
        for (long k = 1; k <= fired; k++) {
            chance *= (double) (calls - k + 1) / k * share / (1 - share);
            sum += chance;
        }
        return sum;
    }

    private static boolean isDoubled(Sum pooled, double centre) {
        return pooled.fired() >= FEWEST_FIRINGS
                && pooled.share() >= 2 * centre
                && pooled.share() > centre + width(centre, pooled.calls());
    }

    /** Days taken together. */
    private record Sum(long calls, long fired) {
        static Sum of(List<Day> days) {
            return new Sum(
                    days.stream().mapToLong(Day::calls).sum(),
                    days.stream().mapToLong(Day::fired).sum());
        }

        double share() {
            return calls == 0 ? 0 : (double) fired / calls;
        }
    }
}
