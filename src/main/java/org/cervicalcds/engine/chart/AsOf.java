package org.cervicalcds.engine.chart;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.Report;
import org.jspecify.annotations.Nullable;

/**
 * A time at which a record is looked at: what was recorded later is not there, what ended later goes on, and who died later lives.
 *
 * <p>A date of less than full precision is known once all of it has passed, so that nothing of the future comes in.
 */
public final class AsOf {
    /** Everything that is known by now. */
    public static final AsOf ALL = new AsOf(Instant.MAX);

    private static final Set<String> AMENDED = Set.of("amended", "corrected", "appended");
    private static final Set<String> OPEN = Set.of("", "draft", "active", "in-progress");

    private final Instant at;

    private AsOf(Instant at) {
        this.at = at;
    }

    public static AsOf at(Instant instant) {
        return new AsOf(instant);
    }

    boolean isEverything() {
        return at.equals(Instant.MAX);
    }

    boolean isAt(Instant instant) {
        return at.equals(instant);
    }

    boolean isReached(Instant instant) {
        return !instant.isAfter(at);
    }

    /** Says that something of that date was in the record; what has no date counts as always there. */
    boolean knows(@Nullable PartialDate recorded) {
        return recorded == null || isReached(recorded.latest());
    }

    boolean hasBegun(Encounter encounter) {
        return encounter.start() == null || isReached(encounter.start().earliest());
    }

    /** Without a death that came later. */
    @Nullable
    Patient patient(@Nullable Patient patient) {
        return patient == null || patient.died() == null || knows(patient.died())
                ? patient
                : new Patient(patient.id(), patient.birthDate(), patient.active(), false, null);
    }

    /** Going on where it ended later; null where it had not begun. */
    @Nullable
    Encounter encounter(@Nullable Encounter encounter) {
        if (encounter == null || isEverything()) {
            return encounter;
        }
        if (!hasBegun(encounter)) {
            return null;
        }
        return knows(encounter.end()) ? encounter : new Encounter(encounter.id(), true, encounter.start(), null);
    }

    /** Active where it abated later. */
    Condition condition(Condition condition) {
        return knows(condition.abatement()) ? condition : condition.beforeItAbated();
    }

    static boolean isAmended(String status) {
        return AMENDED.contains(status);
    }

    static boolean isOpen(String status) {
        return OPEN.contains(status);
    }

    /**
     * How many entries of a record may have been otherwise at an earlier time, since no resource tells its own history.
     *
     * @param undated nothing tells when they were recorded: they count as always known
     * @param amended an observation or report as it was amended or corrected, known from when it was first dated
     * @param endedUndated conditions that are over, and nothing tells since when: they count as always over
     * @param statuses orders and medications that are no longer active: they count as they are now
     */
    public record Limits(int undated, int amended, int endedUndated, int statuses) {
        public static final Limits NONE = new Limits(0, 0, 0, 0);

        static Limits of(List<ReadEntry> entries) {
            int undated = 0;
            int amended = 0;
            int endedUndated = 0;
            int statuses = 0;
            for (ReadEntry read : entries) {
                Entry entry = read.entry();
                undated += read.recorded() == null ? 1 : 0;
                if (entry instanceof Condition condition) {
                    endedUndated += condition.abatement() == null && condition.past(Instant.MAX) ? 1 : 0;
                } else if (entry instanceof Observation observation) {
                    amended += isAmended(observation.status()) ? 1 : 0;
                } else if (entry instanceof Report report) {
                    amended += isAmended(report.status()) ? 1 : 0;
                } else if (entry instanceof Order order) {
                    statuses += order.draft() || isOpen(order.status()) ? 0 : 1;
                } else if (entry instanceof MedicationUse use) {
                    statuses += isOpen(use.status()) ? 0 : 1;
                }
            }
            return new Limits(undated, amended, endedUndated, statuses);
        }

        public Limits and(Limits more) {
            return new Limits(
                    undated + more.undated,
                    amended + more.amended,
                    endedUndated + more.endedUndated,
                    statuses + more.statuses);
        }
    }
}
