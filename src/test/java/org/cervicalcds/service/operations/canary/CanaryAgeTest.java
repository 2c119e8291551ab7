package org.cervicalcds.service.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The alert on canaries that are not played rests on their age: it grows as well where they never could be. */
final class CanaryAgeTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-11-20T08:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private double ageSeconds() {
        return meters.get("cervical.cds.canary.age").gauge().value();
    }

    private CanaryWatch unplayable(Duration every) {
        return new CanaryWatch(
                () -> {
                    throw new IOException("no vignettes");
                },
                List.of(),
                every,
                clock,
                meters);
    }

    @Test
    void canariesThatCannotBePlayedGrowOld() {
        try (CanaryWatch watch = unplayable(Duration.ofHours(1))) {
            watch.play();
            now = now.plus(Duration.ofHours(4));
            watch.play();

            assertThat(watch.state().trouble()).contains("no vignettes");
            assertThat(ageSeconds()).isEqualTo(4 * 3600);
        }
    }

    @Test
    void canariesThatAreSwitchedOffHaveNoAge() {
        try (CanaryWatch watch = unplayable(Duration.ZERO)) {
            now = now.plus(Duration.ofHours(4));

            assertThat(ageSeconds()).isNaN();
            assertThat(watch.isSound()).isTrue();
        }
    }
}
