package org.cervicalcds.engine.chart;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** Entries of one kind, in the order they came, with those of each value set at hand. */
final class EntryIndex<E extends Entry> {
    private final List<E> all = new ArrayList<>();
    private @Nullable List<E>[] bySet;

    @SuppressWarnings({"unchecked", "rawtypes"})
    EntryIndex(int valueSets) {
        bySet = new List[valueSets];
    }

    void put(E entry, Memberships sets) {
        all.add(entry);
        for (int index = sets.next(0); index >= 0; index = sets.next(index + 1)) {
            List<E> here = bySet[index];
            if (here == null) {
                here = new ArrayList<>(4);
                bySet[index] = here;
            }
            here.add(entry);
        }
    }

    int valueSets() {
        return bySet.length;
    }

    List<E> all() {
        return all;
    }

    List<E> of(ValueSet set) {
        List<E> found = bySet[set.index()];
        return found == null ? List.of() : found;
    }
}
