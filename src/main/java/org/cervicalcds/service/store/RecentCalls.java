package org.cervicalcds.service.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.cervicalcds.service.store.FirstCalls.First;
import org.jspecify.annotations.Nullable;

/**
 * The last calls by a number, at least {@value #MOST} of them: two tables of numbers, of which the older is emptied when the newer is full. No
 * call leaves an object behind, which every collection would have to copy.
 */
final class RecentCalls {
    static final int MOST = 16_384;

    private Table newer = new Table();
    private Table older = new Table();

    /** Open addressing, never more than half full; 0 is a free place. */
    private static final class Table {
        private static final int PLACES = 2 * MOST;

        private final long[] keys = new long[PLACES];
        private final long[] high = new long[PLACES];
        private final long[] low = new long[PLACES];
        private final long[] seconds = new long[PLACES];
        private final int[] nanos = new int[PLACES];
        private int count;

        /** The place of a key, or the free place where it would be. */
        private int place(long key) {
            int place = Long.hashCode(key * 0x9E3779B97F4A7C15L) & (PLACES - 1);
            while (keys[place] != 0 && keys[place] != key) {
                place = (place + 1) & (PLACES - 1);
            }
            return place;
        }

        @Nullable
        First get(long key) {
            int place = place(key);
            return keys[place] == 0
                    ? null
                    : new First(new UUID(high[place], low[place]), Instant.ofEpochSecond(seconds[place], nanos[place]));
        }

        void put(long key, First call) {
            int place = place(key);
            count += keys[place] == 0 ? 1 : 0;
            keys[place] = key;
            high[place] = call.id().getMostSignificantBits();
            low[place] = call.id().getLeastSignificantBits();
            seconds[place] = call.at().getEpochSecond();
            nanos[place] = call.at().getNano();
        }

        void clear() {
            Arrays.fill(keys, 0);
            count = 0;
        }
    }

    /** The call of this number that was put last; null where it is not known, or no more. */
    @Nullable
    First get(long key) {
        First known = newer.get(used(key));
        return known == null ? older.get(used(key)) : known;
    }

    void put(long key, First call) {
        if (newer.count == MOST) {
            Table full = newer;
            newer = older;
            newer.clear();
            older = full;
        }
        newer.put(used(key), call);
    }

    private static long used(long key) {
        return key == 0 ? 1 : key;
    }
}
