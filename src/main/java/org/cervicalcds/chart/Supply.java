package org.cervicalcds.chart;

import java.math.BigDecimal;
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
 */
public record Supply(
        @Nullable PartialDate from,
        @Nullable PartialDate to,
        @Nullable BigDecimal days,
        int repeats,
        @Nullable BigDecimal quantity,
        List<Dose> doses) {

    /**
     * One dosage instruction.
     *
     * @param perDay units a day (for an as-needed dose the most it allows)
     * @param boundsDays length of timing.repeat.bounds in days
     * @param asNeeded PRN
     */
    public record Dose(@Nullable BigDecimal perDay, @Nullable BigDecimal boundsDays, boolean asNeeded) {}
}
