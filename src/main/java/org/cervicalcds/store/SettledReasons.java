package org.cervicalcds.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.cards.Indicator;
import org.cervicalcds.cards.OverrideReason;

/** The override reasons that put a card away for a while, and the code system that their codes belong to. */
public final class SettledReasons {

    /** No reason settles anything. */
    public static final SettledReasons NONE = new SettledReasons("", List.of());

    private final String system;
    private final Map<String, OverrideReason> byCode = new TreeMap<>();

    /** Takes all reasons and keeps those that settle; a code without a system counts as ours, one of another system does not (CDSH-FB-9). */
    public SettledReasons(String system, Collection<OverrideReason> reasons) {
        this.system = system;
        reasons.stream().filter(OverrideReason::settled).forEach(reason -> byCode.put(reason.code(), reason));
    }

    String system() {
        return system;
    }

    boolean isEmpty() {
        return byCode.isEmpty();
    }

    /** In a fixed order. */
    List<String> codes() {
        return Collections.unmodifiableList(new ArrayList<>(byCode.keySet()));
    }

    /** How long a card of this tier stays away; 0 for not at all. */
    int days(String code, Indicator tier) {
        OverrideReason reason = byCode.get(code);
        if (reason == null) {
            return 0;
        }
        return tier == Indicator.CRITICAL ? reason.criticalDays() : reason.days();
    }

    int longestDays() {
        return byCode.values().stream()
                .mapToInt(reason -> Math.max(reason.days(), reason.criticalDays()))
                .max()
                .orElse(0);
    }
}
