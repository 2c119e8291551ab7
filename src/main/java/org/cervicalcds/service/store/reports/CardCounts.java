package org.cervicalcds.service.store.reports;

import java.time.LocalDate;
import java.util.Map;

/**
 * What became of one card definition, tier, client and content version in one week; repeats of a hook call are left out.
 *
 * @param client the site
 * @param tier empty where no tier matched
 * @param week its Monday
 * @param shown displays: a card that the same service shows again in an encounter, in the same tier and on the same day, counts once
 * @param again cards that were sent beside these, by looking again in the same encounter
 * @param accepted shown cards whose last feedback was an accepted suggestion
 * @param overridden shown cards whose last feedback was an override
 * @param overriddenBy of these, by code of the reason; empty code where none was given
 * @param followedBy accepted suggestions by their label; empty for those of which none is kept
 * @param suppressedBy by reason
 * @param undeterminedBy by reason
 */
public record CardCounts(
        String card,
        String tier,
        String client,
        String contentHash,
        LocalDate week,
        long shown,
        long again,
        long accepted,
        long overridden,
        long suppressed,
        long silent,
        long undetermined,
        long unsigned,
        Map<String, Long> overriddenBy,
        Map<String, Long> followedBy,
        Map<String, Long> suppressedBy,
        Map<String, Long> undeterminedBy) {

    /** Shown cards of which nothing was heard: that is not acceptance (CDSH-FB-10). */
    public long noAnswer() {
        return shown - accepted - overridden;
    }
}
