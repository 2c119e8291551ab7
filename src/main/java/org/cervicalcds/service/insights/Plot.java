package org.cervicalcds.service.insights;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A drawing, in the size it is meant to be seen in.
 *
 * @param words what it shows, for who does not see it; null where the numbers stand beside it
 */
public record Plot(int width, int height, @Nullable String words, List<Mark> marks) {

    /** What a drawing is made of. */
    public sealed interface Mark permits Bar, Line, Curve, Dot, Text {}

    /** A piece of a column or of a lying bar, filled as its kind of answer is. */
    public record Bar(String kind, double x, double y, double width, double height) implements Mark {
        /** What colours tell, a pattern tells too. */
        public String fill() {
            return kind.equals("accepted") ? "currentColor" : "url(#fill-" + kind + ")";
        }
    }

    /** A straight line. */
    public record Line(String style, double x1, double y1, double x2, double y2) implements Mark {}

    /** Points that are joined, as SVG writes them. */
    public record Curve(String style, String points) implements Mark {}

    /** A day of a chart. */
    public record Dot(double x, double y, boolean outside) implements Mark {}

    /** A label at an axis. */
    public record Text(String anchor, double x, double y, String text) implements Mark {}

    /** A coordinate as SVG writes it. */
    public static String number(double n) {
        return n == Math.rint(n) ? Long.toString((long) n) : String.format(Locale.ROOT, "%.1f", n);
    }
}
