package org.cervicalcds.service.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Tells which calls repeat another: one for the same hook instance, service and patient from the same client within {@link #REPEAT} of the
 * first. For one thread.
 */
sealed interface FirstCalls permits OwnFirstCalls, SharedFirstCalls {
    Duration REPEAT = Duration.ofMinutes(10);

    /** A call that others may repeat. */
    record First(UUID id, Instant at) {}

    /** For each call that has an instance, by its id, the call it repeats, or itself; in the transaction that writes the calls. */
    Map<UUID, First> of(Collection<DecisionRecord> records);

    /** Once the transaction is through. */
    void remember();
}
