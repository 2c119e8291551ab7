package org.cervicalcds.service.insights;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.service.insights.Plot.Bar;
import org.cervicalcds.service.insights.Plot.Curve;
import org.cervicalcds.service.insights.Plot.Dot;
import org.cervicalcds.service.insights.Plot.Line;
import org.cervicalcds.service.insights.Plot.Mark;
import org.cervicalcds.service.insights.Plot.Text;
import org.cervicalcds.service.store.reports.ControlChart;

/** Lays out the drawings; each has its numbers in words or in a table beside it. */
final class Plots {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final int HEIGHT = 150;
    private static final int TOP = 10;
    private static final int LEFT = 52;
    private static final int STEP = 34;
    private static final int BAR = 22;
    private static final int CHART_WIDTH = 300;
    private static final int CHART_HEIGHT = 90;
    private static final int BAR_WIDTH = 120;

    private Plots() {}

    private record Answers(String kind, long count) {}

    private static List<Answers> answersOf(Totals totals) {
        return List.of(
                new Answers("accepted", totals.accepted()),
                new Answers("overridden", totals.overridden()),
                new Answers("unanswered", totals.noAnswer()));
    }

    /** Shown cards of each week as a column: accepted at the bottom, then overridden, then without answer; weeks without cards too. */
    static Plot weeks(Map<LocalDate, Totals> totals) {
        Map<LocalDate, Totals> weeks = withoutGaps(totals);
        long most = weeks.values().stream().mapToLong(Totals::shown).max().orElse(0);
        long top = top(most);
        int width = LEFT + STEP * weeks.size() + 10;
        List<Mark> marks = new ArrayList<>();
        for (long line : new long[] {0, top / 2, top}) {
            double y = TOP + HEIGHT - HEIGHT * (double) line / top;
            marks.add(new Line("grid", LEFT, y, width - 4.0, y));
            marks.add(new Text("end", LEFT - 6, y + 4, NumberFormat.count(line)));
        }
        int index = 0;
        int each = weeks.size() > 1 ? 2 : 1;
        for (Map.Entry<LocalDate, Totals> week : weeks.entrySet()) {
            double x = LEFT + 6 + (double) STEP * index;
            column(marks, x, week.getValue(), top);
            if (index % each == 0) {
                marks.add(new Text("middle", x + BAR / 2.0, TOP + HEIGHT + 18, DAY.format(week.getKey())));
            }
            index++;
        }
        String words = "Cards shown in each of " + weeks.size() + " weeks, at most " + most
                + "; the numbers stand in the table below";
        return new Plot(width, TOP + HEIGHT + 26, words, marks);
    }

    private static void column(List<Mark> marks, double x, Totals totals, long top) {
        double y = TOP + HEIGHT;
        for (Answers answers : answersOf(totals)) {
            double height = HEIGHT * (double) answers.count() / top;
            if (height > 0) {
                y -= height;
                marks.add(new Bar(answers.kind(), x, y, BAR, height));
            }
        }
    }

    private static Map<LocalDate, Totals> withoutGaps(Map<LocalDate, Totals> totals) {
        TreeMap<LocalDate, Totals> weeks = new TreeMap<>(totals);
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
    static Plot answers(Totals totals) {
        List<Mark> marks = new ArrayList<>();
        double x = 1;
        for (Answers answers : answersOf(totals)) {
            double width = (double) BAR_WIDTH * answers.count() / totals.shown();
            if (width > 0) {
                marks.add(new Bar(answers.kind(), x, 1, width, 12));
                x += width;
            }
        }
        return bar(marks);
    }

    /** A share as one lying bar. */
    static Plot share(long part, long whole) {
        double width = Math.max(1, (double) BAR_WIDTH * part / Math.max(1, whole));
        return bar(List.of(new Bar("accepted", 1, 1, width, 12)));
    }

    private static Plot bar(List<Mark> marks) {
        return new Plot(BAR_WIDTH + 2, 14, null, marks);
    }

    /** The daily share of calls in which a card fired, its usual share, and the limits of chance; a day outside has a ring. */
    static Plot chart(ControlChart chart, String words) {
        List<ControlChart.Point> points = chart.points();
        double most = points.stream()
                .mapToDouble(point -> Math.max(point.share(), Math.min(point.upper(), 1)))
                .max()
                .orElse(1);
        double top = most <= 0 ? 1 : most;
        StringBuilder shares = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        List<Mark> dots = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            ControlChart.Point point = points.get(i);
            place(shares, x(i, points), y(point.share(), top));
            place(upper, x(i, points), y(point.upper(), top));
            place(lower, x(i, points), y(point.lower(), top));
            dots.add(new Dot(x(i, points), y(point.share(), top), point.isOutside()));
        }
        List<Mark> marks = new ArrayList<>();
        marks.add(new Line("grid", LEFT, y(0, top), LEFT + CHART_WIDTH, y(0, top)));
        marks.add(new Curve("limit", upper.toString()));
        marks.add(new Curve("limit", lower.toString()));
        marks.add(new Line("centre", LEFT, y(chart.centre(), top), LEFT + CHART_WIDTH, y(chart.centre(), top)));
        marks.add(new Curve("daily", shares.toString()));
        marks.addAll(dots);
        marks.add(new Text("end", LEFT - 6, y(top, top) + 4, NumberFormat.share(top)));
        marks.add(new Text("end", LEFT - 6, y(0, top) + 4, "0 %"));
        if (!points.isEmpty()) {
            String first = DAY.format(points.get(0).date());
            String last = DAY.format(points.get(points.size() - 1).date());
            marks.add(new Text("start", LEFT, CHART_HEIGHT + 28.0, first));
            marks.add(new Text("end", LEFT + CHART_WIDTH, CHART_HEIGHT + 28.0, last));
        }
        return new Plot(
                LEFT + CHART_WIDTH + 8,
                CHART_HEIGHT + 34,
                "Share of calls in which it fired, day by day. " + words,
                marks);
    }

    private static double x(int index, List<ControlChart.Point> points) {
        return LEFT + (points.size() < 2 ? CHART_WIDTH / 2.0 : (double) CHART_WIDTH * index / (points.size() - 1));
    }

    private static double y(double share, double top) {
        return TOP + CHART_HEIGHT * (1 - share / top);
    }

    private static void place(StringBuilder points, double x, double y) {
        points.append(points.isEmpty() ? "" : " ")
                .append(Plot.number(x))
                .append(',')
                .append(Plot.number(y));
    }
}
