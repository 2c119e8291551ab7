package org.cervicalcds.service.insights;

import org.cervicalcds.workbench.cardbook.Html;

/** Begins and ends tables that scroll on their own. */
final class Tables {
    private Tables() {}

    /** A column of numbers is marked by a {@code #}; one without a name is a drawing of another. */
    static void begin(Html out, String caption, String... columns) {
        out.open("div", "class", "wide", "role", "region", "aria-label", caption, "tabindex", "0")
                .open("table")
                .element("caption", caption, "class", "offscreen")
                .open("thead")
                .open("tr");
        for (String column : columns) {
            if (column.isEmpty()) {
                out.open("td").end("td");
            } else if (column.startsWith("#")) {
                out.element("th", column.substring(1), "scope", "col", "class", "number");
            } else {
                out.element("th", column, "scope", "col");
            }
        }
        out.close("tr").close("thead").open("tbody");
    }

    static void end(Html out) {
        out.close("tbody").close("table").close("div");
    }
}
