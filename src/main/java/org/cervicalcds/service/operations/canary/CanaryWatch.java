package org.cervicalcds.service.operations.canary;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.operations.canary.CanaryReport.CardTier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Plays the canaries once the service is ready, after the first calls, and again and again, in a thread of its own; the start does not wait for them. */
final class CanaryWatch implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CanaryWatch.class);
    private static final int MOST_NAMED = 3;

    /** The first calls of clients come before the canaries. */
    private static final Duration FIRST_AFTER = Duration.ofSeconds(2);

    private final Callable<CanarySuite> loading;
    private final Duration every;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread one = new Thread(task, "canaries");
        one.setDaemon(true);
        return one;
    });
    private volatile State state = new State(null, null);
    private volatile boolean isSound;
    private volatile Instant played;
    private @Nullable CanarySuite flock;

    /**
     * What is known.
     *
     * @param report the last one; null before the canaries were played
     * @param trouble why they cannot be played; null where they can
     */
    record State(@Nullable CanaryReport report, @Nullable String trouble) {}

    /**
     * @param loading reads the vignettes, once
     * @param every zero: never
     */
    CanaryWatch(
            Callable<CanarySuite> loading,
            Collection<CardDefinition> cards,
            Duration every,
            Clock clock,
            MeterRegistry meters) {
        this.loading = loading;
        this.every = every;
        this.clock = clock;
        this.played = clock.instant();
        for (CardDefinition card : cards) {
            card.tiers().stream()
                    .filter(tier -> card.showing(tier) != CardStatus.OFF)
                    .map(tier -> new CardTier(card.id(), tier.indicator()))
                    .distinct()
                    .forEach(tier -> gauge(tier, meters));
        }
        TimeGauge.builder("cervical.cds.canary.age", this, TimeUnit.MILLISECONDS, CanaryWatch::ageMillis)
                .description("Time since the canaries were last played, or since the start where they never were")
                .register(meters);
    }

    private void gauge(CardTier which, MeterRegistry meters) {
        Gauge.builder("cervical.cds.canary.failures", this, watch -> watch.failures(which))
                .description("Worked examples in which this tier of the card should match and does not")
                .tag("card", which.card())
                .tag("tier", which.tier().code())
                .register(meters);
    }

    private double failures(CardTier which) {
        CanaryReport report = state.report();
        return report == null
                ? 0
                : report.failed().getOrDefault(which, List.of()).size();
    }

    /** Canaries that cannot be played grow old, too; only those that are switched off have no age. */
    private double ageMillis() {
        return every.isZero()
                ? Double.NaN
                : Duration.between(played, clock.instant()).toMillis();
    }

    State state() {
        return state;
    }

    /** A round was played in which no critical tier failed, or none is ever played. */
    boolean isSound() {
        return isSound || every.isZero();
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        if (!every.isZero()) {
            thread.scheduleWithFixedDelay(this::play, FIRST_AFTER.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Plays them once; whatever keeps them from being played is told by {@link #state} and does not get out. */
    void play() {
        try {
            CanarySuite all = flock == null ? loading.call() : flock;
            flock = all;
            CanaryReport report = all.play();
            State before = state;
            isSound |= report.failed().keySet().stream().noneMatch(tier -> tier.tier() == Indicator.CRITICAL);
            state = new State(report, null);
            played = report.at();
            tell(report, before.report());
        } catch (Exception e) {
            String trouble = e.getClass().getSimpleName() + ": " + e.getMessage();
            state = new State(null, trouble);
            LOG.warn("The canaries cannot be played: {}", trouble);
        }
    }

    private static void tell(CanaryReport report, @Nullable CanaryReport before) {
        report.failed()
                .forEach((which, faults) -> LOG.warn(
                        "Canary failed: {} in {} of its worked examples: {}{}",
                        which,
                        faults.size(),
                        faults.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")),
                        faults.size() > MOST_NAMED ? "; …" : ""));
        if (before != null && !before.failed().isEmpty() && report.failed().isEmpty()) {
            LOG.info("All canaries pass again");
        } else if (before == null) {
            LOG.info(
                    "{} canaries were played in {} ms",
                    report.played(),
                    report.took().toMillis());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
