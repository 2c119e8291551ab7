package org.cervicalcds.findings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.chart.MedicationUse;
import org.cervicalcds.chart.Supply;
import org.jspecify.annotations.Nullable;

/**
 * The calendar days on which a class of drugs was in the patient's hands, from requests, dispenses and statements together.
 *
 * <p>An interval of L days covers the start day and the L − 1 days after it; the same day from several sources counts once.
 */
public final class DrugDays {
    private static final int LONGEST = 3660;

    private final TreeSet<LocalDate> days = new TreeSet<>();

    private DrugDays() {}

    /**
     * Joins the intervals of all uses that prove exposure.
     *
     * @param longestGuess an active request of unknown length counts from its start to today only if it is not older than this
     */
    public static DrugDays of(List<MedicationUse> uses, Chart chart, Duration longestGuess) {
        DrugDays joined = new DrugDays();
        for (MedicationUse use : uses) {
            if (use.provesExposure()) {
                joined.add(use, chart, longestGuess);
            }
        }
        return joined;
    }

    private void add(MedicationUse use, Chart chart, Duration longestGuess) {
        EventDate event = use.event();
        if (event == null || event.future()) {
            return;
        }
        LocalDate start = event.at().atZone(chart.zone()).toLocalDate();
        LocalDate today = chart.today();
        Supply supply = use.supply();
        Integer length = length(supply);
        LocalDate last;
        if (supply.to() != null) {
            last = supply.to().latestUpTo(chart.now()).atZone(chart.zone()).toLocalDate();
        } else if (length != null) {
            last = start.plusDays(length - 1L);
        } else if (use.kind() == MedicationUse.Kind.STATEMENT || use.kind() == MedicationUse.Kind.REQUEST) {
            boolean guess = use.isActive()
                    && (use.kind() == MedicationUse.Kind.STATEMENT
                            || event.within(chart.now().minus(longestGuess)));
            last = guess ? today : start.minusDays(1);
        } else {
            last = start;
        }
        LocalDate end = last.isAfter(today) ? today : last;
        int added = 0;
        for (LocalDate day = start; !day.isAfter(end) && added < LONGEST; day = day.plusDays(1)) {
            days.add(day);
            added++;
        }
    }

    /** Length of a supply in days, repeats included; null where nothing tells it. */
    public static @Nullable Integer length(Supply supply) {
        if (supply.days() != null && supply.days().signum() > 0) {
            return whole(supply.days().multiply(BigDecimal.valueOf(1L + supply.repeats())));
        }
        BigDecimal perDay = BigDecimal.ZERO;
        BigDecimal bounds = null;
        for (Supply.Dose dose : supply.doses()) {
            if (dose.boundsDays() != null
                    && (bounds == null || dose.boundsDays().compareTo(bounds) > 0)) {
                bounds = dose.boundsDays();
            }
            if (dose.perDay() != null) {
                perDay = perDay.add(dose.perDay());
            }
        }
        if (bounds != null && bounds.signum() > 0) {
            return whole(bounds);
        }
        if (supply.quantity() != null && supply.quantity().signum() > 0 && perDay.signum() > 0) {
            return whole(supply.quantity()
                    .multiply(BigDecimal.valueOf(1L + supply.repeats()))
                    .divide(perDay, 4, RoundingMode.HALF_UP));
        }
        return null;
    }

    private static int whole(BigDecimal days) {
        return days.min(BigDecimal.valueOf(LONGEST))
                .setScale(0, RoundingMode.CEILING)
                .intValue();
    }

    /** Days with the drug from first to last, both included. */
    public int between(LocalDate first, LocalDate last) {
        return first.isAfter(last) ? 0 : days.subSet(first, true, last, true).size();
    }

    /**
     * Days with the drug before today that belong to the running episode: going back from today, gaps of up to {@code gapDays} bridge
     * but are not counted, a longer gap ends the episode.
     */
    public int runningEpisode(LocalDate today, int gapDays) {
        return episode(today, gapDays).size();
    }

    /** The days of the running episode themselves. */
    SortedSet<LocalDate> episode(LocalDate today, int gapDays) {
        SortedSet<LocalDate> episode = new TreeSet<>();
        LocalDate later = today;
        for (LocalDate day : days.headSet(today, false).descendingSet()) {
            long free = ChronoUnit.DAYS.between(day, later) - 1;
            if (free > gapDays) {
                break;
            }
            episode.add(day);
            later = day;
        }
        return episode;
    }

    boolean sharesADayWith(SortedSet<LocalDate> others) {
        return others.stream().anyMatch(days::contains);
    }
}
