package org.cervicalcds.service.access;

import org.cervicalcds.engine.chart.Availability.Cause;

/** Whether the FHIR server of a hook call may be asked. */
public sealed interface Permission permits Grant, Permission.Refusal {

    /**
     * It may not.
     *
     * @param cause {@link Cause#NO_ACCESS} where the call gives no access, else the rule that refuses it
     */
    record Refusal(Cause cause) implements Permission {}
}
