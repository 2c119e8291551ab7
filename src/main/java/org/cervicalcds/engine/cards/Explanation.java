package org.cervicalcds.engine.cards;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cervicalcds.engine.findings.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Why a card was shown or not: what each of its tiers asked for and what was found.
 *
 * @param card id of the card definition
 * @param tiers the tiers in the order they were tried
 * @param until when it may come back, where it is suppressed for a time
 */
public record Explanation(String card, List<TierTried> tiers, @Nullable Instant until) {
    public Explanation(String card, List<TierTried> tiers) {
        this(card, tiers, null);
    }

    /** The findings that these tried, by name. */
    public static Map<String, Finding> findings(List<Explanation> explanations) {
        Map<String, Finding> findings = new TreeMap<>();
        for (Explanation explanation : explanations) {
            for (TierTried tier : explanation.tiers()) {
                tier.when().forEach(finding -> findings.put(finding.name(), finding));
                tier.unless().forEach(finding -> findings.putIfAbsent(finding.name(), finding));
            }
        }
        return findings;
    }

    /**
     * One tier.
     *
     * @param hooks the hooks on which it is shown
     * @param when what had to be present
     * @param unless what had to be absent
     * @param matches it matched
     * @param showing whether it is sent; of a tier that is off nothing is read
     */
    public record TierTried(
            Indicator indicator,
            List<String> hooks,
            List<Finding> when,
            List<Finding> unless,
            boolean matches,
            CardStatus showing) {

        /** The finding that keeps it from matching; one that surely does comes before one that might; empty where it matches or is off. */
        public String against() {
            return matches
                    ? ""
                    : Stream.of(
                                    when.stream().filter(Finding::isAbsent),
                                    unless.stream().filter(Finding::isPresent),
                                    when.stream().filter(finding -> !finding.isPresent()),
                                    unless.stream().filter(finding -> !finding.isAbsent()))
                            .flatMap(findings -> findings)
                            .map(Finding::name)
                            .findFirst()
                            .orElse("");
        }
    }
}
