package org.cervicalcds.engine.cards;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;

/** Decides the tier of each card for one chart, each once, also where cards depend on one another. */
final class TierResolver implements Findings.CardTiers {
    private final CardDeck deck;
    private final Findings findings;
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final @Nullable Boolean[] closed;

    TierResolver(CardDeck deck, Chart chart) {
        this.deck = deck;
        this.findings = new Findings(deck.catalogue(), chart, this);
        this.closed = new Boolean[deck.gates().size()];
    }

    Findings findings() {
        return findings;
    }

    Verdict verdict(CardDefinition card) {
        Verdict known = verdicts.get(card.id());
        if (known == null) {
            known = gated(computed(card));
            verdicts.put(card.id(), known);
        }
        return known;
    }

    @Override
    public boolean reaches(String card, String indicator, boolean returned, String line) {
        CardDefinition other = deck.card(card);
        if (other == null || !other.on()) {
            return false;
        }
        Verdict verdict = verdict(other);
        return verdict.isSent()
                && (line.isEmpty()
                        || verdict.tier() != null && verdict.tier().line().equals(line))
                && verdict.reaches(Indicator.valueOf(indicator.toUpperCase(Locale.ROOT)))
                && (!returned || verdict.isReturnedOn(findings.chart().scope().hook()));
    }

    /** The first tier all of whose lines hold; a tier that cannot be told is passed over, so that a lower one may still speak. */
    private Verdict computed(CardDefinition card) {
        String stopped = "";
        String unknown = null;
        for (BoundTier bound : deck.tiers(card)) {
            Finding against = bound.against(findings);
            if (against == null) {
                return new Verdict(card, bound.tier(), false, "", bound.tier().decidedBy(findings));
            }
            if (against instanceof Finding.Unknown) {
                unknown = unknown == null ? against.name() : unknown;
            } else if (stopped.isEmpty()) {
                stopped = against.name();
            }
        }
        return unknown != null
                ? new Verdict(card, null, true, unknown, findings)
                : new Verdict(card, null, false, stopped, findings);
    }

    /** The matching tiers of a card that are told together with the one that decides, and then those of lower tiers. */
    List<Tier> matching(CardDefinition card) {
        return deck.tiers(card).stream()
                .filter(bound -> bound.against(findings) == null)
                .map(BoundTier::tier)
                .toList();
    }

    private Verdict gated(Verdict verdict) {
        if (findings.chart().patient() == null) {
            return new Verdict(verdict.card(), null, false, "gate:no-patient", findings);
        }
        Tier tier = verdict.tier();
        for (int i = 0; i < closed.length; i++) {
            if (Boolean.FALSE.equals(closed[i])) {
                continue;
            }
            Gate gate = deck.gates().get(i);
            boolean meant = tier == null || gate.indicators().contains(tier.indicator());
            if (meant && !gate.spares().contains(verdict.card().id()) && isClosed(i)) {
                boolean all = gate.indicators().size() == Indicator.values().length;
                if (tier != null || all) {
                    return new Verdict(verdict.card(), null, false, "gate:" + gate.name(), findings);
                }
            }
        }
        return verdict;
    }

    private boolean isClosed(int index) {
        Boolean known = closed[index];
        if (known == null) {
            Gate gate = deck.gates().get(index);
            known = holds(findings, gate.when(), gate.unless());
            closed[index] = known;
        }
        return known;
    }

    /** All of the first are present and none of the second is; what is unknown is neither. */
    static boolean holds(Findings findings, List<String> when, List<String> unless) {
        for (String name : when) {
            if (!findings.get(name).isPresent()) {
                return false;
            }
        }
        for (String name : unless) {
            if (findings.get(name).isPresent()) {
                return false;
            }
        }
        return true;
    }
}
