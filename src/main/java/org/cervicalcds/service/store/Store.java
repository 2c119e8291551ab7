package org.cervicalcds.service.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.service.background.ThrottledLog;
import org.cervicalcds.service.store.database.Address;
import org.cervicalcds.service.store.database.Backups;
import org.cervicalcds.service.store.database.BoundedLookUp;
import org.cervicalcds.service.store.database.ColumnText;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.DatabaseErrors;
import org.cervicalcds.service.store.database.Keys;
import org.cervicalcds.service.store.database.Meters;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.store.reports.Exports;
import org.cervicalcds.service.store.reports.RollUp;
import org.cervicalcds.service.store.reports.Statistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service remembers: the one way into this package.
 *
 * <p>On the hot path {@link #call}, {@link #suppressed} and {@link #record} never throw and never wait beyond the budget. {@link #keep} and
 * {@link #firstUse} are durable, or say that they are not.
 */
public final class Store implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private static final Duration TOKEN_BUDGET = Duration.ofMillis(500);
    private static final int TOKEN_THREADS = 4;

    private final ThrottledLog seldom = new ThrottledLog(log);
    private final Clock clock;
    private final Keys keys;
    private final Database database;
    private final RollUp rollUp;
    private final DecisionWriter writer;
    private final FeedbackTable feedback;
    private final TokenTable tokens;
    private final Suppressions suppressions;
    private final BoundedLookUp lookUp;
    private final BoundedLookUp tokenLookUp;
    private final Housekeeping housekeeping;
    private final Backups backups;
    private final Statistics statistics;
    private final Exports exports;
    private final Counter feedbackKept;
    private final Counter feedbackUpdated;
    private final Counter feedbackRepeated;
    private final Counter feedbackErrors;
    private final Counter tokenErrors;

    /** Starts to open the database in the background and returns at once. */
    public Store(StoreSettings settings, SnoozeReasons reasons, Clock clock, MeterRegistry meters) {
        this(settings, reasons, clock, meters, StoreTimeouts.USUAL);
    }

    Store(StoreSettings settings, SnoozeReasons reasons, Clock clock, MeterRegistry meters, StoreTimeouts timeouts) {
        this.clock = clock;
        this.keys = Keys.of(settings);
        Duration budget = settings.quiet().lookUpBudget();
        this.database = new Database(Address.of(settings), budget, timeouts.betweenAttempts(), this::warmUp);
        this.rollUp = new RollUp(database);
        this.lookUp = new BoundedLookUp(
                "snoozes",
                "Store unavailable; cards that were overridden are shown",
                budget,
                Database.LOOK_UPS,
                meters);
        SuppressionTable table = new SuppressionTable(database, clock);
        this.suppressions = new Suppressions(
                database, table, keys, reasons, settings.quiet().infoOncePerEncounter(), clock, lookUp);
        this.writer = new DecisionWriter(
                new DecisionTables(database, keys, rollUp, table, suppressions, clock.getZone()),
                database,
                settings.decisionQueue(),
                timeouts.onClosing().multipliedBy(2),
                meters);
        this.feedback = new FeedbackTable(database, rollUp, reasons, table, clock);
        this.tokens = new TokenTable(database);
        this.tokenLookUp = new BoundedLookUp(
                "tokens", "Whether tokens were used before cannot be told", TOKEN_BUDGET, TOKEN_THREADS, meters);
        this.housekeeping = new Housekeeping(database, rollUp, table, Duration.ofDays(settings.retentionDays()), clock);
        this.backups = new Backups(database, settings.backup(), clock, meters);
        this.statistics = new Statistics(database, clock.getZone());
        this.exports = new Exports(database);
        this.feedbackKept = feedbackCounter(meters, "kept");
        this.feedbackUpdated = feedbackCounter(meters, "updated");
        this.feedbackRepeated = feedbackCounter(meters, "repeated");
        this.feedbackErrors = Meters.errors(meters, "feedback");
        this.tokenErrors = Meters.errors(meters, "tokens");
        Gauge.builder("cervical.cds.store.open", database, d -> d.isOpen() && d.problem() == null ? 1 : 0)
                .description("1 while the database is open and can be written")
                .register(meters);
        database.start();
        writer.start();
        suppressions.start();
        housekeeping.start();
        backups.start();
    }

    private static Counter feedbackCounter(MeterRegistry meters, String result) {
        return Counter.builder("cervical.cds.store.feedback")
                .description("Feedback items, by whether they were there before")
                .tag("result", result)
                .register(meters);
    }

    /** Which patients have snoozes is known before the first hook call asks. */
    private void warmUp() {
        try {
            suppressions.load();
        } catch (RuntimeException e) {
            log.debug("Not warm: {}", DatabaseErrors.of(e));
        }
    }

    /** Copies of the embedded database. */
    Backups backups() {
        return backups;
    }

    /** Whether the database is open and migrated. */
    public boolean isOpen() {
        return database.isOpen();
    }

    /** Whether other processes can use the same database. */
    public boolean isShared() {
        return database.isShared();
    }

    /** Why the database cannot be used or written right now; empty where nothing is known to be wrong, or it is still being opened. */
    public Optional<String> problem() {
        return database.isOpening() ? Optional.empty() : Optional.ofNullable(database.problem());
    }

    /**
     * Names a hook call for the record, without a name of the patient.
     *
     * @param caller who calls, and about whose record; snoozes hold for the same one only
     * @param patientId id of the patient, without {@code Patient/}
     * @param encounterId id of the encounter, without {@code Encounter/}
     */
    public Call call(
            Caller caller,
            String service,
            String hook,
            @Nullable String hookInstance,
            @Nullable String patientId,
            @Nullable String encounterId) {
        String patient = patientId == null ? "" : patientId;
        return new Call(
                Call.newId(clock.millis()),
                ColumnText.fit(caller.client(), 200),
                ColumnText.fit(caller.tenant(), 200),
                ColumnText.fit(caller.fhirServer(), 300),
                caller.suppresses(),
                ColumnText.fit(service, 200),
                ColumnText.fit(hook, 60),
                hookInstance == null ? null : key("instance", caller, service, hookInstance, patient),
                patientId == null ? null : key("patient", caller, patientId),
                encounterId == null ? null : key("encounter", caller, patient, encounterId));
    }

    private String key(String kind, Caller caller, String... names) {
        String[] all = new String[names.length + 3];
        all[0] = caller.client();
        all[1] = caller.tenant();
        all[2] = caller.fhirServer();
        System.arraycopy(names, 0, all, 3, names.length);
        return keys.key(kind, all);
    }

    /**
     * Which of the cards that are about to be sent are suppressed, by card id: after an override that settled the matter, or because they
     * were shown already. Where the store does not answer within the budget, none is.
     */
    public Map<String, Suppression> suppressed(Call call, List<Candidate> candidates) {
        return database.isOpen() ? suppressions.of(call, candidates) : Map.of();
    }

    /**
     * Lets every card that is suppressed for this patient come back at once, on other replicas within seconds; decisions and feedback stay on
     * record.
     *
     * @param caller whose overrides are forgotten, and on which record
     * @param patientId id of the patient, without {@code Patient/}
     * @throws StoreUnavailableException where nothing was changed; the caller should try again later
     */
    public void bringBack(Caller caller, String patientId) {
        String patient = key("patient", caller, patientId);
        database.orUnavailable(() -> {
            suppressions.bringBack(patient);
            return true;
        });
    }

    /** Keeps a decision, some moments later; what cannot be kept is counted as {@code cervical.cds.store.decisions{result=lost}}. */
    public void record(DecisionRecord decision) {
        suppressions.note(decision);
        writer.add(decision);
    }

    /**
     * Keeps a batch of feedback whole or not at all; on the disk when it returns. Items that were there before and bring no reason or comment
     * change nothing.
     *
     * @return how many were not there before, each accepted suggestion counting as one
     * @throws StoreUnavailableException where nothing was kept; the client should try again later
     */
    public int keep(Caller caller, String service, List<FeedbackItem> batch) {
        try {
            FeedbackTable.Kept result = database.orUnavailable(() -> feedback.keep(caller, service, batch));
            suppressions.changed(result.patients());
            feedbackKept.increment(result.kept());
            feedbackUpdated.increment(result.updated());
            feedbackRepeated.increment(result.repeated());
            return result.kept();
        } catch (StoreUnavailableException e) {
            feedbackErrors.increment();
            seldom.warn("Store unavailable; feedback was refused: " + e.getMessage());
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

    /** Sees what other replicas suppress; it also runs by itself every few seconds. */
    void refreshSuppressions() {
        suppressions.refresh();
    }

    /** Removes what is older than the retention; it also runs by itself every hour. */
    long purge() {
        return database.orUnavailable(housekeeping::purge);
    }

    /** Writes what waits, then closes the database. */
    @Override
    public void close() {
        backups.close();
        housekeeping.close();
        suppressions.close();
        writer.close();
        lookUp.close();
        tokenLookUp.close();
        database.close();
    }
}
