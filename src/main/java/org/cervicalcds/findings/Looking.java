package org.cervicalcds.findings;

import java.util.Collection;
import java.util.List;
import org.cervicalcds.chart.Availability;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.Need;

/** The last step of every finding that looks for entries: found, surely not there, or not to be told. */
final class Looking {
    private Looking() {}

    /** Present with what was found; else absent only where all that is needed was supplied, or where missing data count as absent. */
    static Finding result(
            String name, List<? extends Entry> found, Collection<Need> needs, boolean missingIsAbsent, Chart chart) {
        if (!found.isEmpty()) {
            return new Finding.Present(name, List.copyOf(found));
        }
        if (!missingIsAbsent) {
            for (Need need : needs) {
                Availability how = chart.availability(need);
                if (how != Availability.ALL) {
                    return new Finding.Unknown(
                            name, need.key() + (how == Availability.PART ? " came in part only" : " not supplied"));
                }
            }
        }
        return new Finding.Absent(name);
    }
}
