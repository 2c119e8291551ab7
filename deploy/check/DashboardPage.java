import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The panels of a Grafana dashboard as a page, drawn where the dashboard puts them, with the numbers that Prometheus has: to look at without Grafana. */
final class DashboardPage {
    /** Points of a line: seconds since 1970 and value. */
    record Series(Map<String, String> labels, List<double[]> points) {}

    /** Answers an expression by its series over the time of the page. */
    interface Source {
        List<Series> series(String expression) throws Exception;
    }

    private static final int COLUMN = 58;
    private static final int ROW = 34;
    private static final List<String> DASHES = List.of("", "6 3", "2 2", "8 3 2 3", "12 4", "1 4");

    private DashboardPage() {}

    static String of(JsonNode dashboard, Source source) throws Exception {
        StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><title>")
                .append(escaped(dashboard.path("title").asString()))
                .append("</title><style>body{font:12px sans-serif;margin:8px;position:relative}.p{position:absolute;box-sizing:border-box;"
                        + "border:1px solid #999;padding:4px;overflow:hidden}.row{border:0;border-bottom:2px solid #333;font-weight:bold}"
                        + ".n{font-size:28px;text-align:center}.l{font-size:9px;line-height:1.2}</style>");
        for (JsonNode panel : dashboard.path("panels")) {
            JsonNode at = panel.path("gridPos");
            boolean row = panel.path("type").asString().equals("row");
            int width = at.path("w").asInt() * COLUMN - 4;
            int height = at.path("h").asInt() * ROW - 4;
            page.append("<div class='p%s' style='left:%dpx;top:%dpx;width:%dpx;height:%dpx'>%s".formatted(
                    row ? " row" : "", at.path("x").asInt() * COLUMN, at.path("y").asInt() * ROW, width, height, escaped(panel.path("title").asString())));
            if (!row) {
                String unit = panel.at("/fieldConfig/defaults/unit").asString("");
                List<Series> all = new ArrayList<>();
                List<String> legend = new ArrayList<>();
                for (JsonNode target : panel.path("targets")) {
                    for (Series each : source.series(target.path("expr").asString())) {
                        all.add(each);
                        legend.add(legend(target.path("legendFormat").asString(""), each.labels()));
                    }
                }
                page.append(panel.path("type").asString().equals("stat") ? number(all, unit) : lines(all, legend, unit, width - 10, height - 62));
            }
            page.append("</div>");
        }
        return page.toString();
    }

    private static String legend(String format, Map<String, String> labels) {
        String text = format.isEmpty() ? labels.toString() : format;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text = text.replaceAll("\\{\\{ *" + label.getKey() + " *}}", java.util.regex.Matcher.quoteReplacement(label.getValue()));
        }
        return text.replaceAll("\\{\\{[^}]*}}", "");
    }

    private static String number(List<Series> all, String unit) {
        if (all.isEmpty()) {
            return "<div class=n>no data</div>";
        }
        List<double[]> points = all.get(0).points();
        return "<div class=n>" + said(points.get(points.size() - 1)[1], unit) + "</div>";
    }

    private static String lines(List<Series> all, List<String> legend, String unit, int width, int height) {
        double from = Double.MAX_VALUE, to = 0, most = 0;
        for (Series each : all) {
            for (double[] point : each.points()) {
                from = Math.min(from, point[0]);
                to = Math.max(to, point[0]);
                most = Math.max(most, Double.isFinite(point[1]) ? point[1] : 0);
            }
        }
        if (all.isEmpty()) {
            return "<div class=n>no data</div>";
        }
        StringBuilder svg = new StringBuilder("<svg width=%d height=%d><text x=0 y=9 font-size=9>%s</text><path d='M0 %d H%d' stroke='#999'/>"
                .formatted(width, height, said(most, unit), height - 1, width));
        for (int i = 0; i < all.size(); i++) {
            StringBuilder path = new StringBuilder();
            boolean pen = false;
            for (double[] point : all.get(i).points()) {
                if (!Double.isFinite(point[1])) {
                    pen = false;
                    continue;
                }
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f ", pen ? "L" : "M", (point[0] - from) / Math.max(1, to - from) * width,
                        height - 2 - point[1] / Math.max(1e-9, most) * (height - 14)));
                pen = true;
            }
            svg.append("<path fill=none stroke='hsl(%d 70%% 35%%)' stroke-dasharray='%s' d='%s'/>".formatted(i * 67 % 360, DASHES.get(i % DASHES.size()), path));
        }
        svg.append("</svg><div class=l>");
        for (int i = 0; i < all.size(); i++) {
            svg.append("<span style='color:hsl(%d 70%% 35%%)'>%s</span> ".formatted(i * 67 % 360, escaped(legend.get(i))));
        }
        return svg.append("</div>").toString();
    }

    private static String said(double value, String unit) {
        return switch (unit) {
            case "percentunit" -> String.format(Locale.ROOT, "%.1f %%", value * 100);
            case "bytes" -> String.format(Locale.ROOT, "%.0f MB", value / 1e6);
            case "s" -> String.format(Locale.ROOT, "%.3g s", value);
            case "reqps" -> String.format(Locale.ROOT, "%.2f/s", value);
            default -> String.format(Locale.ROOT, "%.4g", value);
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
    }
}
