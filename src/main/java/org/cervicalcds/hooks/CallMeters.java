package org.cervicalcds.hooks;

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
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.Indicator;
import org.cervicalcds.fhir.Asked;
import org.cervicalcds.fhir.FhirAccess;
import org.cervicalcds.store.DecisionRecord.CardOutcome;
import org.cervicalcds.store.DecisionRecord.Outcome;
import org.jspecify.annotations.Nullable;

/** What is counted of hook calls; every meter is made at start, so that counting is a look-up and an addition. */
final class CallMeters {
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
    private final Map<String, Map<Asked.Outcome, Timer>> queries = new HashMap<>();

    private record Decided(String card, @Nullable Indicator tier, Outcome outcome) {}

    CallMeters(Collection<String> services, CardDeck deck, FhirAccess access, MeterRegistry meters) {
        this.meters = meters;
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
    }

    private void register(String service) {
        Map<Integer, Timer> byStatus = new ConcurrentHashMap<>();
        for (int status : STATUSES) {
            byStatus.put(status, timer(service, status));
        }
        calls.put(service, byStatus);
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
        Map<Asked.Outcome, Timer> byOutcome = new EnumMap<>(Asked.Outcome.class);
        for (Asked.Outcome outcome : Asked.Outcome.values()) {
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
    void called(String service, int status, Stopwatch times) {
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

    void asked(Asked asked) {
        Timer timer = queries.getOrDefault(asked.server(), Map.of()).get(asked.outcome());
        if (timer != null) {
            timer.record(asked.endedNanos() - asked.startedNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
