package org.cervicalcds.service.uploads;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many connections each address has open. */
final class Connections {
    private final int most;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    /**
     * @param most of one address; 0: no limit
     */
    Connections(int most) {
        this.most = most;
    }

    /** Counts one more, unless there are too many. */
    boolean open(InetAddress address) {
        boolean[] isOpen = {false};
        open.compute(address, (key, before) -> {
            int now = before == null ? 0 : before;
            isOpen[0] = most == 0 || now < most;
            return isOpen[0] ? Integer.valueOf(now + 1) : before;
        });
        if (!isOpen[0]) {
            refused.increment();
        }
        return isOpen[0];
    }

    void closed(InetAddress address) {
        open.computeIfPresent(address, (key, before) -> before == 1 ? null : before - 1);
    }

    int allOpen() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    long refused() {
        return refused.sum();
    }
}
