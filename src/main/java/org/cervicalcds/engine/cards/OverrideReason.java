package org.cervicalcds.engine.cards;

import java.util.List;
import java.util.Map;

/**
 * A coded reason for not following a card.
 *
 * @param settled the matter is settled: the same card may stay away for a while
 * @param days for how many days
 * @param criticalDays for how many days a critical card may stay away; 0 for never
 * @param encounter it holds for the encounter of the overridden card; the days hold only where that card had none
 * @param unless findings: a card whose tier rests on one of them is not settled by this reason
 * @param unlessOn the same for single cards, by card id
 */
public record OverrideReason(
        String code,
        String display,
        boolean settled,
        int days,
        int criticalDays,
        boolean encounter,
        List<String> unless,
        Map<String, List<String>> unlessOn) {

    /** A reason that holds for days, whatever the card rests on. */
    public OverrideReason(String code, String display, boolean settled, int days, int criticalDays) {
        this(code, display, settled, days, criticalDays, false, List.of(), Map.of());
    }

    /** For how many days it keeps a card of this tier away, where that card was sent without an encounter or the days hold anyway; 0 for not at all. */
    public int daysFor(Indicator tier) {
        if (!settled) {
            return 0;
        }
        return tier == Indicator.CRITICAL ? criticalDays : days;
    }
}
