package org.cervicalcds.store;

import static org.cervicalcds.store.DecisionTables.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.cards.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * Says which cards stay away, from one query over what was sent and what was answered.
 *
 * <p>Nothing is worked out when feedback comes in: it can come in before its decision is written, and on another replica.
 */
final class Snoozes {
    static final String SQL =
            """
            select s.card, s.tier, s.evidence, s.encounter_key, s.instance_key, f.reason_code, f.happened_at
            from sent_card s
            left join feedback f on f.card = s.uuid and f.client = s.client and f.outcome = 'overridden'
              and f.reason_code in (:codes) and (f.reason_system is null or f.reason_system = :system)
              and f.happened_at > :since
            where s.patient_key = :patient and s.card in (:cards)
              and (f.item_key is not null or (s.encounter_key = :encounter and s.tier = 'info'))
            """;

    private final Database database;
    private final Keys keys;
    private final SettledReasons reasons;
    private final boolean infoOncePerEncounter;
    private final Clock clock;

    Snoozes(Database database, Keys keys, SettledReasons reasons, boolean infoOncePerEncounter, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.reasons = reasons;
        this.infoOncePerEncounter = infoOncePerEncounter;
        this.clock = clock;
    }

    /** Whether there can be anything to look up. */
    boolean mayHold(Call call, List<Candidate> candidates) {
        return call.patientKey() != null && !candidates.isEmpty() && (infoOncePerEncounter || !reasons.isEmpty());
    }

    /** A card as it was sent to this patient, with the reason it was overridden for, if it was. */
    private record Sent(
            String card,
            Indicator tier,
            Set<String> evidence,
            @Nullable String encounterKey,
            @Nullable String instanceKey,
            @Nullable String reason,
            @Nullable Instant overriddenAt) {}

    /** By card; one query. */
    Map<String, Suppression> lookUp(Call call, List<Candidate> candidates) {
        Instant now = clock.instant();
        List<String> codes = new ArrayList<>(reasons.codes());
        if (codes.isEmpty()) {
            codes.add("");
        }
        List<Sent> all = database.lookUps()
                .sql(SQL)
                .param("codes", codes)
                .param("system", reasons.system())
                .param("since", utc(now.minus(Duration.ofDays(reasons.longestDays()))))
                .param("patient", call.patientKey())
                .param(
                        "cards",
                        candidates.stream().map(Candidate::card).distinct().toList())
                .param("encounter", infoOncePerEncounter && call.encounterKey() != null ? call.encounterKey() : "")
                .query(Snoozes::sent)
                .list();
        Map<String, Suppression> away = new HashMap<>();
        for (Candidate candidate : candidates) {
            Suppression suppression = suppression(call, candidate, all, now);
            if (suppression != null) {
                away.put(candidate.card(), suppression);
            }
        }
        return away;
    }

    /** Forgets which cards were sent to this patient; the calls, their decisions and the feedback stay on record. */
    int bringBack(String client, String patientKey) {
        return database.client()
                .sql("update sent_card set patient_key = null where client = :client and patient_key = :patient")
                .param("client", client)
                .param("patient", patientKey)
                .update();
    }

    private static Sent sent(ResultSet row, int number) throws SQLException {
        OffsetDateTime at = row.getObject("happened_at", OffsetDateTime.class);
        String evidence = row.getString("evidence");
        return new Sent(
                row.getString("card"),
                Indicator.valueOf(row.getString("tier").toUpperCase(Locale.ROOT)),
                evidence.isEmpty() ? Set.of() : Set.of(evidence.split(" ")),
                row.getString("encounter_key"),
                row.getString("instance_key"),
                row.getString("reason_code"),
                at == null ? null : at.toInstant());
    }

    private @Nullable Suppression suppression(Call call, Candidate candidate, List<Sent> all, Instant now) {
        List<String> evidence = DecisionTables.evidenceKeys(keys, call, candidate.evidence());
        Suppression longest = null;
        boolean shownInEncounter = false;
        for (Sent sent : all) {
            // A higher tier is always shown.
            if (!sent.card().equals(candidate.card()) || !sent.tier().atLeast(candidate.tier())) {
                continue;
            }
            shownInEncounter |= isOfAnotherCallInEncounter(sent, call);
            String reason = sent.reason();
            Instant start = sent.overriddenAt();
            if (reason == null || start == null || !sent.evidence().containsAll(evidence)) {
                continue;
            }
            Instant until = start.plus(Duration.ofDays(reasons.days(reason, candidate.tier())));
            if (now.isBefore(until) && (longest == null || isLater(until, longest))) {
                longest = new Suppression(Suppression.SNOOZE + reason, until);
            }
        }
        return longest == null && shownInEncounter && candidate.tier() == Indicator.INFO
                ? new Suppression(Suppression.ENCOUNTER, null)
                : longest;
    }

    private static boolean isLater(Instant until, Suppression other) {
        return other.until() == null || until.isAfter(other.until());
    }

    /** A client that asks again because the answer got lost gets the same answer. */
    private boolean isOfAnotherCallInEncounter(Sent sent, Call call) {
        return infoOncePerEncounter
                && call.encounterKey() != null
                && call.encounterKey().equals(sent.encounterKey())
                && !(call.instanceKey() != null && call.instanceKey().equals(sent.instanceKey()));
    }
}
