package org.cervicalcds.engine.chart;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The drafts of the call: which of them are selected, and which entries of the record they replace. */
final class DraftSet {
    private final @Nullable Selections selections;
    private final Set<String> keys = new HashSet<>();
    private final boolean everyDraftSelected;

    /** @param entries those from the first draft on */
    DraftSet(ChartScope scope, Owners owners, List<ReadEntry> entries, FullUrls fullUrls) {
        selections =
                scope.orders() == Hook.Orders.SELECTED_DRAFTS ? new Selections(scope.selections(), fullUrls) : null;
        boolean any = false;
        boolean anySelected = false;
        for (ReadEntry read : entries) {
            if (read.isDraft() && !owners.isOfAnother(read.subject())) {
                any = true;
                anySelected |=
                        selections != null && selections.name(read.entry().reference(), read.urn());
                String key = read.key();
                if (key != null) {
                    keys.add(key);
                }
            }
        }
        everyDraftSelected = selections != null && any && !anySelected;
    }

    /** What other resources call the drafts. */
    Set<String> keys() {
        return keys;
    }

    /** Says that the selections of order-select name no draft: then all count as selected. */
    boolean isEveryDraftSelected() {
        return everyDraftSelected;
    }

    /** On order-select the drafts named in selections; on every other hook all of them (CDSH-HOS-1, CDSH-HSG-1). */
    boolean isSelected(ReadEntry read) {
        return selections == null
                || everyDraftSelected
                || selections.name(read.entry().reference(), read.urn());
    }

    /** Says that the entry is the recorded state of an order that is now a draft again (CDSH-HSG-2). */
    boolean replaces(ReadEntry read) {
        return !keys.isEmpty() && read.isRecordedOrder() && keys.contains(read.key());
    }
}
