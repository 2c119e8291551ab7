package org.cervicalcds.engine.findings;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.Quantity;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Observations of a value set whose value passes a test.
 *
 * @param pick which of the observations in the window are tested
 * @param preliminaryCounts preliminary results count (vital signs)
 * @param test what the value must be
 * @param needs the observations of the set
 */
public record ObservationFinding(
        ValueSet set, CodeFilter codes, Pick pick, Window window, boolean preliminaryCounts, Test test, Set<Need> needs)
        implements FindingDefinition {
    private static final Pattern YES = Pattern.compile("yes\\b");

    public ObservationFinding(
            ValueSet set, CodeFilter codes, Pick pick, Window window, boolean preliminaryCounts, Test test) {
        this(set, codes, pick, window, preliminaryCounts, test, Set.of(Need.observations(set)));
    }

    /** Which of several observations decide. */
    public enum Pick {
        ANY,
        NEWEST,
        /** The newest of each code: T-scores of two sites are never compared. */
        NEWEST_PER_CODE
    }

    /** What the value must be. */
    public sealed interface Test {}

    /** There is one, whatever it says. */
    public record Exists() implements Test {}

    /** A measured value inside limits; each limit may be missing. */
    public record Measured(
            Quantity quantity,
            Units units,
            @Nullable BigDecimal atLeast,
            @Nullable BigDecimal above,
            @Nullable BigDecimal atMost,
            @Nullable BigDecimal below)
            implements Test {

        /** Whether a value passes; null where it lies beyond a bound on both sides of a limit. */
        @Nullable
        Boolean passes(BigDecimal value, Observation.Bound bound) {
            BigDecimal lowest = bound == Observation.Bound.AT_MOST ? null : value;
            BigDecimal highest = bound == Observation.Bound.AT_LEAST ? null : value;
            boolean fails = atLeast != null && highest != null && highest.compareTo(atLeast) < 0
                    || above != null && highest != null && highest.compareTo(above) <= 0
                    || atMost != null && lowest != null && lowest.compareTo(atMost) > 0
                    || below != null && lowest != null && lowest.compareTo(below) >= 0;
            if (fails) {
                return false;
            }
            boolean passes = (atLeast == null || lowest != null && lowest.compareTo(atLeast) >= 0)
                    && (above == null || lowest != null && lowest.compareTo(above) > 0)
                    && (atMost == null || highest != null && highest.compareTo(atMost) <= 0)
                    && (below == null || highest != null && highest.compareTo(below) < 0);
            return passes ? Boolean.TRUE : null;
        }
    }

    /** A coded value of a set. */
    public record CodedIn(ValueSet values) implements Test {}

    /**
     * An answer that means yes, or a number that does.
     *
     * @param orMore larger numbers mean yes too
     */
    public record Yes(BigDecimal scored, boolean orMore) implements Test {}

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        List<Observation> candidates = new ArrayList<>();
        List<Observation> unreadable = new ArrayList<>();
        for (Observation observation : chart.observations(set)) {
            if (isAccepted(observation, chart.now())) {
                if (test instanceof Exists || canBeTested(observation)) {
                    candidates.add(observation);
                } else if (isUnreadable(observation)) {
                    unreadable.add(observation);
                }
            }
        }
        List<Observation> found = new ArrayList<>();
        for (Observation observation : picked(candidates)) {
            if (Boolean.TRUE.equals(passes(observation))) {
                found.add(observation);
            }
        }
        return found.isEmpty() && unreadable.stream().anyMatch(other -> matters(other, candidates))
                ? new Finding.Unknown(name, set.id() + " has a value that cannot be read")
                : EntrySearch.result(name, found, needs(), false, chart);
    }

    /** A value that cannot be read could be the one that decides: any of them, or the newest. */
    private boolean matters(Observation unreadable, List<Observation> candidates) {
        if (pick == Pick.ANY) {
            return true;
        }
        for (Observation candidate : candidates) {
            boolean same = pick == Pick.NEWEST || site(candidate).equals(site(unreadable));
            if (same && newer(candidate, unreadable) == candidate) {
                return false;
            }
        }
        return true;
    }

    private boolean isAccepted(Observation observation, Instant now) {
        boolean status = preliminaryCounts ? observation.isFinalOrPreliminary() : observation.isFinal();
        EventDate event = observation.event();
        return status
                && (event == null || !event.future())
                && window.holds(event, now)
                && observation.code().codings().stream()
                        .anyMatch(coding -> coding.sets().in(set) && codes.passes(coding));
    }

    /** A value that cannot be read is no value: an older one that can be read decides. */
    private boolean canBeTested(Observation observation) {
        return !(test instanceof Measured) || passes(observation) != null;
    }

    private boolean isUnreadable(Observation observation) {
        return test instanceof Measured measured
                && (measured.quantity().isUnreadable(observation, measured.units())
                        || measured.quantity().in(observation, measured.units()) != null);
    }

    private List<Observation> picked(List<Observation> candidates) {
        if (pick == Pick.ANY || candidates.size() < 2 && pick == Pick.NEWEST) {
            return candidates;
        }
        Map<String, Observation> newest = new HashMap<>();
        for (Observation candidate : candidates) {
            newest.merge(pick == Pick.NEWEST ? "" : site(candidate), candidate, ObservationFinding::newer);
        }
        return candidates.stream().filter(newest::containsValue).toList();
    }

    private String site(Observation observation) {
        for (Coding coding : observation.code().codings()) {
            if (coding.sets().in(set)) {
                return coding.normalCode();
            }
        }
        return "";
    }

    private static Observation newer(Observation one, Observation other) {
        EventDate first = one.event();
        EventDate second = other.event();
        if (second == null) {
            return one;
        }
        return first == null || second.at().isAfter(first.at()) ? other : one;
    }

    /** Null where that cannot be told. */
    private @Nullable Boolean passes(Observation observation) {
        if (test instanceof Measured measured) {
            BigDecimal value = measured.quantity().in(observation, measured.units());
            return value == null
                    ? null
                    : measured.passes(value, observation.value().bound());
        }
        if (test instanceof CodedIn coded) {
            return observation.value().concept().in(coded.values());
        }
        return !(test instanceof Yes yes) || isYes(observation.value(), yes);
    }

    private static boolean isYes(Observation.Value value, Yes yes) {
        BigDecimal number = value.number();
        if (number != null) {
            int compared = number.compareTo(yes.scored());
            return switch (value.bound()) {
                case EXACT -> compared == 0 || yes.orMore() && compared > 0;
                case AT_LEAST -> yes.orMore() && compared >= 0;
                case AT_MOST -> false;
            };
        }
        if (Boolean.TRUE.equals(value.yes())) {
            return true;
        }
        String words = (value.words() + "\n" + value.concept().words()).strip().toLowerCase(Locale.ROOT);
        return YES.matcher(words).lookingAt();
    }

    @Override
    public @Nullable Duration lookBack() {
        return window.orUndated() ? null : window.within();
    }

    @Override
    public @Nullable Sources sources() {
        return new Sources(Sources.Kind.OBSERVATIONS, List.of(set), needs);
    }

    @Override
    public Set<String> uses() {
        return Set.of();
    }
}
