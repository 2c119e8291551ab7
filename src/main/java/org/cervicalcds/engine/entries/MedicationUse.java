package org.cervicalcds.engine.entries;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A medication of the record: ordered, stated, given out or administered.
 *
 * @param status as it came; empty where missing
 * @param intent of a request; empty otherwise
 * @param code the medication
 * @param category category codes of a request
 * @param reason reason codes
 * @param oralOrUnstated no route is given, or it is by mouth
 */
public record MedicationUse(
        String reference,
        Kind kind,
        String status,
        String intent,
        Concept code,
        Concept category,
        Concept reason,
        Concept bodySite,
        boolean oralOrUnstated,
        Supply supply,
        @Nullable EventDate event)
        implements Entry {
    private static final Set<String> ORDERS =
            Set.of("order", "original-order", "reflex-order", "filler-order", "instance-order");

    /** The FHIR resource it was read from. */
    public enum Kind {
        REQUEST,
        STATEMENT,
        DISPENSE,
        ADMINISTRATION
    }

    /** Says that it proves days with the drug: a proposal or a stopped order proves nothing, a single dose no days. */
    public boolean provesExposure() {
        return switch (kind) {
            case REQUEST -> ORDERS.contains(intent) && (status.equals("active") || status.equals("completed"));
            case STATEMENT -> status.equals("active") || status.equals("completed");
            case DISPENSE -> status.equals("completed") || status.equals("in-progress");
            case ADMINISTRATION -> false;
        };
    }

    /** Says that a dose was given. */
    public boolean isGiven() {
        return kind == Kind.ADMINISTRATION && (status.equals("completed") || status.equals("in-progress"));
    }

    /** Says that the drug is being taken now. */
    public boolean isActive() {
        return provesExposure() && (status.equals("active") || status.equals("in-progress"));
    }

    /** The same with what its references name. */
    public MedicationUse settled(Concept medication, Concept resolvedReason, @Nullable EventDate when) {
        return new MedicationUse(
                reference,
                kind,
                status,
                intent,
                medication,
                category,
                resolvedReason,
                bodySite,
                oralOrUnstated,
                supply,
                when);
    }
}
