package org.cervicalcds.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.OverrideReason;
import org.jspecify.annotations.Nullable;

/**
 * Which of the cards of one patient were shown before, and which of them each rule against repeats would have kept back, had it been the
 * only one. The rules are those of the service's store; a card of a higher tier is always shown.
 */
final class Savings {
    /** Showings that nothing repeats, or that follow another within a time. */
    static final String REPEATED = "repeated";

    /** Showings that a rule would have kept back. */
    static final String SAVED = "saved";

    static final String ONCE_PER_ENCOUNTER = "once per encounter (information)";
    static final String REST = "rest of days that the card asks for";
    static final String SNOOZED = "snoozed as long as may be";

    private final Map<String, Instant> last = new HashMap<>();
    private final Set<String> inEncounter = new HashSet<>();
    private final Set<String> informed = new HashSet<>();
    private final Map<String, List<Ground>> rests = new HashMap<>();
    private final Map<String, List<Ground>> snoozes = new HashMap<>();

    /**
     * A showing after which a rule keeps others back.
     *
     * @param until when the rule ends; null for the end of the encounter
     */
    private record Ground(
            Indicator tier, Instant since, @Nullable String encounter, @Nullable Instant until, Set<String> evidence) {}

    void count(Moment moment, Card card, Counts counts) {
        repeats(moment, card.id(), counts);
        Candidate candidate = card.candidate();
        if (moment.encounter() != null && card.indicator() == Indicator.INFO) {
            tally(ONCE_PER_ENCOUNTER, !informed.add(card.id() + " " + moment.encounter()), card, counts);
        }
        if (candidate.repeatDays() > 0) {
            tally(REST, rests(moment, card, candidate.repeatDays()), card, counts);
        }
        tally(SNOOZED, isSnoozed(moment, card), card, counts);
    }

    private static void tally(String rule, boolean saved, Card card, Counts counts) {
        if (saved) {
            counts.count(SAVED, rule, card.id(), card.indicator().code());
        }
    }

    private void repeats(Moment moment, String card, Counts counts) {
        Instant before = last.put(card, moment.time());
        boolean again = moment.encounter() != null && !inEncounter.add(card + " " + moment.encounter());
        if (before == null) {
            counts.count(REPEATED, card, "first");
            return;
        }
        Duration since = Duration.between(before, moment.time());
        if (again) {
            counts.count(REPEATED, card, "same encounter");
        }
        if (since.compareTo(Duration.ofHours(24)) <= 0) {
            counts.count(REPEATED, card, "24 hours");
        }
        counts.count(REPEATED, card, since.compareTo(Duration.ofDays(90)) <= 0 ? "90 days" : "later");
    }

    private boolean rests(Moment moment, Card card, int days) {
        List<Ground> grounds = rests.computeIfAbsent(card.id(), id -> new ArrayList<>());
        boolean kept = grounds.stream()
                .anyMatch(ground -> ground.tier().atLeast(card.indicator())
                        && moment.time().isBefore(ground.since().plus(Duration.ofDays(days))));
        if (!kept) {
            grounds.add(new Ground(card.indicator(), moment.time(), null, null, Set.of()));
        }
        return kept;
    }

    /** Each card that is shown is answered at once with the reason of its own that snoozes it for the longest time. */
    private boolean isSnoozed(Moment moment, Card card) {
        List<Ground> grounds = snoozes.computeIfAbsent(card.id(), id -> new ArrayList<>());
        Set<String> evidence = Set.copyOf(card.evidence());
        for (Ground ground : grounds) {
            Instant until = ground.until();
            boolean holds = until == null
                    ? ground.encounter() != null && ground.encounter().equals(moment.encounter())
                    : moment.time().isBefore(until);
            if (holds
                    && ground.tier().atLeast(card.indicator())
                    && ground.evidence().containsAll(evidence)) {
                return true;
            }
        }
        Ground answered = answered(moment, card, evidence);
        if (answered != null) {
            grounds.add(answered);
        }
        return false;
    }

    private static @Nullable Ground answered(Moment moment, Card card, Set<String> evidence) {
        int most = 0;
        boolean encounter = false;
        for (OverrideReason reason : card.overrideReasons()) {
            int days = card.indicator() == Indicator.CRITICAL ? reason.criticalDays() : reason.days();
            if (!reason.settled() || card.candidate().unsettledBy().contains(reason.code())) {
                continue;
            }
            if (reason.encounter() && moment.encounter() != null) {
                encounter |= days > 0;
            } else {
                most = Math.max(most, days);
            }
        }
        if (most > 0) {
            Instant until = moment.time().plus(Duration.ofDays(most));
            return new Ground(card.indicator(), moment.time(), moment.encounter(), until, evidence);
        }
        return encounter ? new Ground(card.indicator(), moment.time(), moment.encounter(), null, evidence) : null;
    }
}
