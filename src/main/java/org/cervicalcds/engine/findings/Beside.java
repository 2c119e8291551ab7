package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.jspecify.annotations.Nullable;

/**
 * An event that must lie near an event of some other finding; events without a date are near nothing.
 *
 * @param of the other findings; one is enough
 * @param within how far apart the two may be; a day is 24 hours
 * @param onlyAfter it must lie on or after the other event's calendar day
 */
public record Beside(List<String> of, Duration within, boolean onlyAfter) {
    /** The other events of a chart, gathered once. */
    Others others(Findings findings) {
        TreeSet<Instant> others = new TreeSet<>();
        for (String finding : of) {
            for (Entry entry : findings.get(finding).evidence()) {
                EventDate other = entry.event();
                if (other != null && !other.future()) {
                    others.add(other.at());
                }
            }
        }
        return new Others(others, findings.chart().zone());
    }

    /** The events of the other findings, in the order of time. */
    final class Others {
        private final TreeSet<Instant> events;
        private final ZoneId zone;

        private Others(TreeSet<Instant> events, ZoneId zone) {
            this.events = events;
            this.zone = zone;
        }

        boolean areNear(@Nullable EventDate event) {
            if (event == null) {
                return false;
            }
            Instant at = event.at();
            Instant first = events.ceiling(at.minus(within));
            return first != null
                    && !first.isAfter(at.plus(within))
                    && !(onlyAfter
                            && first.atZone(zone)
                                    .toLocalDate()
                                    .isAfter(at.atZone(zone).toLocalDate()));
        }
    }
}
