package org.cervicalcds.hooks;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cervicalcds.cards.Answer;
import org.cervicalcds.cards.Card;
import org.cervicalcds.cards.Decision;
import org.cervicalcds.cards.Explanation;
import org.cervicalcds.store.Call;
import org.cervicalcds.store.Candidate;
import org.cervicalcds.store.DecisionRecord;
import org.cervicalcds.store.DecisionRecord.CardOutcome;
import org.cervicalcds.store.DecisionRecord.Outcome;
import org.cervicalcds.store.DecisionRecord.SentCard;
import org.cervicalcds.store.Store;
import org.cervicalcds.store.Suppression;
import org.jspecify.annotations.Nullable;

/** Puts decisions on record and keeps cards away that were settled; neither can make an answer fail or late. */
final class Recorder {
    private static final int MOST_KEPT = 500;

    private final Store store;
    private final ContentNames names;
    private final Clock clock;
    private final CallMeters meters;

    /** Of calls before in which no card spoke: most decide alike, and what is told of them need not be made anew for each. */
    private final Map<List<Decision>, DecisionSet> silent = new ConcurrentHashMap<>();

    Recorder(Store store, ContentNames names, Clock clock, CallMeters meters) {
        this.store = store;
        this.names = names;
        this.clock = clock;
        this.meters = meters;
    }

    Call call(String client, String service, HookRequest request) {
        return store.call(
                client,
                service,
                request.hook(),
                request.hookInstance().isEmpty() ? null : request.hookInstance(),
                request.patientId(),
                request.encounterId());
    }

    /** The answer without the cards that are put away; their decisions say so. */
    Answer withoutSettled(Call call, Answer answer) {
        if (answer.cards().isEmpty()) {
            return answer;
        }
        List<Candidate> candidates = answer.cards().stream()
                .map(card -> new Candidate(card.id(), card.indicator(), card.evidence()))
                .toList();
        Map<String, Suppression> away = store.away(call, candidates);
        if (away.isEmpty()) {
            return answer;
        }
        List<Card> kept = answer.cards().stream()
                .filter(card -> !away.containsKey(card.id()))
                .toList();
        List<Decision> decisions = new ArrayList<>();
        for (Decision decision : answer.decisions()) {
            Suppression suppression = away.get(decision.card());
            decisions.add(
                    suppression == null || decision.outcome() != Decision.Outcome.SHOWN
                            ? decision
                            : new Decision(
                                    decision.card(),
                                    Decision.Outcome.SILENT,
                                    decision.tier(),
                                    "rule:" + suppression.reason()));
        }
        List<Explanation> explanations = answer.explanations().stream()
                .map(why -> {
                    Suppression suppression = away.get(why.card());
                    return suppression == null ? why : why.until(suppression.until());
                })
                .toList();
        return new Answer(kept, decisions, explanations);
    }

    /**
     * What was decided, to be told.
     *
     * @param decided before anything was held back
     * @param answer that goes out
     * @param sent the cards of it
     */
    DecisionSet told(Answer decided, Answer answer, List<AnswerWriter.Sent> sent) {
        if (!decided.cards().isEmpty()) {
            return made(decided, answer, sent);
        }
        DecisionSet known = silent.get(answer.decisions());
        if (known == null) {
            known = made(decided, answer, sent);
            if (silent.size() < MOST_KEPT) {
                silent.put(answer.decisions(), known);
            }
        }
        return known;
    }

    private DecisionSet made(Answer decided, Answer answer, List<AnswerWriter.Sent> sent) {
        Set<String> kept = new HashSet<>();
        decided.cards().forEach(card -> kept.add(card.id()));
        answer.cards().forEach(card -> kept.remove(card.id()));
        List<CardOutcome> outcomes = new ArrayList<>();
        for (Decision decision : answer.decisions()) {
            outcomes.add(new CardOutcome(
                    decision.card(),
                    names.cards().getOrDefault(decision.card(), ""),
                    decision.tier(),
                    outcome(decision, kept.contains(decision.card())),
                    decision.reason(),
                    sent(decision.card(), sent)));
        }
        return new DecisionSet(outcomes, meters.counters(outcomes), DecisionLog.line(answer.decisions(), sent));
    }

    void record(Call call, List<CardOutcome> outcomes, Stopwatch times) {
        Map<String, Long> micros = times.micros();
        store.record(new DecisionRecord(
                call,
                clock.instant(),
                names.content(),
                new DecisionRecord.Durations(
                        micros.getOrDefault("read", 0L),
                        micros.getOrDefault("fetch", 0L),
                        micros.getOrDefault("decide", 0L),
                        micros.getOrDefault("write", 0L)),
                200,
                outcomes));
    }

    private static Outcome outcome(Decision decision, boolean putAway) {
        if (putAway || decision.reason().equals("rule:silent")) {
            return Outcome.SUPPRESSED;
        }
        return decision.reason().equals("rule:unsigned") ? Outcome.UNSIGNED : Outcome.of(decision.outcome());
    }

    private static @Nullable SentCard sent(String card, List<AnswerWriter.Sent> sent) {
        for (AnswerWriter.Sent one : sent) {
            if (one.card().id().equals(card)) {
                return new SentCard(one.uuid(), one.suggestions(), one.card().evidence());
            }
        }
        return null;
    }
}
