package org.cervicalcds.engine.findings;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Entry;

/** The last step of every finding that looks for entries: found, surely not there, or not to be told. */
public final class EntrySearch {
    private EntrySearch() {}

    /** Present with what was found; else absent only where all that is needed was supplied, or where missing data count as absent. */
    public static Finding result(
            String name, List<? extends Entry> found, Collection<Need> needs, boolean missingIsAbsent, Chart chart) {
        if (!found.isEmpty()) {
            return new Finding.Present(name, List.copyOf(found));
        }
        if (!missingIsAbsent) {
            for (Need need : needs) {
                Availability how = chart.availability(need);
                if (!how.isAll()) {
                    return new Finding.Unknown(name, need.key() + missing(how));
                }
            }
        }
        return new Finding.Absent(name);
    }

    /** Nothing was found, and what a text says that could not be read is not known: it is too long, or its language is not known here. */
    public static Finding unreadText(String name) {
        return new Finding.Unknown(name, "a text was not read to its end or is in a language that is not known");
    }

    /** The very objects, found in the same time however many there are. */
    public static Set<Entry> same(List<Entry> entries) {
        if (entries.isEmpty()) {
            return Set.of();
        }
        Set<Entry> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(entries);
        return same;
    }

    private static String missing(Availability how) {
        return how.extent() == Availability.Extent.PART
                ? " came in part only ("
                        + (how.isCounted()
                                ? how.came() + " of " + how.total()
                                : how.cause().code()) + ")"
                : " not supplied (" + how.cause().code() + ")";
    }
}
