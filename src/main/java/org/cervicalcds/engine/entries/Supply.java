package org.cervicalcds.engine.entries;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a medication was ordered, given out or taken, and for how long.
 *
 * @param from first day: authoredOn, whenHandedOver or effectivePeriod.start
 * @param to last day where one is stated (effectivePeriod.end)
 * @param days expectedSupplyDuration or daysSupply, in days
 * @param repeats numberOfRepeatsAllowed
 * @param quantity units given out at a time
 * @param doses one for each dosage instruction
 * @param initialFill the first supply is stated apart
 */
public record Supply(
        @Nullable PartialDate from,
        @Nullable PartialDate to,
        @Nullable BigDecimal days,
        int repeats,
        @Nullable BigDecimal quantity,
        List<Dose> doses,
        boolean initialFill) {

    public Supply(
            @Nullable PartialDate from,
            @Nullable PartialDate to,
            @Nullable BigDecimal days,
            int repeats,
            @Nullable BigDecimal quantity,
            List<Dose> doses) {
        this(from, to, days, repeats, quantity, doses, false);
    }

    /**
     * One dosage instruction.
     *
     * @param perDay units a day (for an as-needed dose the most it allows)
     * @param boundsDays how long it holds in days, by timing.repeat.bounds[x] or count
     * @param counted it is count that says how long
     * @param starts first day of timing.repeat.boundsPeriod
     * @param sequence the step it belongs to: steps follow one another (Dosage.sequence); null where none is given
     * @param asNeeded PRN
     */
    public record Dose(
            @Nullable BigDecimal perDay,
            @Nullable BigDecimal boundsDays,
            boolean counted,
            @Nullable LocalDate starts,
            @Nullable Integer sequence,
            boolean asNeeded) {

        public Dose(@Nullable BigDecimal perDay, @Nullable BigDecimal boundsDays, boolean asNeeded) {
            this(perDay, boundsDays, false, null, null, asNeeded);
        }
    }
}
