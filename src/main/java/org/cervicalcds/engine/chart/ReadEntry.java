package org.cervicalcds.engine.chart;

import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it was read.
 *
 * @param urn its {@code fullUrl} where that is a URN; else null
 * @param subject reference to the patient as it came; null where missing
 * @param medication reference to a Medication that gives the code; null where there is none
 * @param reasons references of the reason
 * @param recorded when it came into the record; null where nothing tells
 */
record ReadEntry(
        Entry entry,
        @Nullable String urn,
        @Nullable String subject,
        @Nullable String medication,
        List<String> reasons,
        @Nullable PartialDate recorded) {

    /** What other resources call it: its type and id, else its URN; null where it has neither. */
    @Nullable
    String key() {
        return entry.reference().indexOf('/') < 0 ? urn : entry.reference();
    }

    boolean isDraft() {
        return entry instanceof Order order && order.draft();
    }

    /** Says that it is the recorded state of an order, in whose place a draft of it may come (CDSH-HSG-2). */
    boolean isRecordedOrder() {
        return entry instanceof Order order
                ? !order.draft()
                : entry instanceof MedicationUse use && use.kind() == MedicationUse.Kind.REQUEST;
    }

    /** A draft may repeat an order of the record (CDSH-HSG-2): the same resource in the same place counts once. */
    boolean isRepeated(Set<String> seen) {
        String key = key();
        if (key == null) {
            return false;
        }
        String place = entry instanceof Order ? (isDraft() ? "draft " : "order ") + key : key;
        return !seen.add(place);
    }
}
