package org.cervicalcds.service.cdshooks.telemetry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.service.cdshooks.wire.AnswerWriter;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.store.Call;
import org.cervicalcds.service.store.Caller;
import org.cervicalcds.service.store.DecisionRecord;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.DecisionRecord.SentCard;
import org.cervicalcds.service.store.Store;
import org.jspecify.annotations.Nullable;

/** Puts decisions on record and knows which cards are suppressed; neither can make an answer fail or late. */
public final class Recorder {
    private static final int MOST_KEPT = 500;

    private final Store store;
    private final ContentNames names;
    private final Clock clock;
    private final CallMeters meters;

    /** Of calls before in which no card spoke: most decide alike, and what is told of them need not be made anew for each. */
    private final Map<List<Decision>, DecisionSet> silent = new ConcurrentHashMap<>();

    public Recorder(Store store, ContentNames names, Clock clock, CallMeters meters) {
        this.store = store;
        this.names = names;
        this.clock = clock;
        this.meters = meters;
    }

    public Call call(Caller caller, String service, HookRequest request) {
        return store.call(
                caller,
                service,
                request.hook(),
                request.hookInstance().isEmpty() ? null : request.hookInstance(),
                request.patientId(),
                request.encounterId());
    }

    /** Which cards are suppressed in a call; what that takes is timed apart. */
    public Suppressor suppressor(Call call, Stopwatch times) {
        return candidates -> times.lookUp(() -> store.suppressed(call, candidates));
    }

    /**
     * What was decided, to be told.
     *
     * @param answer that goes out
     * @param sent the cards of it
     */
    public DecisionSet told(Answer answer, List<AnswerWriter.Sent> sent) {
        if (!sent.isEmpty()) {
            return made(answer, sent);
        }
        DecisionSet known = silent.get(answer.decisions());
        if (known == null) {
            known = made(answer, sent);
            if (silent.size() < MOST_KEPT) {
                silent.put(answer.decisions(), known);
            }
        }
        return known;
    }

    private DecisionSet made(Answer answer, List<AnswerWriter.Sent> sent) {
        List<CardOutcome> outcomes = new ArrayList<>();
        for (Decision decision : answer.decisions()) {
            outcomes.add(new CardOutcome(
                    decision.card(),
                    names.cards().getOrDefault(decision.card(), ""),
                    decision.tier(),
                    outcome(decision),
                    decision.reason(),
                    sent(decision.card(), sent)));
        }
        return new DecisionSet(outcomes, meters.counters(outcomes), DecisionLog.line(answer.decisions(), sent));
    }

    /** @param status of the answer */
    public void record(Call call, List<CardOutcome> outcomes, Stopwatch times, int status) {
        Map<String, Long> micros = times.micros();
        store.record(new DecisionRecord(
                call,
                clock.instant(),
                names.content(),
                new DecisionRecord.Durations(
                        micros.getOrDefault("read", 0L),
                        micros.getOrDefault("fetch", 0L),
                        micros.getOrDefault("decide", 0L),
                        micros.getOrDefault("write", 0L),
                        times.lookUpMicros()),
                status,
                outcomes));
    }

    private static Outcome outcome(Decision decision) {
        if (Suppression.isReason(decision.reason()) || decision.reason().equals(CardStatus.SILENT.reason())) {
            return Outcome.SUPPRESSED;
        }
        return decision.reason().equals(CardStatus.UNSIGNED.reason())
                ? Outcome.UNSIGNED
                : Outcome.of(decision.outcome());
    }

    private static @Nullable SentCard sent(String card, List<AnswerWriter.Sent> sent) {
        for (AnswerWriter.Sent one : sent) {
            if (one.card().id().equals(card)) {
                Candidate candidate = one.card().candidate();
                return new SentCard(
                        one.uuid(),
                        one.suggestions(),
                        candidate.evidence(),
                        candidate.unsettledBy(),
                        candidate.repeatDays());
            }
        }
        return null;
    }
}
