package org.cervicalcds.service.store;

import java.time.LocalDate;
import java.util.Map;

/**
 * What became of one card definition, tier, client and content version in one week; repeats of a hook call are left out.
 *
 * @param client the site
 * @param tier empty where no tier matched
 * @param week its Monday
 * @param accepted shown cards whose last feedback was an accepted suggestion
 * @param overridden shown cards whose last feedback was an override
 * @param overriddenBy of these, by code of the reason; empty code where none was given
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
        long accepted,
        long overridden,
        long suppressed,
        long silent,
        long undetermined,
        long unsigned,
        Map<String, Long> overriddenBy,
        Map<String, Long> suppressedBy,
        Map<String, Long> undeterminedBy) {

    /** Shown cards of which nothing was heard: that is not acceptance (CDSH-FB-10). */
    public long noAnswer() {
        return shown - accepted - overridden;
    }
}
