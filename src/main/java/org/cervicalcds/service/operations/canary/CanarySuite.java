package org.cervicalcds.service.operations.canary;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.cdshooks.Rehearsal;
import org.cervicalcds.service.operations.canary.CanaryReport.CardTier;
import org.jspecify.annotations.Nullable;

/** All canaries: every vignette in which a card speaks, so that whatever a tier rests on is tried. */
final class CanarySuite {
    private final List<Canary> canaries;
    private final boolean othersPutAway;
    private final Rehearsal rehearsal;
    private final Clock clock;

    private CanarySuite(List<Canary> canaries, boolean othersPutAway, Rehearsal rehearsal, Clock clock) {
        this.canaries = canaries;
        this.othersPutAway = othersPutAway;
        this.rehearsal = rehearsal;
        this.clock = clock;
    }

    /** The vignettes of the cards that the deck evaluates. */
    static CanarySuite of(List<Vignette> vignettes, CardDeck deck, Rehearsal rehearsal, Clock clock) {
        List<Canary> canaries = new ArrayList<>();
        for (Vignette vignette : vignettes) {
            Indicator tier = tier(vignette.expect());
            if (tier != null && isEvaluated(deck.card(vignette.card()), tier)) {
                canaries.add(new Canary(vignette.card(), tier, vignette.title(), vignette.hook(), vignette.request()));
            }
        }
        return new CanarySuite(List.copyOf(canaries), putsAwaySome(deck), rehearsal, clock);
    }

    private static boolean putsAwaySome(CardDeck deck) {
        return deck.definitions().stream().anyMatch(card -> card.tiers().stream()
                .anyMatch(tier -> tier.indicator() != Indicator.INFO && card.showing(tier) != CardStatus.ON));
    }

    private static boolean isEvaluated(@Nullable CardDefinition card, Indicator indicator) {
        return card != null
                && card.tiers().stream()
                        .anyMatch(tier -> tier.indicator() == indicator && card.showing(tier) != CardStatus.OFF);
    }

    private static @Nullable Indicator tier(String expect) {
        for (Indicator indicator : Indicator.values()) {
            if (indicator.code().equals(expect.toLowerCase(Locale.ROOT))) {
                return indicator;
            }
        }
        return null;
    }

    /** Plays one after the other until the time is up or all are played; how many were. */
    int playFor(Duration longest) {
        long start = System.nanoTime();
        int played = 0;
        while (played < canaries.size() && System.nanoTime() - start < longest.toNanos()) {
            play(canaries.get(played));
            played++;
        }
        return played;
    }

    /** Sends every canary through the service at the time of the vignettes. */
    CanaryReport play() {
        long start = System.nanoTime();
        SortedMap<CardTier, List<String>> failed = new TreeMap<>();
        for (Canary canary : canaries) {
            String fault = play(canary);
            if (fault != null) {
                failed.computeIfAbsent(new CardTier(canary.card(), canary.tier()), any -> new ArrayList<>())
                        .add("'" + canary.title() + "' " + fault);
            }
        }
        return new CanaryReport(clock.instant(), Duration.ofNanos(System.nanoTime() - start), canaries.size(), failed);
    }

    private @Nullable String play(Canary canary) {
        try {
            Decision made = null;
            for (Decision decision : rehearsal.decisions(canary.hook(), canary.body(), Vignette.NOW)) {
                made = decision.card().equals(canary.card()) ? decision : made;
            }
            return Canary.fault(canary.tier(), made, othersPutAway);
        } catch (RuntimeException e) {
            return "failed with " + e.getClass().getName();
        }
    }
}
