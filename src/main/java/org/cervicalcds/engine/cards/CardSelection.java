package org.cervicalcds.engine.cards;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.Decision.Outcome;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.words.FixedWord;
import org.cervicalcds.engine.words.NotKnown;
import org.cervicalcds.engine.words.Speech;
import org.jspecify.annotations.Nullable;

/**
 * One answer: the computed tiers of all cards, then the rules that hold for all cards together.
 *
 * <p>Order of work: precedence on the computed tiers, then the hook, then what is suppressed, then information beside something more urgent, then
 * the number of cards. A suppressed card still keeps back those that it would keep back if it were sent.
 */
final class CardSelection {
    private static final int MOST_TRIED_ALONE = 50;

    private final CardDeck deck;
    private final Chart chart;
    private final String hook;
    private final TierResolver deliberation;
    private final List<Decision> decisions = new ArrayList<>();
    private final Suppressor suppressor;
    private final Locale locale;
    private Map<String, Suppression> suppressed = Map.of();

    /** @param locale language of the reader; a card that has no words in it is English */
    CardSelection(CardDeck deck, Chart chart, Suppressor suppressor, Locale locale) {
        this.deck = deck;
        this.suppressor = suppressor;
        this.locale = locale;
        this.chart = chart;
        this.hook = chart.scope().hook();
        this.deliberation = new TierResolver(deck, chart);
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
        return new Answer(cards(mostUrgentFirst(withoutLoneInfo(notSuppressed(speaking)))), List.copyOf(decisions));
    }

    Answer explained() {
        Answer answer = answer();
        List<Explanation> explanations = new ArrayList<>();
        for (CardDefinition card : deck.evaluatedOn(hook)) {
            Suppression suppression = suppressed.get(card.id());
            explanations.add(new Explanation(
                    card.id(),
                    card.tiers().stream().map(tier -> tried(card, tier)).toList(),
                    suppression == null ? null : suppression.until()));
        }
        return new Answer(answer.cards(), answer.decisions(), explanations);
    }

    private Explanation.TierTried tried(CardDefinition card, Tier tier) {
        CardStatus showing = card.showing(tier);
        if (!showing.isEvaluated()) {
            return new Explanation.TierTried(
                    tier.indicator(), List.copyOf(tier.hooks()), List.of(), List.of(), false, showing);
        }
        List<Finding> when = tier.when().stream()
                .map(tier.decidedBy(deliberation.findings())::get)
                .toList();
        List<Finding> unless =
                tier.unless().stream().map(deliberation.findings()::get).toList();
        boolean matches = when.stream().allMatch(Finding::isPresent)
                && unless.stream()
                        .allMatch(finding -> tier.assumesAbsent() ? !finding.isPresent() : finding.isAbsent());
        return new Explanation.TierTried(tier.indicator(), List.copyOf(tier.hooks()), when, unless, matches, showing);
    }

    private List<Verdict> notSuppressed(List<Verdict> speaking) {
        if (speaking.isEmpty() || suppressor == Suppressor.NONE) {
            return speaking;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Verdict verdict : speaking) {
            Tier tier = verdict.tier();
            if (tier != null) {
                candidates.add(writer(verdict, tier).candidate());
            }
        }
        suppressed = suppressor.of(candidates);
        if (suppressed.isEmpty()) {
            return speaking;
        }
        List<Verdict> kept = new ArrayList<>();
        for (Verdict verdict : speaking) {
            Suppression suppression = suppressed.get(verdict.card().id());
            if (suppression == null) {
                kept.add(verdict);
            } else {
                decide(verdict, Outcome.SILENT, suppression.decisionReason());
            }
        }
        return kept;
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
                cards.add(opened(writer(verdict, tier).card(), words(verdict)));
                decide(verdict, Outcome.SHOWN, "");
            }
        }
        return List.copyOf(cards);
    }

    private Card opened(Card card, CardWords words) {
        Hook known = Hook.named(hook);
        FixedWord opening = known == null ? null : FixedWord.opening(known);
        return opening == null ? card : card.opened(words.speech().say(opening));
    }

    private CardWords words(Verdict verdict) {
        return deck.words(verdict.card(), locale);
    }

    /** The tier itself and, where a card tells several together, whatever else of it matches on this hook. */
    private List<Tier> matching(Verdict verdict, Tier tier) {
        if (verdict.card().together() == 1) {
            return List.of(tier);
        }
        return deliberation.matching(verdict.card()).stream()
                .filter(other -> other.hooks().contains(hook))
                .toList();
    }

    private void decide(Verdict verdict, Outcome outcome, String reason) {
        Tier tier = verdict.tier();
        decisions.add(new Decision(verdict.card().id(), outcome, tier == null ? null : tier.indicator(), reason));
    }

    /**
     * Where two cards speak about the same order, the more urgent one keeps it, and the other is decided again without it. Each order is
     * tried alone; of more than {@value #MOST_TRIED_ALONE} both cards may speak, and so they do when the time is spent.
     */
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
        for (Order order : shared.stream().limit(MOST_TRIED_ALONE).toList()) {
            Set<Order> others = identitySet();
            others.addAll(all);
            others.remove(order);
            TierResolver alone = new TierResolver(deck, chart.without(others));
            boolean secondKeeps = isMoreUrgent(alone.verdict(second.card()), alone.verdict(first.card()));
            if (chart.isOutOfTime()) {
                return;
            }
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
        Verdict again = new TierResolver(deck, chart.without(lost)).verdict(verdict.card());
        if (chart.isOutOfTime()) {
            return;
        }
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

    private CardWriter writer(Verdict verdict, Tier tier) {
        CardWords words = words(verdict);
        return new CardWriter(
                verdict.card(),
                tier,
                matching(verdict, tier),
                verdict.findings(),
                deck.rules(),
                words,
                notKnown(verdict, words.speech()));
    }

    /** What of the record a card would have read, and why it could not. */
    private String notKnown(Verdict verdict, Speech speech) {
        Chart chart = verdict.findings().chart();
        return chart.incomplete().isEmpty() ? "" : NotKnown.line(chart, deck.needs(verdict.card()), speech);
    }
}
