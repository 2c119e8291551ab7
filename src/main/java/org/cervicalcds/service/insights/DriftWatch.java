package org.cervicalcds.service.insights;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.store.reports.ControlChart;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.Statistics;
import org.cervicalcds.service.store.reports.Statistics.Firing;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether a card fires much less or much more often at a site than it used to there, and says so: by a gauge
 * ({@code cervical.cds.card.drift}: sites where it does, by card and direction) and by a warning when it begins.
 */
final class DriftWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    /** Eight weeks of history, and the days that are held against them. */
    static final int DAYS = 56 + ControlChart.RECENT;

    private static final long FIRST_LOOK_SECONDS = 15;
    private static final long PAUSE_SECONDS = 600;

    private final Store store;
    private final Clock clock;
    private final MultiGauge gauge;
    private final Set<String> told = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "drift-watch");
        made.setDaemon(true);
        return made;
    });

    DriftWatch(Store store, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.gauge = MultiGauge.builder("cervical.cds.card.drift")
                .description(
                        "Sites where a card fell silent, or fires at most half or at least twice as often as it used to")
                .register(meters);
    }

    void start() {
        thread.scheduleWithFixedDelay(this::lookQuietly, FIRST_LOOK_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void lookQuietly() {
        try {
            look();
        } catch (StoreUnavailableException e) {
            LOG.warn("Drift cannot be checked now: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The check for drift failed: {}", e.getClass().getName());
        }
    }

    /**
     * Looks at once.
     *
     * @throws StoreUnavailableException where the record cannot be read
     */
    synchronized List<Drift> look() {
        LocalDate today = LocalDate.now(clock);
        List<Firing> firings = firings(store.statistics(), new StatisticsScope(Span.until(today, DAYS), "", ""));
        List<Drift> drifts = Drift.among(firings);
        measure(firings, drifts);
        tell(drifts);
        return drifts;
    }

    /** Charts up to the end of the slice, of cards and sites that were called in its last days: an old fault of a site that is gone is no news. */
    static List<Firing> firings(Statistics statistics, StatisticsScope slice) {
        LocalDate last = slice.span().last();
        LocalDate oldest = last.minusDays(ControlChart.RECENT);
        return statistics.firings(new StatisticsScope(Span.until(last, DAYS), slice.card(), slice.client())).stream()
                .filter(firing ->
                        firing.days().get(firing.days().size() - 1).date().isAfter(oldest))
                .toList();
    }

    private void measure(List<Firing> firings, List<Drift> drifts) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        firings.stream().map(Firing::card).distinct().forEach(card -> {
            for (Drift.Direction direction : Drift.Direction.values()) {
                long sites = drifts.stream()
                        .filter(drift -> drift.card().equals(card) && drift.direction() == direction)
                        .count();
                rows.add(MultiGauge.Row.of(Tags.of("card", card, "direction", direction.code()), sites));
            }
        });
        gauge.register(rows, true);
    }

    /** Once for each that begins. */
    private void tell(List<Drift> drifts) {
        Set<String> now = new HashSet<>();
        for (Drift drift : drifts) {
            String name = drift.card() + " " + drift.direction() + " " + drift.client();
            now.add(name);
            if (!told.contains(name)) {
                LOG.warn("Drift: card {} at site {} {}", drift.card(), clean(drift.client()), drift.words());
            }
        }
        told.stream()
                .filter(name -> !now.contains(name))
                .forEach(name -> LOG.info("No drift any more: {}", clean(name)));
        told.clear();
        told.addAll(now);
    }

    /** Names of sites come from outside. */
    private static String clean(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
