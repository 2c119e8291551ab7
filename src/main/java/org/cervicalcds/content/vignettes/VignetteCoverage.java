package org.cervicalcds.content.vignettes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Explanation.TierTried;
import org.cervicalcds.engine.findings.Finding;

/** What no vignette tries: a card without any, a tier that never speaks, a card that is never silent, an exception that is never made. */
public final class VignetteCoverage {
    private final Content content;
    private final VignettePlayer player;

    public VignetteCoverage(Content content, VignettePlayer player) {
        this.content = content;
        this.player = player;
    }

    /** A sentence for each gap, by card; every card and tier counts as on, as it is when vignettes are played. */
    public List<String> gaps(List<Vignette> vignettes) {
        Map<String, List<Vignette>> byCard = new LinkedHashMap<>();
        vignettes.forEach(vignette -> byCard.computeIfAbsent(vignette.card(), card -> new ArrayList<>())
                .add(vignette));
        List<String> gaps = new ArrayList<>();
        for (CardDefinition card : content.deck().definitions()) {
            CardDefinition on = content.deck().withCardOn(card.id()).card(card.id());
            if (on != null) {
                gaps.addAll(gaps(on, byCard.getOrDefault(card.id(), List.of())));
            }
        }
        return gaps;
    }

    private List<String> gaps(CardDefinition card, List<Vignette> vignettes) {
        if (vignettes.isEmpty()) {
            return List.of(card.id() + ": has no vignette");
        }
        List<String> gaps = new ArrayList<>();
        Set<Integer> spoken = new HashSet<>();
        Set<String> tried = new HashSet<>();
        boolean silent = false;
        for (Vignette vignette : vignettes) {
            silent |= vignette.expect().equals("silent");
            List<TierTried> tiers = player.explain(vignette).tiers();
            boolean first = true;
            for (int i = 0; i < tiers.size(); i++) {
                TierTried tier = tiers.get(i);
                if (tier.showing() != CardStatus.ON || !tier.when().stream().allMatch(Finding::isPresent)) {
                    continue;
                }
                for (Finding finding : tier.unless()) {
                    if (finding.isPresent()) {
                        tried.add(exception(i, finding.name()));
                    }
                }
                if (tier.matches()
                        && first
                        && vignette.expect().equals(tier.indicator().code())) {
                    spoken.add(i);
                }
                first &= !tier.matches();
            }
        }
        if (!silent) {
            gaps.add(card.id() + ": is silent in no vignette");
        }
        for (int i = 0; i < card.tiers().size(); i++) {
            Tier tier = card.tiers().get(i);
            if (card.showing(tier) != CardStatus.ON) {
                continue;
            }
            if (!spoken.contains(i)) {
                gaps.add(card.id() + ": tiers[" + i + "] (" + tier.indicator().code() + ") speaks in no vignette");
            }
            for (String name : tier.unless()) {
                if (!tried.contains(exception(i, name))) {
                    gaps.add(card.id() + ": " + exception(i, name) + " keeps it silent in no vignette");
                }
            }
        }
        return gaps;
    }

    private static String exception(int tier, String finding) {
        return "tiers[" + tier + "].unless " + finding;
    }
}
