package org.cervicalcds.service.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Durations;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.DecisionRecord.SentCard;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.TestDatabase;
import org.cervicalcds.testkit.MovingClock;
import org.jspecify.annotations.Nullable;

/** A store in a test, with short words for what happens to it. */
public final class Scene implements AutoCloseable {
    public static final String SYSTEM = "https://example.org/override-reason";
    public static final SnoozeReasons REASONS = new SnoozeReasons(
            SYSTEM,
            List.of(
                    new OverrideReason("already-addressed", "Already addressed", true, 30, 0),
                    new OverrideReason("already-imaged", "Imaging was done elsewhere", true, 30, 1),
                    new OverrideReason(
                            "assessed-no-imaging", "Assessed", true, 7, 7, true, List.of("image-danger"), Map.of()),
                    new OverrideReason("specialist-plan", "Follows a plan", true, 180, 0),
                    new OverrideReason("not-relevant-now", "Not relevant now", false, 0, 0)));

    public final StoreSettings settings;
    public final MovingClock clock;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Store store;
    private int recorded;

    /** With a budget that a busy machine does not exceed. */
    public Scene(StoreSettings settings) {
        this(settings.with(new StoreSettings.Quiet(false, Duration.ofSeconds(5), false)), clock());
    }

    public Scene(StoreSettings settings, MovingClock clock) {
        this(settings, clock, REASONS);
    }

    public Scene(StoreSettings settings, MovingClock clock, SnoozeReasons reasons) {
        this.settings = settings;
        this.clock = clock;
        this.store = new Store(
                settings, reasons, clock, meters, new StoreTimeouts(Duration.ofMillis(100), Duration.ofSeconds(1)));
    }

    /** Stands still on a day of March 2026. */
    public static MovingClock clock() {
        return new MovingClock(Instant.parse("2026-03-04T10:00:00Z"));
    }

    public static Scene on(TestDatabase database, Path folder) {
        Scene scene = new Scene(database.fresh(folder));
        scene.awaitOpen();
        return scene;
    }

    public void awaitOpen() {
        await(store::isOpen);
    }

    /** H2 alone may let whoever opens a database wait for a minute while it is closing. */
    public static void await(BooleanSupplier condition) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(150))
                .until(condition::getAsBoolean);
    }

    public Call call(String hookInstance, String patient) {
        return call(hookInstance, patient, "E1");
    }

    public Call call(String hookInstance, String patient, @Nullable String encounter) {
        return store.call(Caller.of("clinic"), "neck-view", "patient-view", hookInstance, patient, encounter);
    }

    public Call call(String patient) {
        return call(UUID.randomUUID().toString(), patient);
    }

    public static CardOutcome shown(String card, Indicator tier, String uuid, String... evidence) {
        return new CardOutcome(
                card,
                "hash-" + card,
                tier,
                Outcome.SHOWN,
                "",
                new SentCard(uuid, Map.of("s-" + uuid, "Order CT"), List.of(evidence)));
    }

    public static CardOutcome outcome(String card, @Nullable Indicator tier, Outcome outcome, String reason) {
        return new CardOutcome(card, "hash-" + card, tier, outcome, reason, null);
    }

    public void record(Call call, CardOutcome... cards) {
        record(call, clock.instant(), cards);
    }

    public void record(Call call, Instant at, CardOutcome... cards) {
        record(call, at, new Durations(100, 200, 300, 400), cards);
    }

    public void record(Call call, Instant at, Durations durations, CardOutcome... cards) {
        store.record(new DecisionRecord(call, at, "content-1", durations, 200, List.of(cards)));
        recorded++;
    }

    /** Sends one card and returns its uuid once that is written. */
    public String sent(Call call, String card, Indicator tier, String... evidence) {
        String uuid = UUID.randomUUID().toString();
        record(call, shown(card, tier, uuid, evidence));
        awaitWritten();
        return uuid;
    }

    public void awaitWritten() {
        await(() -> count("cervical.cds.store.decisions", "result", "written") >= recorded);
    }

    public double count(String name, String... tags) {
        Counter counter = meters.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    public static FeedbackItem overridden(String card, String code, @Nullable Instant at) {
        return new FeedbackItem(
                card,
                FeedbackItem.Outcome.OVERRIDDEN,
                List.of(),
                new FeedbackItem.Reason(SYSTEM, code, null),
                null,
                at);
    }

    public static FeedbackItem accepted(String card, @Nullable Instant at, String... suggestions) {
        return new FeedbackItem(card, FeedbackItem.Outcome.ACCEPTED, List.of(suggestions), null, null, at);
    }

    public int keep(FeedbackItem... items) {
        return store.keep(Caller.of("clinic"), "neck-view", List.of(items));
    }

    /** All values of a query, a row after the other. */
    public List<String> query(String sql) {
        try (Connection connection = TestDatabase.connect(settings);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = TestDatabase.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
