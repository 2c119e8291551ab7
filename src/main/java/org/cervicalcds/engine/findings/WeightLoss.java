package org.cervicalcds.engine.findings;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Quantity;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest weight lies some per cent or more below the highest of a window before it.
 *
 * @param weights value set of body weight
 * @param newestWithin how old the newest weight may be
 * @param earliest the window opens this long before the newest weight
 * @param latest and closes this long before it
 * @param percent the least loss
 * @param units what weights are written in
 * @param needs the weights
 */
public record WeightLoss(
        ValueSet weights,
        Duration newestWithin,
        Duration earliest,
        Duration latest,
        BigDecimal percent,
        Units units,
        Set<Need> needs)
        implements FindingDefinition {

    public WeightLoss(
            ValueSet weights,
            Duration newestWithin,
            Duration earliest,
            Duration latest,
            BigDecimal percent,
            Units units) {
        this(weights, newestWithin, earliest, latest, percent, units, Set.of(Need.observations(weights)));
    }

    private record Weighed(Observation observation, Instant at, BigDecimal kilograms) {}

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        List<Weighed> weighed = weighed(chart);
        Weighed newest = null;
        for (Weighed one : weighed) {
            newest = newest == null || one.at().isAfter(newest.at()) ? one : newest;
        }
        Weighed highest = newest == null || newest.at().isBefore(chart.now().minus(newestWithin))
                ? null
                : highestBefore(weighed, newest.at());
        List<Observation> found = new ArrayList<>();
        if (newest != null && highest != null && isLoss(highest.kilograms(), newest.kilograms())) {
            found.add(newest.observation());
            found.add(highest.observation());
        }
        return found.isEmpty() && hasUnreadable(chart)
                ? new Finding.Unknown(name, weights.id() + " has a value that cannot be read")
                : EntrySearch.result(name, found, needs(), false, chart);
    }

    private List<Weighed> weighed(Chart chart) {
        List<Weighed> weighed = new ArrayList<>();
        for (Observation observation : chart.observations(weights)) {
            EventDate event = observation.event();
            BigDecimal kilograms = Quantity.WEIGHT.in(observation, units);
            if (isAccepted(observation)
                    && event != null
                    && kilograms != null
                    && observation.value().bound() == Observation.Bound.EXACT) {
                weighed.add(new Weighed(observation, event.at(), kilograms));
            }
        }
        return weighed;
    }

    private static boolean isAccepted(Observation observation) {
        EventDate event = observation.event();
        return observation.isFinalOrPreliminary() && event != null && !event.future();
    }

    /** A weight of the windows in a unit that is not known, or only said to be more or less than so much. */
    private boolean hasUnreadable(Chart chart) {
        Instant start = chart.now().minus(newestWithin).minus(earliest);
        for (Observation observation : chart.observations(weights)) {
            EventDate event = observation.event();
            boolean unreadable = Quantity.WEIGHT.isUnreadable(observation, units)
                    || observation.value().bound() != Observation.Bound.EXACT;
            if (unreadable
                    && isAccepted(observation)
                    && event != null
                    && !event.at().isBefore(start)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Weighed highestBefore(List<Weighed> weighed, Instant newest) {
        Weighed highest = null;
        for (Weighed one : weighed) {
            boolean inside =
                    !one.at().isBefore(newest.minus(earliest)) && !one.at().isAfter(newest.minus(latest));
            if (inside && (highest == null || one.kilograms().compareTo(highest.kilograms()) > 0)) {
                highest = one;
            }
        }
        return highest;
    }

    private boolean isLoss(BigDecimal before, BigDecimal now) {
        BigDecimal hundred = BigDecimal.valueOf(100);
        return now.multiply(hundred).compareTo(before.multiply(hundred.subtract(percent))) <= 0;
    }

    @Override
    public Duration lookBack() {
        return newestWithin.plus(earliest);
    }

    @Override
    public Set<String> uses() {
        return Set.of();
    }
}
