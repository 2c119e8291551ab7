package org.cervicalcds.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.cards.Indicator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service remembers: the one way into this package.
 *
 * <p>On the hot path {@link #call}, {@link #away} and {@link #record} never throw and never wait beyond the budget. {@link #keep} and
 * {@link #firstUse} are durable, or say that they are not.
 */
public final class Store implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private static final Duration TOKEN_BUDGET = Duration.ofMillis(500);
    private static final int TOKEN_THREADS = 4;

    private final SeldomLog seldom = new SeldomLog(log);
    private final Clock clock;
    private final Keys keys;
    private final Database database;
    private final RollUp rollUp;
    private final DecisionWriter writer;
    private final FeedbackTable feedback;
    private final TokenTable tokens;
    private final Snoozes snoozes;
    private final BoundedLookUp lookUp;
    private final BoundedLookUp tokenLookUp;
    private final Housekeeping housekeeping;
    private final Statistics statistics;
    private final Exports exports;
    private final Counter feedbackKept;
    private final Counter feedbackRepeated;
    private final Counter feedbackErrors;
    private final Counter tokenErrors;

    /** Starts to open the database in the background and returns at once. */
    public Store(StoreSettings settings, SettledReasons reasons, Clock clock, MeterRegistry meters) {
        this(settings, reasons, clock, meters, Patience.USUAL);
    }

    Store(StoreSettings settings, SettledReasons reasons, Clock clock, MeterRegistry meters, Patience patience) {
        this.clock = clock;
        this.keys = Keys.of(settings);
        Duration budget = settings.quiet().lookUpBudget();
        this.database = new Database(Address.of(settings), budget, patience.betweenAttempts(), this::warmUp);
        this.rollUp = new RollUp(database);
        this.writer = new DecisionWriter(
                new DecisionTables(database, keys, rollUp, clock.getZone()),
                database,
                settings.decisionQueue(),
                patience.onClosing(),
                meters);
        this.feedback = new FeedbackTable(database, rollUp, clock);
        this.tokens = new TokenTable(database);
        this.snoozes = new Snoozes(database, keys, reasons, settings.quiet().infoOncePerEncounter(), clock);
        this.lookUp = new BoundedLookUp(
                "snoozes",
                "Cards that were put away are shown, the store does not say which",
                budget,
                Database.LOOK_UPS,
                meters);
        this.tokenLookUp = new BoundedLookUp(
                "tokens", "Whether tokens were used before cannot be told", TOKEN_BUDGET, TOKEN_THREADS, meters);
        this.housekeeping = new Housekeeping(database, rollUp, Duration.ofDays(settings.retentionDays()), clock);
        this.statistics = new Statistics(database, clock.getZone());
        this.exports = new Exports(database);
        this.feedbackKept = feedbackCounter(meters, "kept");
        this.feedbackRepeated = feedbackCounter(meters, "repeated");
        this.feedbackErrors = Meters.errors(meters, "feedback");
        this.tokenErrors = Meters.errors(meters, "tokens");
        Gauge.builder("cervical.cds.store.open", database, d -> d.isOpen() ? 1 : 0)
                .description("1 once the database was opened and migrated")
                .register(meters);
        database.start();
        writer.start();
        housekeeping.start();
    }

    private static Counter feedbackCounter(MeterRegistry meters, String result) {
        return Counter.builder("cervical.cds.store.feedback")
                .description("Feedback items, by whether they were there before")
                .tag("result", result)
                .register(meters);
    }

    /** The first query of its kind is slow; it should not be a hook call's. */
    private void warmUp() {
        Call nobody = call("", "", "", "", "", "");
        try {
            snoozes.lookUp(nobody, List.of(new Candidate("", Indicator.INFO, List.of(""))));
        } catch (RuntimeException e) {
            log.debug("Not warm: {}", Trouble.of(e));
        }
    }

    /** Whether the database was opened and migrated since the start. */
    public boolean isOpen() {
        return database.isOpen();
    }

    /**
     * Names a hook call for the record, without a name of the patient.
     *
     * @param client who calls, such as the issuer of its token; snoozes hold for one client
     * @param patientId id of the patient, without {@code Patient/}
     * @param encounterId id of the encounter, without {@code Encounter/}
     */
    public Call call(
            String client,
            String service,
            String hook,
            @Nullable String hookInstance,
            @Nullable String patientId,
            @Nullable String encounterId) {
        String patient = patientId == null ? "" : patientId;
        return new Call(
                Call.newId(clock.millis()),
                Text.fit(client, 200),
                Text.fit(service, 200),
                Text.fit(hook, 60),
                hookInstance == null ? null : keys.key("instance", client, service, hookInstance, patient),
                patientId == null ? null : keys.key("patient", client, patientId),
                encounterId == null ? null : keys.key("encounter", client, patient, encounterId));
    }

    /**
     * Which of the cards that are about to be sent stay away, by card id: after an override that settled the matter, or because an info card
     * was shown in this encounter. Where the store does not answer within the budget, none does.
     */
    public Map<String, Suppression> away(Call call, List<Candidate> candidates) {
        if (!database.isOpen() || !snoozes.mayHold(call, candidates)) {
            return Map.of();
        }
        return lookUp.orElse(Map.of(), () -> snoozes.lookUp(call, candidates));
    }

    /**
     * Lets every card that was put away for this patient come back at once; decisions and feedback stay on record.
     *
     * @param client whose overrides are forgotten
     * @param patientId id of the patient, without {@code Patient/}
     * @throws StoreUnavailableException where nothing was changed; the caller should try again later
     */
    public void bringBack(String client, String patientId) {
        String patient = keys.key("patient", client, patientId);
        database.orUnavailable(() -> snoozes.bringBack(client, patient));
    }

    /** Keeps a decision, some moments later; what cannot be kept is counted as {@code cervical.cds.store.decisions{result=lost}}. */
    public void record(DecisionRecord decision) {
        writer.add(decision);
    }

    /**
     * Keeps a batch of feedback whole or not at all; on the disk when it returns. Items that were there before change nothing.
     *
     * @return how many were not there before, each accepted suggestion counting as one
     * @throws StoreUnavailableException where nothing was kept; the client should try again later
     */
    public int keep(String client, String service, List<FeedbackItem> batch) {
        try {
            int kept = database.orUnavailable(() -> feedback.keep(client, service, batch));
            int items = batch.stream()
                    .mapToInt(i -> Math.max(1, i.suggestions().size()))
                    .sum();
            feedbackKept.increment(kept);
            feedbackRepeated.increment(items - kept);
            return kept;
        } catch (StoreUnavailableException e) {
            feedbackErrors.increment();
            seldom.warn("Feedback was turned away: " + e.getMessage());
            throw e;
        }
    }

    /**
     * Says whether a token is used for the first time, on any replica; exactly one of many that ask at once hears true.
     *
     * @throws StoreUnavailableException where it cannot be told within half a second; the caller decides what that means
     */
    public boolean firstUse(String issuer, String jti, Instant expiresAt) {
        database.awaitFirstTry();
        return tokenLookUp
                .orElse(Optional.<Boolean>empty(), () -> Optional.of(tokens.firstUse(issuer, jti, expiresAt)))
                .orElseThrow(() -> {
                    tokenErrors.increment();
                    return new StoreUnavailableException("whether the token was used before cannot be told");
                });
    }

    /**
     * Counts for people, up to now; its queries throw {@link StoreUnavailableException}, too.
     *
     * @throws StoreUnavailableException where the days that changed cannot be counted now
     */
    public Statistics statistics() {
        database.orUnavailable(() -> {
            rollUp.refresh();
            return true;
        });
        return statistics;
    }

    /** Everything as CSV; its methods throw {@link StoreUnavailableException}. */
    public Exports exports() {
        return exports;
    }

    /** Removes what is older than the retention; it also runs by itself every hour. */
    long purge() {
        return database.orUnavailable(housekeeping::purge);
    }

    /** Writes what waits, then closes the database. */
    @Override
    public void close() {
        housekeeping.close();
        writer.close();
        lookUp.close();
        tokenLookUp.close();
        database.close();
    }
}
