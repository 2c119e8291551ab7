package org.cervicalcds.engine.cards;

import java.util.List;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingCatalogue;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;

/** A tier that is evaluated, with its findings by where they stand in the catalogue. */
record BoundTier(Tier tier, int[] when, int[] unless) {

    /** The tiers of a card that are evaluated, in their order. */
    static List<BoundTier> of(CardDefinition card, FindingCatalogue catalogue) {
        return card.tiers().stream()
                .filter(tier -> card.showing(tier) != CardStatus.OFF)
                .map(tier -> new BoundTier(tier, catalogue.indexesOf(tier.when()), catalogue.indexesOf(tier.unless())))
                .toList();
    }

    /** The finding that keeps the tier from matching; one that surely does comes before one that might. */
    @Nullable
    Finding against(Findings findings) {
        Finding unknown = null;
        Findings read = tier.decidedBy(findings);
        for (int index : when) {
            Finding finding = read.get(index);
            if (finding.isAbsent()) {
                return finding;
            }
            unknown = finding.isPresent() || unknown != null ? unknown : finding;
        }
        for (int index : unless) {
            Finding finding = findings.get(index);
            if (finding.isPresent()) {
                return finding;
            }
            unknown = finding.isAbsent() || tier.assumesAbsent() || unknown != null ? unknown : finding;
        }
        return unknown;
    }
}
