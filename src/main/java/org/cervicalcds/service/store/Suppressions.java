package org.cervicalcds.service.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.service.background.ThrottledLog;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.SentCard;
import org.cervicalcds.service.store.database.BoundedLookUp;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.DatabaseErrors;
import org.cervicalcds.service.store.database.Keys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which cards are suppressed.
 *
 * <p>Most patients have no ground for it, which is known without asking the database: the patients who have one are in memory. What is active
 * for those is cached for some seconds. Another replica's snooze is seen within {@link #LATEST}; what came by way of this one at once.
 */
final class Suppressions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Suppressions.class);

    /** How late another replica's snooze may be seen. */
    static final Duration LATEST = Duration.ofSeconds(10);

    private static final Duration REFRESH = Duration.ofSeconds(5);
    /** Clocks of replicas differ, and a transaction ends after the time that its rows bear. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private static final long MOST_PATIENTS_CACHED = 20_000;

    private final Database database;
    private final SuppressionTable table;
    private final Keys keys;
    private final SnoozeReasons reasons;
    private final boolean infoOncePerEncounter;
    private final Clock clock;
    private final BoundedLookUp lookUp;
    private final ThrottledLog seldom = new ThrottledLog(log);

    /** The first 64 bits of the keys of patients with a ground; null until it was read. One too many costs a look-up. */
    private volatile @Nullable Set<Long> patients;

    private final Cache<String, List<Ground>> cached = Caffeine.newBuilder()
            .maximumSize(MOST_PATIENTS_CACHED)
            .expireAfterWrite(LATEST)
            .build();
    /** Cards shown a moment ago, which may not be written yet. */
    private final Cache<String, List<Ground>> fresh = Caffeine.newBuilder()
            .maximumSize(MOST_PATIENTS_CACHED)
            .expireAfterWrite(LATEST)
            .build();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "store-suppressions");
        made.setDaemon(true);
        return made;
    });

    Suppressions(
            Database database,
            SuppressionTable table,
            Keys keys,
            SnoozeReasons reasons,
            boolean infoOncePerEncounter,
            Clock clock,
            BoundedLookUp lookUp) {
        this.database = database;
        this.table = table;
        this.keys = keys;
        this.reasons = reasons;
        this.infoOncePerEncounter = infoOncePerEncounter;
        this.clock = clock;
        this.lookUp = lookUp;
    }

    void start() {
        thread.scheduleWithFixedDelay(
                this::refreshQuietly, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads which patients have a ground, and what one look-up costs the first time. */
    void load() {
        Set<Long> read = ConcurrentHashMap.newKeySet();
        table.patients(Instant.EPOCH).forEach(patient -> read.add(Keys.bits(patient)));
        patients = read;
        table.ofPatient("");
    }

    private void refreshQuietly() {
        try {
            if (database.isOpen()) {
                refresh();
            }
        } catch (RuntimeException e) {
            seldom.warn("Store unavailable; snoozes of other replicas are seen later: " + DatabaseErrors.of(e));
        }
    }

    /** Sees what other replicas kept, and takes feedback whose card has been written since. */
    void refresh() {
        if (patients == null) {
            load();
        } else if (database.isShared()) {
            add(table.patients(clock.instant().minus(OVERLAP)));
        }
        changed(table.matchEarly());
    }

    /** After a batch of decisions was written. */
    void decisionsWritten() {
        if (table.mayWait()) {
            changed(table.matchEarly());
        }
    }

    /** The grounds of these patients changed, and the change is committed. */
    void changed(Collection<String> patientKeys) {
        add(patientKeys);
        cached.invalidateAll(patientKeys);
    }

    private void add(Collection<String> patientKeys) {
        Set<Long> known = patients;
        if (known != null) {
            patientKeys.forEach(patient -> known.add(Keys.bits(patient)));
        }
    }

    /** Forgets every ground of a patient. */
    void bringBack(String patientKey) {
        table.bringBack(patientKey);
        cached.invalidate(patientKey);
        fresh.invalidate(patientKey);
    }

    /** The suppressed ones of some cards, by id; none where the store does not answer within the budget. */
    Map<String, Suppression> of(Call call, List<Candidate> candidates) {
        String patient = call.patientKey();
        if (!call.suppresses() || patient == null || candidates.isEmpty()) {
            return Map.of();
        }
        List<Ground> grounds = grounds(patient);
        if (grounds.isEmpty()) {
            return Map.of();
        }
        Instant now = clock.instant();
        Map<String, Suppression> suppressed = new HashMap<>();
        for (Candidate candidate : candidates) {
            Suppression suppression = suppression(call, candidate, grounds, now);
            if (suppression != null) {
                suppressed.put(candidate.card(), suppression);
            }
        }
        return suppressed;
    }

    private List<Ground> grounds(String patient) {
        List<Ground> shown = fresh.getIfPresent(patient);
        List<Ground> kept = kept(patient);
        if (shown == null) {
            return kept;
        }
        List<Ground> all = new ArrayList<>(kept);
        all.addAll(shown);
        return all;
    }

    private List<Ground> kept(String patient) {
        Set<Long> known = patients;
        if (known == null || !known.contains(Keys.bits(patient))) {
            return List.of();
        }
        List<Ground> grounds = cached.getIfPresent(patient);
        if (grounds == null) {
            Optional<List<Ground>> found =
                    lookUp.orElse(Optional.<List<Ground>>empty(), () -> Optional.of(table.ofPatient(patient)));
            found.ifPresent(list -> cached.put(patient, list));
            return found.orElse(List.of());
        }
        return grounds;
    }

    private @Nullable Suppression suppression(Call call, Candidate candidate, List<Ground> grounds, Instant now) {
        Suppression snooze = null;
        Suppression shown = null;
        Set<String> evidence = null;
        for (Ground ground : grounds) {
            // A higher tier is always shown.
            if (!ground.card().equals(candidate.card()) || !ground.tier().atLeast(candidate.tier())) {
                continue;
            }
            if (ground.reason() == null) {
                Suppression one = shownBefore(call, candidate, ground, now);
                shown = shown == null || shown.until() == null ? (one == null ? shown : one) : shown;
            } else if (!candidate.unsettledBy().contains(ground.reason())) {
                evidence = evidence == null
                        ? Set.copyOf(DecisionTables.evidenceKeys(keys, call, candidate.evidence()))
                        : evidence;
                Suppression one = ground.evidence().containsAll(evidence)
                        ? reasons.suppression(ground, candidate.tier(), call.encounterKey(), now)
                        : null;
                snooze = isLonger(one, snooze) ? one : snooze;
            }
        }
        return snooze == null ? shown : snooze;
    }

    private static boolean isLonger(@Nullable Suppression one, @Nullable Suppression other) {
        if (one == null || other == null) {
            return one != null;
        }
        return one.until() != null && (other.until() == null || one.until().isAfter(other.until()));
    }

    /** A client that asks again because the answer got lost gets the same answer. */
    private @Nullable Suppression shownBefore(Call call, Candidate candidate, Ground ground, Instant now) {
        if (call.instanceKey() != null && call.instanceKey().equals(ground.instanceKey())) {
            return null;
        }
        if (ground.encounterKey() != null) {
            return infoOncePerEncounter
                            && candidate.tier() == Indicator.INFO
                            && ground.encounterKey().equals(call.encounterKey())
                    ? new Suppression(Suppression.ENCOUNTER, null)
                    : null;
        }
        Instant until = ground.since().plus(Duration.ofDays(candidate.repeatDays()));
        return candidate.repeatDays() > 0 && now.isBefore(until) ? new Suppression(Suppression.REPEAT, until) : null;
    }

    /** What the cards of an answer are grounds for, from now on; empty for most. */
    List<SuppressionTable.Shown> shown(DecisionRecord decision) {
        Call call = decision.call();
        String patient = call.patientKey();
        if (!call.suppresses() || patient == null) {
            return List.of();
        }
        List<SuppressionTable.Shown> all = new ArrayList<>(0);
        for (CardOutcome outcome : decision.cards()) {
            SentCard sent = outcome.sent();
            Indicator tier = outcome.tier();
            if (sent == null || tier == null) {
                continue;
            }
            if (sent.repeatDays() > 0) {
                Ground ground = Ground.shown(call, patient, outcome.card(), tier, false, decision.at());
                all.add(new SuppressionTable.Shown(ground, sent.repeatDays()));
            }
            if (infoOncePerEncounter && tier == Indicator.INFO && call.encounterKey() != null) {
                all.add(new SuppressionTable.Shown(
                        Ground.shown(call, patient, outcome.card(), tier, true, decision.at()), 0));
            }
        }
        return all;
    }

    /** Notes the cards of an answer before they are written. */
    void note(DecisionRecord decision) {
        List<SuppressionTable.Shown> shown = shown(decision);
        if (!shown.isEmpty()) {
            List<Ground> grounds =
                    shown.stream().map(SuppressionTable.Shown::ground).toList();
            String patient = grounds.get(0).patientKey();
            fresh.asMap().merge(patient, grounds, Suppressions::joined);
            add(List.of(patient));
        }
    }

    /** The first showing of a card counts. */
    private static List<Ground> joined(List<Ground> before, List<Ground> now) {
        List<Ground> all = new ArrayList<>(before);
        for (Ground ground : now) {
            if (before.stream().noneMatch(other -> other.key().equals(ground.key()))) {
                all.add(ground);
            }
        }
        return all;
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
