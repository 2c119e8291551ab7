package org.cervicalcds.replay;

import java.util.List;

/** The tables of a replay: what a file of rows is called, and its columns in order. Every engine writes the same. */
enum Table {
    MOMENTS("moments", "patient", "time", "hook", "about", "class", "department", "cards"),
    DECISIONS(
            "decisions",
            "patient",
            "time",
            "hook",
            "about",
            "card",
            "tier",
            "outcome",
            "reason",
            "content",
            "evidence");

    private final String fileName;
    private final List<String> columns;

    Table(String fileName, String... columns) {
        this.fileName = fileName;
        this.columns = List.of(columns);
    }

    /** Name of its file, without what stands behind the dot. */
    String fileName() {
        return fileName;
    }

    List<String> columns() {
        return columns;
    }
}
