package org.cervicalcds.replay;

import java.util.List;

/**
 * What the page of a replay shows.
 *
 * @param patients how many
 * @param moments which moments of theirs
 * @param supply how much of the export each card could see
 * @param content hash of the card content, cut short
 */
public record ReportPage(long patients, String moments, String supply, String content, List<CountTable> tables) {
    /** Width of the longest bar, in pixels. */
    public static final int BAR = 160;

    /**
     * Counts under a heading, each with a bar.
     *
     * @param columns of what is counted
     * @param rated each row is also a rate
     */
    public record CountTable(String title, String caption, List<String> columns, boolean rated, List<Row> rows) {}

    /**
     * One count.
     *
     * @param perThousand the rate; empty in a table without rates
     * @param width of the bar, in pixels
     */
    public record Row(List<String> names, long number, String perThousand, int width) {}
}
