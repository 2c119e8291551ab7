package org.cervicalcds.service.operations.canary;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Says whether every card still speaks where it should. A canary that fails later is DEGRADED and not OUT_OF_SERVICE: all replicas
 * have the same content, so none could stand in, and the other cards go on being right. Where readiness is held, a replica with new
 * content is OUT_OF_SERVICE until a round was played in which no critical tier failed, so that a rollout of broken content stops.
 */
final class CanaryHealth implements HealthIndicator {
    static final Status DEGRADED = new Status("DEGRADED", "Some cards do not speak where they should");

    private final CanaryWatch watch;
    private final boolean holdsReadiness;

    CanaryHealth(CanaryWatch watch, boolean holdsReadiness) {
        this.watch = watch;
        this.holdsReadiness = holdsReadiness;
    }

    @Override
    public Health health() {
        CanaryWatch.State state = watch.state();
        boolean held = holdsReadiness && !watch.isSound();
        Status failing = held ? Status.OUT_OF_SERVICE : DEGRADED;
        if (state.trouble() != null) {
            return Health.status(failing).withDetail("trouble", state.trouble()).build();
        }
        CanaryReport report = state.report();
        if (report == null) {
            return (held ? Health.outOfService() : Health.unknown())
                    .withDetail("played", 0)
                    .build();
        }
        Map<String, Integer> failed = new TreeMap<>();
        report.failed().forEach((which, faults) -> failed.put(which.toString(), faults.size()));
        Health.Builder health =
                failed.isEmpty() ? Health.up() : Health.status(failing).withDetail("failed", failed);
        return health.withDetail("played", report.played())
                .withDetail("at", report.at().toString())
                .build();
    }
}
