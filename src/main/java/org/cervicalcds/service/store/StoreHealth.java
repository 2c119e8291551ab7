package org.cervicalcds.service.store;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the record can be written, for the health {@code store}. The embedded database belongs to this process alone, so that traffic is
 * better kept away from it; without PostgreSQL all replicas are alike, and answers go on.
 */
final class StoreHealth implements HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED", "Decisions wait and snoozes are not known");

    private final Store store;

    StoreHealth(Store store) {
        this.store = store;
    }

    @Override
    public Health health() {
        String problem = store.problem().orElse(null);
        if (problem == null) {
            return Health.up().build();
        }
        return (store.isShared() ? Health.status(DEGRADED) : Health.outOfService())
                .withDetail("problem", problem)
                .build();
    }
}
