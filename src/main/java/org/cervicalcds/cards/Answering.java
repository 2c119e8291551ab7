package org.cervicalcds.cards;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cervicalcds.cards.CardDefinition.Tier;
import org.cervicalcds.cards.Decision.Outcome;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.Order;
import org.cervicalcds.findings.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One answer: the computed tiers of all cards, then the rules that hold for all cards together.
 *
 * <p>Order of work: precedence on the computed tiers, then the hook, then information beside something more urgent, then the number of cards.
 */
final class Answering {
    private final CardDeck deck;
    private final Chart chart;
    private final String hook;
    private final Deliberation deliberation;
    private final List<Decision> decisions = new ArrayList<>();

    Answering(CardDeck deck, Chart chart) {
        this.deck = deck;
        this.chart = chart;
        this.hook = chart.scope().hook();
        this.deliberation = new Deliberation(deck, chart);
    }

    Answer answer() {
        List<Verdict> verdicts = new ArrayList<>();
        for (CardDefinition card : deck.evaluatedOn(hook)) {
            verdicts.add(deliberation.verdict(card));
        }
        oneOrderOneCard(verdicts);
        List<Verdict> speaking = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            Tier tier = verdict.tier();
            if (tier == null) {
                decide(verdict, verdict.undetermined() ? Outcome.UNDETERMINED : Outcome.SILENT, verdict.reason());
            } else if (!verdict.isReturnedOn(hook)) {
                decide(verdict, Outcome.SILENT, "rule:not-on-this-hook");
            } else if (!verdict.isSent()) {
                decide(verdict, Outcome.SILENT, verdict.card().showing(tier).reason());
            } else {
                speaking.add(verdict);
            }
        }
        return new Answer(cards(mostUrgentFirst(withoutLoneInfo(speaking))), List.copyOf(decisions));
    }

    Answer explained() {
        Answer answer = answer();
        List<Explanation> explanations = new ArrayList<>();
        for (CardDefinition card : deck.evaluatedOn(hook)) {
            explanations.add(new Explanation(
                    card.id(),
                    card.tiers().stream().map(tier -> tried(card, tier)).toList()));
        }
        return new Answer(answer.cards(), answer.decisions(), explanations);
    }

    private Explanation.TierTried tried(CardDefinition card, Tier tier) {
        Showing showing = card.showing(tier);
        if (!showing.isEvaluated()) {
            return new Explanation.TierTried(
                    tier.indicator(), List.copyOf(tier.hooks()), List.of(), List.of(), false, showing);
        }
        List<Finding> when =
                tier.when().stream().map(deliberation.findings()::get).toList();
        List<Finding> unless =
                tier.unless().stream().map(deliberation.findings()::get).toList();
        boolean matches =
                when.stream().allMatch(Finding::isPresent) && unless.stream().allMatch(Finding::isAbsent);
        return new Explanation.TierTried(tier.indicator(), List.copyOf(tier.hooks()), when, unless, matches, showing);
    }

    private List<Verdict> withoutLoneInfo(List<Verdict> speaking) {
        boolean urgent = speaking.stream().anyMatch(verdict -> verdict.reaches(Indicator.WARNING));
        if (!urgent || !deck.rules().infoOnlyAlone().contains(hook)) {
            return speaking;
        }
        List<Verdict> kept = new ArrayList<>();
        for (Verdict verdict : speaking) {
            if (verdict.reaches(Indicator.WARNING)) {
                kept.add(verdict);
            } else {
                decide(verdict, Outcome.SILENT, "rule:info-beside-more-urgent");
            }
        }
        return kept;
    }

    private static List<Verdict> mostUrgentFirst(List<Verdict> verdicts) {
        List<Verdict> sorted = new ArrayList<>(verdicts);
        sorted.sort(Comparator.comparing(verdict -> indicator(verdict)));
        return sorted;
    }

    private static Indicator indicator(Verdict verdict) {
        Tier tier = verdict.tier();
        return tier == null ? Indicator.INFO : tier.indicator();
    }

    private List<Card> cards(List<Verdict> sorted) {
        List<Card> cards = new ArrayList<>();
        for (Verdict verdict : sorted) {
            Tier tier = verdict.tier();
            if (tier == null) {
                continue;
            }
            if (tier.indicator() != Indicator.CRITICAL
                    && cards.size() >= deck.rules().maxCards()) {
                decide(verdict, Outcome.SILENT, "rule:max-cards");
            } else {
                cards.add(new CardWriter(verdict.card(), tier, verdict.findings(), deck.rules()).card());
                decide(verdict, Outcome.SHOWN, "");
            }
        }
        return List.copyOf(cards);
    }

    private void decide(Verdict verdict, Outcome outcome, String reason) {
        Tier tier = verdict.tier();
        decisions.add(new Decision(verdict.card().id(), outcome, tier == null ? null : tier.indicator(), reason));
    }

    /** Where two cards speak about the same order, the more urgent one keeps it, and the other is decided again without it. */
    private void oneOrderOneCard(List<Verdict> verdicts) {
        List<String> pair = deck.rules().oneOrderOneCard();
        Verdict first = pair == null ? null : find(verdicts, pair.get(0));
        Verdict second = pair == null ? null : find(verdicts, pair.get(1));
        if (first == null || second == null) {
            return;
        }
        Set<Order> all = orders(first);
        Set<Order> shared = orders(second);
        all.addAll(shared);
        shared.retainAll(orders(first));
        Set<Order> lostByFirst = identitySet();
        Set<Order> lostBySecond = identitySet();
        for (Order order : shared) {
            Set<Order> others = identitySet();
            others.addAll(all);
            others.remove(order);
            Deliberation alone = new Deliberation(deck, chart.without(others));
            boolean secondKeeps = isMoreUrgent(alone.verdict(second.card()), alone.verdict(first.card()));
            (secondKeeps ? lostByFirst : lostBySecond).add(order);
        }
        decideAgain(verdicts, first, lostByFirst);
        decideAgain(verdicts, second, lostBySecond);
    }

    private static boolean isMoreUrgent(Verdict one, Verdict other) {
        return one.isSent() && (!other.isSent() || indicator(one).compareTo(indicator(other)) < 0);
    }

    private void decideAgain(List<Verdict> verdicts, Verdict verdict, Set<Order> lost) {
        if (lost.isEmpty()) {
            return;
        }
        Verdict again = new Deliberation(deck, chart.without(lost)).verdict(verdict.card());
        verdicts.set(
                verdicts.indexOf(verdict),
                again.tier() == null
                        ? new Verdict(verdict.card(), null, false, "rule:same-order", again.findings())
                        : again);
    }

    private static Set<Order> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** A card or tier that is not sent takes no order from another. */
    private static @Nullable Verdict find(List<Verdict> verdicts, String card) {
        for (Verdict verdict : verdicts) {
            if (verdict.card().id().equals(card) && verdict.isSent()) {
                return verdict;
            }
        }
        return null;
    }

    private static Set<Order> orders(Verdict verdict) {
        Set<Order> orders = identitySet();
        for (String finding : verdict.card().orders()) {
            for (Entry entry : verdict.findings().get(finding).evidence()) {
                if (entry instanceof Order order) {
                    orders.add(order);
                }
            }
        }
        return orders;
    }
}
