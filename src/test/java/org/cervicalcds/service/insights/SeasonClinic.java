package org.cervicalcds.service.insights;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.Call;
import org.cervicalcds.service.store.Caller;
import org.cervicalcds.service.store.DecisionRecord;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Durations;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.DecisionRecord.SentCard;
import org.cervicalcds.service.store.FeedbackItem;
import org.cervicalcds.service.store.Store;
import org.jspecify.annotations.Nullable;

/** Ten weeks of calls and answers put straight into the record, from a fixed seed. */
public final class SeasonClinic {
    /** Cards of the content in the jar. */
    public static final List<String> CARDS = List.of(
            "as-cervical-fracture-risk",
            "spinal-manipulation-caution",
            "radiograph-cannot-exclude-fracture",
            "neck-pain-red-flags");

    private static final List<String> SITES = List.of("https://north.example", "https://south.example");
    private static final List<String> REASONS = List.of("already-addressed", "specialist-plan", "not-relevant-now", "");

    private final Store store;
    private final Instant end;
    private final Random random = new Random(5);
    private final List<FeedbackItem> north = new ArrayList<>();
    private final List<FeedbackItem> south = new ArrayList<>();
    private int calls;

    private SeasonClinic(Store store, Instant end) {
        this.store = store;
        this.end = end;
    }

    /** The last card falls silent in the last days; all is written when it returns. */
    public static void play(Store store, MeterRegistry meters, Instant end) throws InterruptedException {
        SeasonClinic season = new SeasonClinic(store, end);
        Counter written = meters.counter("cervical.cds.store.decisions", "result", "written");
        double before = written.count();
        for (int day = 70; day >= 0; day--) {
            for (int i = 0; i < 40; i++) {
                season.call(day, i);
            }
        }
        store.keep(Caller.of(SITES.get(0)), "cervical-patient-view", season.north);
        store.keep(Caller.of(SITES.get(1)), "cervical-patient-view", season.south);
        await("calls on record")
                .atMost(Duration.ofSeconds(60))
                .until(() -> meters.counter("cervical.cds.store.decisions", "result", "written")
                                .count()
                        >= season.calls);
    }

    private void call(int daysAgo, int number) {
        Instant at = end.minus(daysAgo, ChronoUnit.DAYS).minusSeconds(1 + number);
        int site = random.nextInt(3) == 0 ? 1 : 0;
        String service = random.nextInt(4) == 0 ? "cervical-order-select" : "cervical-patient-view";
        Call call = store.call(
                Caller.of(SITES.get(site)),
                service,
                "patient-view",
                UUID.randomUUID().toString(),
                "P" + random.nextInt(400),
                null);
        List<CardOutcome> outcomes = new ArrayList<>();
        for (int card = 0; card < CARDS.size(); card++) {
            boolean gone = card == CARDS.size() - 1 && daysAgo < 4;
            outcomes.add(outcome(CARDS.get(card), daysAgo, gone ? 1 : random.nextDouble(), at, site));
        }
        store.record(new DecisionRecord(
                call,
                at,
                "content",
                new Durations(time(150), random.nextBoolean() ? 0 : time(40_000), time(90), time(30)),
                200,
                outcomes));
        calls++;
    }

    private long time(int usual) {
        return Math.round(usual * Math.exp(random.nextGaussian() / 2));
    }

    private CardOutcome outcome(String card, int daysAgo, double chance, Instant at, int site) {
        Indicator tier = Indicator.values()[random.nextInt(3)];
        String hash = "sha256:" + (daysAgo > 30 ? "0a1b2c3d4e5f6071" : "9f8e7d6c5b4a3921");
        if (chance < 0.12) {
            String uuid = UUID.randomUUID().toString();
            answer(uuid, at, site);
            return outcome(
                    card,
                    hash,
                    tier,
                    Outcome.SHOWN,
                    "",
                    new SentCard(uuid, Map.of("s", "Order CT of the cervical spine, stat"), List.of("Condition/1")));
        }
        if (chance < 0.15) {
            return outcome(card, hash, tier, Outcome.SUPPRESSED, "rule:snooze:already-addressed", null);
        }
        if (chance < 0.16) {
            return outcome(card, hash, tier, Outcome.UNSIGNED, "rule:unsigned", null);
        }
        return chance < 0.3
                ? outcome(
                        card,
                        hash,
                        null,
                        Outcome.UNDETERMINED,
                        random.nextBoolean() ? "recent-trauma" : "neck-imaging",
                        null)
                : outcome(card, hash, null, Outcome.SILENT, "as", null);
    }

    private static CardOutcome outcome(
            String card,
            String hash,
            @Nullable Indicator tier,
            Outcome outcome,
            String reason,
            @Nullable SentCard sent) {
        return new CardOutcome(card, hash, tier, outcome, reason, sent);
    }

    private void answer(String uuid, Instant at, int site) {
        Instant answered = at.plusMillis(time(25_000));
        List<FeedbackItem> answers = site == 0 ? north : south;
        switch (random.nextInt(4)) {
            case 0 ->
                answers.add(new FeedbackItem(uuid, FeedbackItem.Outcome.ACCEPTED, List.of("s"), null, null, answered));
            case 1, 2 -> {
                String code = REASONS.get(random.nextInt(REASONS.size()));
                answers.add(new FeedbackItem(
                        uuid,
                        FeedbackItem.Outcome.OVERRIDDEN,
                        List.of(),
                        code.isEmpty() ? null : new FeedbackItem.Reason(null, code, null),
                        random.nextInt(12) == 0 ? "CT was done on Friday, see <report> & letter" : null,
                        answered));
            }
            default -> {}
        }
    }
}
