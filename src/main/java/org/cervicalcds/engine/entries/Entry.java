package org.cervicalcds.engine.entries;

import org.jspecify.annotations.Nullable;

/** One resource of the patient's record, reduced to what findings read. */
public sealed interface Entry permits Condition, Observation, Report, Order, MedicationUse {

    /** Type and id as they came, such as {@code Condition/123}; a resource without an id has the type alone. */
    String reference();

    /** What it is about. */
    Concept code();

    /** When it happened; null where the record does not say. */
    @Nullable
    EventDate event();
}
