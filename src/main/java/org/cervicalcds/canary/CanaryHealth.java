package org.cervicalcds.canary;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Says whether every card still speaks where it should. A failed canary is DEGRADED and not OUT_OF_SERVICE: all replicas have the same
 * content, so none could stand in, and the other cards go on being right.
 */
final class CanaryHealth implements HealthIndicator {
    static final Status DEGRADED = new Status("DEGRADED", "Some cards do not speak where they should");

    private final CanaryWatch watch;

    CanaryHealth(CanaryWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        CanaryWatch.State state = watch.state();
        if (state.trouble() != null) {
            return Health.status(DEGRADED)
                    .withDetail("trouble", state.trouble())
                    .build();
        }
        Report report = state.report();
        if (report == null) {
            return Health.unknown().withDetail("played", 0).build();
        }
        Map<String, Integer> failed = new TreeMap<>();
        report.failed().forEach((which, faults) -> failed.put(which.toString(), faults.size()));
        Health.Builder health =
                failed.isEmpty() ? Health.up() : Health.status(DEGRADED).withDetail("failed", failed);
        return health.withDetail("played", report.played())
                .withDetail("at", report.at().toString())
                .build();
    }
}
