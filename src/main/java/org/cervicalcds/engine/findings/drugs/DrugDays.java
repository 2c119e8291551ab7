package org.cervicalcds.engine.findings.drugs;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.criteria.DaySpans;
import org.cervicalcds.engine.criteria.SupplyLength;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Supply;

/**
 * The calendar days on which a class of drugs was in the patient's hands, from requests, dispenses and statements together.
 *
 * <p>An interval of L days covers the start day and the L − 1 days after it; the same day from several sources counts once.
 */
public final class DrugDays {
    private final DaySpans days = new DaySpans();

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
        Integer length = SupplyLength.days(supply);
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
        days.add(start, last.isAfter(today) ? today : last);
    }

    /** Days with the drug from first to last, both included. */
    public int between(LocalDate first, LocalDate last) {
        return days.between(first, last);
    }

    /**
     * Days with the drug before today that belong to the running episode: going back from today, gaps of up to {@code gapDays} bridge
     * but are not counted, a longer gap ends the episode.
     */
    public int runningEpisode(LocalDate today, int gapDays) {
        return days.before(today, gapDays).days();
    }

    /** The running episode as it was on the morning of a day. */
    DaySpans.Episode episodeBefore(LocalDate day, int gapDays) {
        return days.before(day, gapDays);
    }
}
