package org.cervicalcds.canary;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cervicalcds.canary.Report.CardTier;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.Decision;
import org.cervicalcds.cards.Indicator;
import org.cervicalcds.cards.Showing;
import org.cervicalcds.content.Vignette;
import org.cervicalcds.hooks.Rehearsal;
import org.jspecify.annotations.Nullable;

/** All canaries: every vignette in which a card speaks, so that whatever a tier rests on is tried. */
final class Flock {
    private final List<Canary> canaries;
    private final Rehearsal rehearsal;
    private final Clock clock;

    private Flock(List<Canary> canaries, Rehearsal rehearsal, Clock clock) {
        this.canaries = canaries;
        this.rehearsal = rehearsal;
        this.clock = clock;
    }

    /** The vignettes of the cards that the deck evaluates. */
    static Flock of(List<Vignette> vignettes, CardDeck deck, Rehearsal rehearsal, Clock clock) {
        List<Canary> canaries = new ArrayList<>();
        for (Vignette vignette : vignettes) {
            Indicator tier = tier(vignette.expect());
            if (tier != null && isEvaluated(deck.card(vignette.card()), tier)) {
                canaries.add(new Canary(vignette.card(), tier, vignette.title(), vignette.hook(), vignette.request()));
            }
        }
        return new Flock(List.copyOf(canaries), rehearsal, clock);
    }

    private static boolean isEvaluated(@Nullable CardDefinition card, Indicator indicator) {
        return card != null
                && card.tiers().stream()
                        .anyMatch(tier -> tier.indicator() == indicator && card.showing(tier) != Showing.OFF);
    }

    private static @Nullable Indicator tier(String expect) {
        for (Indicator indicator : Indicator.values()) {
            if (indicator.code().equals(expect.toLowerCase(Locale.ROOT))) {
                return indicator;
            }
        }
        return null;
    }

    /** Sends every canary through the service at the time of the vignettes. */
    Report play() {
        long start = System.nanoTime();
        SortedMap<CardTier, List<String>> failed = new TreeMap<>();
        for (Canary canary : canaries) {
            String fault = play(canary);
            if (fault != null) {
                failed.computeIfAbsent(new CardTier(canary.card(), canary.tier()), any -> new ArrayList<>())
                        .add("'" + canary.title() + "' " + fault);
            }
        }
        return new Report(clock.instant(), Duration.ofNanos(System.nanoTime() - start), canaries.size(), failed);
    }

    private @Nullable String play(Canary canary) {
        try {
            Decision made = null;
            for (Decision decision : rehearsal.decisions(canary.hook(), canary.body(), Vignette.NOW)) {
                made = decision.card().equals(canary.card()) ? decision : made;
            }
            return Canary.fault(canary.tier(), made);
        } catch (RuntimeException e) {
            return "failed with " + e.getClass().getName();
        }
    }
}
