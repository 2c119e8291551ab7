package org.cervicalcds.service.insights;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.service.store.reports.ControlChart;
import org.cervicalcds.workbench.cardbook.Html;

/**
 * Draws as SVG, in the size it is meant to be seen in. What colours tell, a pattern or a shape tells too; each drawing has its numbers in words or
 * in a table beside it.
 */
final class Plots {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final int HEIGHT = 150;
    private static final int TOP = 10;
    private static final int LEFT = 52;
    private static final int STEP = 34;
    private static final int BAR = 22;
    private static final int CHART_WIDTH = 300;
    private static final int CHART_HEIGHT = 90;

    private Plots() {}

    /** The patterns that all drawings of a page use. */
    static void patterns(Html out) {
        out.open("svg", "width", "0", "height", "0", "aria-hidden", "true", "class", "patterns")
                .open("defs");
        pattern(out, "overridden", "M0,6 L6,0 M-1,1 L1,-1 M5,7 L7,5");
        pattern(out, "unanswered", "");
        out.close("defs").close("svg");
    }

    private static void pattern(Html out, String name, String path) {
        out.open("pattern", "id", "fill-" + name, "width", "6", "height", "6", "patternUnits", "userSpaceOnUse")
                .open("rect", "width", "6", "height", "6", "class", "ground-" + name)
                .end("rect");
        if (!path.isEmpty()) {
            out.open("path", "d", path, "class", "stroke-" + name).end("path");
        }
        out.close("pattern");
    }

    /** What the patterns mean. */
    static void legend(Html out) {
        out.open("ul", "class", "legend");
        legend(out, "accepted", "accepted");
        legend(out, "overridden", "overridden");
        legend(out, "unanswered", "no answer");
        out.close("ul");
    }

    private static void legend(Html out, String fill, String text) {
        out.open("li").open("svg", "width", "22", "height", "14", "aria-hidden", "true");
        bar(out, fill, 1, 1, 20, 12);
        out.end("svg").text(text).close("li");
    }

    private static void bar(Html out, String fill, double x, double y, double width, double height) {
        out.open(
                        "rect",
                        "x",
                        number(x),
                        "y",
                        number(y),
                        "width",
                        number(width),
                        "height",
                        number(height),
                        "class",
                        "bar bar-" + fill,
                        "fill",
                        fill.equals("accepted") ? "currentColor" : "url(#fill-" + fill + ")")
                .end("rect");
    }

    /** Shown cards of each week as a column: accepted at the bottom, then overridden, then without answer; weeks without cards too. */
    static void weeks(Html out, Map<LocalDate, Totals> tallies) {
        Map<LocalDate, Totals> weeks = withoutGaps(tallies);
        long most = weeks.values().stream().mapToLong(Totals::shown).max().orElse(0);
        long top = top(most);
        int width = LEFT + STEP * weeks.size() + 10;
        out.open(
                "svg",
                "width",
                number(width),
                "height",
                number(TOP + HEIGHT + 26),
                "role",
                "img",
                "aria-label",
                "Cards shown in each of " + weeks.size() + " weeks, at most " + most
                        + "; the numbers stand in the table below");
        for (long line : new long[] {0, top / 2, top}) {
            double y = TOP + HEIGHT - HEIGHT * (double) line / top;
            line(out, "grid", LEFT, y, width - 4.0, y);
            label(out, "end", LEFT - 6, y + 4, NumberFormat.count(line));
        }
        int index = 0;
        int each = weeks.size() > 1 ? 2 : 1;
        for (Map.Entry<LocalDate, Totals> week : weeks.entrySet()) {
            double x = LEFT + 6 + (double) STEP * index;
            column(out, x, week.getValue(), top);
            if (index % each == 0) {
                label(out, "middle", x + BAR / 2.0, TOP + HEIGHT + 18, DAY.format(week.getKey()));
            }
            index++;
        }
        out.close("svg");
    }

    private static void column(Html out, double x, Totals tally, long top) {
        double y = TOP + HEIGHT;
        String[] fills = {"accepted", "overridden", "unanswered"};
        long[] counts = {tally.accepted(), tally.overridden(), tally.noAnswer()};
        for (int i = 0; i < fills.length; i++) {
            double height = HEIGHT * (double) counts[i] / top;
            if (height > 0) {
                y -= height;
                bar(out, fills[i], x, y, BAR, height);
            }
        }
    }

    private static Map<LocalDate, Totals> withoutGaps(Map<LocalDate, Totals> tallies) {
        TreeMap<LocalDate, Totals> weeks = new TreeMap<>(tallies);
        if (!weeks.isEmpty()) {
            for (LocalDate week = weeks.firstKey(); week.isBefore(weeks.lastKey()); week = week.plusWeeks(1)) {
                weeks.putIfAbsent(week, Totals.NOTHING);
            }
        }
        return weeks;
    }

    /** An even number that is easy to read, not below the highest. */
    private static long top(long most) {
        long unit = 1;
        while (true) {
            for (long factor : new long[] {2, 4, 10}) {
                if (unit * factor >= most) {
                    return unit * factor;
                }
            }
            unit *= 10;
        }
    }

    /** How the answers to shown cards divide, as one lying bar. */
    static void answers(Html out, Totals tally) {
        if (tally.shown() == 0) {
            return;
        }
        out.open("svg", "width", "122", "height", "14", "aria-hidden", "true");
        double x = 1;
        String[] fills = {"accepted", "overridden", "unanswered"};
        long[] counts = {tally.accepted(), tally.overridden(), tally.noAnswer()};
        for (int i = 0; i < fills.length; i++) {
            double width = 120.0 * counts[i] / tally.shown();
            if (width > 0) {
                bar(out, fills[i], x, 1, width, 12);
                x += width;
            }
        }
        out.end("svg");
    }

    /** A share as one lying bar. */
    static void share(Html out, long part, long whole) {
        out.open("svg", "width", "122", "height", "14", "aria-hidden", "true");
        bar(out, "accepted", 1, 1, Math.max(1, 120.0 * part / Math.max(1, whole)), 12);
        out.end("svg");
    }

    /** The daily share of calls in which a card fired, its usual share, and the limits of chance; a day outside has a ring. */
    static void chart(Html out, ControlChart chart, String words) {
        List<ControlChart.Point> points = chart.points();
        double most = points.stream()
                .mapToDouble(point -> Math.max(point.share(), Math.min(point.upper(), 1)))
                .max()
                .orElse(1);
        double top = most <= 0 ? 1 : most;
        int width = LEFT + CHART_WIDTH + 8;
        out.open(
                "svg",
                "width",
                number(width),
                "height",
                number(CHART_HEIGHT + 34),
                "role",
                "img",
                "aria-label",
                "Share of calls in which it fired, day by day. " + words);
        StringBuilder shares = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            ControlChart.Point point = points.get(i);
            place(shares, x(i, points), y(point.share(), top));
            place(upper, x(i, points), y(point.upper(), top));
            place(lower, x(i, points), y(point.lower(), top));
        }
        line(out, "grid", LEFT, y(0, top), LEFT + CHART_WIDTH, y(0, top));
        out.open("polyline", "class", "limit", "points", upper.toString()).end("polyline");
        out.open("polyline", "class", "limit", "points", lower.toString()).end("polyline");
        line(out, "centre", LEFT, y(chart.centre(), top), LEFT + CHART_WIDTH, y(chart.centre(), top));
        out.open("polyline", "class", "daily", "points", shares.toString()).end("polyline");
        for (int i = 0; i < points.size(); i++) {
            ControlChart.Point point = points.get(i);
            out.open(
                            "circle",
                            "cx",
                            number(x(i, points)),
                            "cy",
                            number(y(point.share(), top)),
                            "r",
                            point.isOutside() ? "4.5" : "1.8",
                            "class",
                            point.isOutside() ? "outside" : "inside")
                    .end("circle");
        }
        label(out, "end", LEFT - 6, y(top, top) + 4, NumberFormat.share(top));
        label(out, "end", LEFT - 6, y(0, top) + 4, "0 %");
        if (!points.isEmpty()) {
            label(
                    out,
                    "start",
                    LEFT,
                    CHART_HEIGHT + 28.0,
                    DAY.format(points.get(0).date()));
            label(
                    out,
                    "end",
                    LEFT + CHART_WIDTH,
                    CHART_HEIGHT + 28.0,
                    DAY.format(points.get(points.size() - 1).date()));
        }
        out.close("svg");
    }

    private static double x(int index, List<ControlChart.Point> points) {
        return LEFT + (points.size() < 2 ? CHART_WIDTH / 2.0 : (double) CHART_WIDTH * index / (points.size() - 1));
    }

    private static double y(double share, double top) {
        return TOP + CHART_HEIGHT * (1 - share / top);
    }

    private static void place(StringBuilder points, double x, double y) {
        points.append(points.isEmpty() ? "" : " ").append(number(x)).append(',').append(number(y));
    }

    private static void line(Html out, String style, double x1, double y1, double x2, double y2) {
        out.open("line", "class", style, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2))
                .end("line");
    }

    private static void label(Html out, String anchor, double x, double y, String text) {
        out.open("text", "class", "label", "text-anchor", anchor, "x", number(x), "y", number(y))
                .text(text)
                .end("text");
    }

    private static String number(double n) {
        return n == Math.rint(n) ? Long.toString((long) n) : String.format(Locale.ROOT, "%.1f", n);
    }
}
