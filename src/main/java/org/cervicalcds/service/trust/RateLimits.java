package org.cervicalcds.service.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** How often each caller may call (CDSH-SEC-18). */
final class RateLimits {
    private static final int SECONDS = 60;

    private final int callsPerMinute;
    private final RateLimiterConfig config;
    private final Cache<String, RateLimiter> limiters = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    RateLimits(int callsPerMinute) {
        this.callsPerMinute = callsPerMinute;
        this.config = RateLimiterConfig.custom()
                .limitForPeriod(Math.max(1, callsPerMinute))
                .limitRefreshPeriod(Duration.ofSeconds(SECONDS))
                .timeoutDuration(Duration.ZERO)
                .build();
    }

    /** Counts a call; 0 where it may go on, else after how many seconds it may come again. */
    int secondsToWait(String caller) {
        if (callsPerMinute <= 0) {
            return 0;
        }
        RateLimiter limiter = limiters.get(caller, name -> RateLimiter.of("client", config));
        return limiter.acquirePermission() ? 0 : SECONDS;
    }
}
