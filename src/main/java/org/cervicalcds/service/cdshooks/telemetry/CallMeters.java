package org.cervicalcds.service.cdshooks.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartGaps;
import org.cervicalcds.service.access.FhirAccess;
import org.cervicalcds.service.access.QueryOutcome;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.jspecify.annotations.Nullable;

/** What is counted of hook calls; every meter is made at start, so that counting is a look-up and an addition. */
public final class CallMeters {
    private static final int[] STATUSES = {200, 400, 412, 413, 415, 500};
    private static final List<String> STEPS = List.of("read", "fetch", "decide", "write");
    private static final String UNKNOWN = "unknown";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry meters;
    private final Map<String, Map<Integer, Timer>> calls = new HashMap<>();
    private final Map<String, Timer> steps = new HashMap<>();
    private final Map<Decided, Counter> cards = new HashMap<>();
    private final Map<String, Map<QueryOutcome.Outcome, Timer>> queries = new HashMap<>();

    private final Map<Cause, Counter> refusals = new EnumMap<>(Cause.class);
    private final Map<String, Counter> withoutDrafts = new HashMap<>();
    private final UnknownSystems unknownSystems;
    private final Counter notJudged;
    private final Counter longTexts;
    private final Counter outOfTime;

    private record Decided(String card, @Nullable Indicator tier, Outcome outcome) {}

    public CallMeters(Collection<String> services, CardDeck deck, FhirAccess access, MeterRegistry meters) {
        this.meters = meters;
        this.unknownSystems = new UnknownSystems(meters);
        this.notJudged = Counter.builder("cervical.cds.entries.not.judged")
                .description("Entries of records beyond the most that are judged in one call")
                .register(meters);
        this.longTexts = Counter.builder("cervical.cds.texts.not.read")
                .description("Entries of records with a text so long that it was not read to its end")
                .register(meters);
        this.outOfTime = Counter.builder("cervical.cds.calls.out.of.time")
                .description("Hook calls whose chart was not judged to the end in the processor time that a call has")
                .register(meters);
        services.forEach(this::register);
        calls.put(UNKNOWN, new ConcurrentHashMap<>());
        STEPS.forEach(step -> steps.put(
                step,
                Timer.builder("cervical.cds.steps")
                        .description("Parts of answered hook calls")
                        .tag("step", step)
                        .register(meters)));
        deck.definitions().forEach(this::register);
        access.labels().forEach(server -> register(server, access));
        FhirAccess.REFUSALS.forEach(this::register);
    }

    private void register(String service) {
        Map<Integer, Timer> byStatus = new ConcurrentHashMap<>();
        for (int status : STATUSES) {
            byStatus.put(status, timer(service, status));
        }
        calls.put(service, byStatus);
        withoutDrafts.put(
                service,
                Counter.builder("cervical.cds.no.draft.orders")
                        .description("Calls of a hook about draft orders that brought none")
                        .tag("service", service)
                        .register(meters));
    }

    private void register(Cause refusal) {
        refusals.put(
                refusal,
                Counter.builder("cervical.cds.fhir.refused")
                        .description("Hook calls whose FHIR server was not asked because a rule of ours refuses it")
                        .tag("cause", refusal.code())
                        .register(meters));
    }

    private Timer timer(String service, int status) {
        return Timer.builder("cervical.cds.calls")
                .description("Hook calls, from the first byte of the body to the last of the answer")
                .tag("service", service)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    private void register(CardDefinition card) {
        card.tiers().forEach(tier -> registerTier(card.id(), tier.indicator()));
        registerTier(card.id(), null);
    }

    private void registerTier(String card, @Nullable Indicator tier) {
        for (Outcome outcome : Outcome.values()) {
            boolean possible = tier == null
                    ? outcome == Outcome.SILENT || outcome == Outcome.UNDETERMINED
                    : outcome != Outcome.UNDETERMINED;
            if (possible) {
                cards.put(
                        new Decided(card, tier, outcome),
                        Counter.builder("cervical.cds.cards")
                                .description("Decisions about cards")
                                .tag("card", card)
                                .tag("tier", tier == null ? "none" : tier.code())
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(meters));
            }
        }
    }

    private void register(String server, FhirAccess access) {
        Map<QueryOutcome.Outcome, Timer> byOutcome = new EnumMap<>(QueryOutcome.Outcome.class);
        for (QueryOutcome.Outcome outcome : QueryOutcome.Outcome.values()) {
            byOutcome.put(
                    outcome,
                    Timer.builder("cervical.cds.fhir.queries")
                            .description("Queries to clients' FHIR servers")
                            .tag("server", server)
                            .tag("outcome", outcome.code())
                            .register(meters));
        }
        queries.put(server, byOutcome);
        Gauge.builder("cervical.cds.fhir.breakers", access, a -> a.openBreakers(server))
                .description("FHIR servers that are not asked, or tried again, because they failed too often")
                .tag("server", server)
                .tag("state", "open")
                .register(meters);
        Gauge.builder("cervical.cds.fhir.breakers", access, a -> a.halfOpenBreakers(server))
                .description("FHIR servers that are not asked, or tried again, because they failed too often")
                .tag("server", server)
                .tag("state", "half_open")
                .register(meters);
    }

    /** A hook call came to its end; a service that is not offered counts as unknown. */
    public void called(String service, int status, Stopwatch times) {
        boolean offered = calls.containsKey(service);
        Map<Integer, Timer> byStatus = calls.get(offered ? service : UNKNOWN);
        if (byStatus != null) {
            byStatus.computeIfAbsent(status, s -> timer(offered ? service : UNKNOWN, s))
                    .record(times.nanos(), TimeUnit.NANOSECONDS);
        }
        times.micros().forEach((step, micros) -> {
            Timer timer = steps.get(step);
            if (timer != null) {
                timer.record(micros, TimeUnit.MICROSECONDS);
            }
        });
    }

    /** What of a record could not be read. */
    public void read(String service, Chart chart) {
        ChartGaps gaps = chart.gaps();
        unknownSystems.count(gaps);
        notJudged.increment(gaps.notJudged());
        longTexts.increment(gaps.longTexts());
        outOfTime.increment(chart.isOutOfTime() ? 1 : 0);
        Counter noDrafts = gaps.noDraftOrders() ? withoutDrafts.get(service) : null;
        if (noDrafts != null) {
            noDrafts.increment();
        }
    }

    /** A rule of ours did not let the FHIR server of a call be asked. */
    public void refused(Cause cause) {
        Counter counter = refusals.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Of the outcomes that are counted. */
    List<Counter> counters(List<CardOutcome> outcomes) {
        List<Counter> counters = new ArrayList<>(outcomes.size());
        for (CardOutcome decided : outcomes) {
            Counter counter = cards.get(new Decided(decided.card(), decided.tier(), decided.outcome()));
            if (counter != null) {
                counters.add(counter);
            }
        }
        return counters;
    }

    public void asked(QueryOutcome asked) {
        Timer timer = queries.getOrDefault(asked.server(), Map.of()).get(asked.outcome());
        if (timer != null) {
            timer.record(asked.endedNanos() - asked.startedNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
