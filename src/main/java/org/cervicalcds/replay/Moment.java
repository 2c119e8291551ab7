package org.cervicalcds.replay;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A moment in which the EHR would have called.
 *
 * @param encounter bare id; null for none
 * @param encounterClass code of Encounter.class; empty where it is not known
 * @param department of the encounter; empty where the export does not tell
 * @param order the order that is being signed; null where there is none
 */
record Moment(
        Instant time,
        String hook,
        @Nullable String encounter,
        String encounterClass,
        String department,
        @Nullable ResourceLine order) {
    static final Comparator<Moment> ORDER =
            Comparator.comparing(Moment::time).thenComparing(Moment::hook).thenComparing(Moment::reference);

    /** What the moment is about; empty where it is about the patient alone. */
    String reference() {
        if (order != null) {
            return order.type + "/" + order.id;
        }
        return encounter == null ? "" : "Encounter/" + encounter;
    }
}
