package org.cervicalcds.service.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.cards.Suppression;
import org.jspecify.annotations.Nullable;

/** The override reasons that snooze a card, and the code system that their codes belong to. */
public final class SnoozeReasons {

    /** No reason settles anything. */
    public static final SnoozeReasons NONE = new SnoozeReasons("", List.of());

    private final String system;
    private final Map<String, OverrideReason> byCode = new TreeMap<>();

    /** Takes all reasons and keeps those that settle; a code without a system counts as ours, one of another system does not (CDSH-FB-9). */
    public SnoozeReasons(String system, Collection<OverrideReason> reasons) {
        this.system = system;
        reasons.stream().filter(OverrideReason::settled).forEach(reason -> byCode.put(reason.code(), reason));
    }

    /** Whether an override for this reason may settle a card; a code without a system is taken for one of ours. */
    boolean settles(FeedbackItem.@Nullable Reason reason) {
        return reason != null
                && byCode.containsKey(reason.code())
                && (reason.system() == null || reason.system().equals(system));
    }

    /** What an override does to a card of this tier now; null where it holds no more, or does not hold for such a card. */
    @Nullable
    Suppression suppression(Ground ground, Indicator tier, @Nullable String encounterKey, Instant now) {
        OverrideReason reason = ground.reason() == null ? null : byCode.get(ground.reason());
        if (reason == null) {
            return null;
        }
        int days = reason.daysFor(tier);
        String why = Suppression.SNOOZE + reason.code();
        if (reason.encounter() && ground.encounterKey() != null) {
            return days > 0 && ground.encounterKey().equals(encounterKey) ? new Suppression(why, null) : null;
        }
        Instant until = ground.since().plus(Duration.ofDays(days));
        return now.isBefore(until) ? new Suppression(why, until) : null;
    }
}
