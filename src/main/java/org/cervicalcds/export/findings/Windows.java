package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.length;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.criteria.Window;

/** Windows of time in CQL. */
final class Windows {
    private Windows() {}

    /** Says that the window has no entry in it that begins in the future: such a one has no dates in CQL. */
    static boolean isOver(Window window) {
        return window.within() != null && !window.orUndated() || window.before() != null || window.atLeastAgo() != null;
    }

    /** The conditions on an entry; none for a window that everything is in. */
    static List<String> conditions(Window window, String entry) {
        List<String> conditions = new ArrayList<>();
        if (window.within() != null) {
            String within = "Chart.IsWithin(" + entry + ".proven, " + length(window.within()) + ")";
            conditions.add(window.orUndated() ? "(" + entry + ".at is null or " + within + ")" : within);
        }
        if (window.before() != null) {
            conditions.add("Chart.IsBefore(" + entry + ".old, " + length(window.before()) + ")");
        }
        if (window.atLeastAgo() != null) {
            conditions.add("Chart.IsAtLeastAgo(" + entry + ".at, " + length(window.atLeastAgo()) + ")");
        }
        if (window.notBefore() != null) {
            conditions.add("not Chart.IsBefore(" + entry + ".old, " + length(window.notBefore()) + ")");
        }
        if (window.notWithin() != null) {
            conditions.add("not Chart.IsWithin(" + entry + ".proven, " + length(window.notWithin()) + ")");
        }
        return conditions;
    }
}
