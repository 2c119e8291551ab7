package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitsTest {
    @Test
    void callerBeyondItsRateWaits() {
        RateLimits limits = new RateLimits(3);

        for (int i = 0; i < 3; i++) {
            assertThat(limits.secondsToWait("a")).isZero();
        }
        assertThat(limits.secondsToWait("a")).isPositive();
        assertThat(limits.secondsToWait("b")).isZero();
        assertThat(new RateLimits(0).secondsToWait("a")).isZero();
    }
}
