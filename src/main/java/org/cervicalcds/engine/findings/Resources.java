package org.cervicalcds.engine.findings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A set of entries: two are the same resource if they have the same reference and share their code, whatever date one of them took. Looking
 * one up takes the same time however many there are.
 */
final class Resources {
    /** So few are looked through faster than a hash is made. */
    private static final int FEW = 8;

    private List<Entry> few = List.of();
    private @Nullable Set<Key> many;

    /** Compared by reference where hashes collide: whoever writes the ids of a record can see to that. */
    private record Key(String reference, Concept code) implements Comparable<Key> {
        static Key of(Entry entry) {
            return new Key(entry.reference(), entry.code());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && code == that.code && reference.equals(that.reference);
        }

        @Override
        public int hashCode() {
            return 31 * reference.hashCode() + System.identityHashCode(code);
        }

        @Override
        public int compareTo(Key other) {
            return reference.compareTo(other.reference);
        }
    }

    static Resources of(List<? extends Entry> entries) {
        Resources all = new Resources();
        entries.forEach(all::add);
        return all;
    }

    /** Adds an entry; false where it is there already. */
    boolean add(Entry entry) {
        if (contains(entry)) {
            return false;
        }
        if (many == null && few.size() == FEW) {
            Set<Key> keys = new HashSet<>();
            few.forEach(one -> keys.add(Key.of(one)));
            many = keys;
        }
        if (many == null) {
            few = few.isEmpty() ? new ArrayList<>(4) : few;
            few.add(entry);
        } else {
            many.add(Key.of(entry));
        }
        return true;
    }

    boolean contains(Entry entry) {
        if (many != null) {
            return many.contains(Key.of(entry));
        }
        for (int i = 0; i < few.size(); i++) {
            Entry one = few.get(i);
            if (one.code() == entry.code() && one.reference().equals(entry.reference())) {
                return true;
            }
        }
        return false;
    }
}
