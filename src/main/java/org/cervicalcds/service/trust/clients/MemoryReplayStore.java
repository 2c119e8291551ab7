package org.cervicalcds.service.trust.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers tokens in this process; replicas do not share it. */
public final class MemoryReplayStore implements ReplayStore {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryReplayStore.class);

    /** More than any client sends in an hour; beyond it every token is refused, since forgetting one would let it come again. */
    static final int MOST = 1_000_000;

    private final Clock clock;
    private final AtomicInteger held = new AtomicInteger();
    private final Cache<Seen, Instant> seen;

    private record Seen(String issuer, String jti) {}

    public MemoryReplayStore(Clock clock) {
        this.clock = clock;
        this.seen = Caffeine.newBuilder()
                .executor(Runnable::run)
                .removalListener((key, value, cause) -> held.decrementAndGet())
                .expireAfter(Expiry.<Seen, Instant>creating((key, expiresAt) -> untilThen(expiresAt)))
                .build();
    }

    private Duration untilThen(Instant expiresAt) {
        Duration left = Duration.between(clock.instant(), expiresAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public boolean firstUse(String issuer, String jti, Instant expiresAt) {
        if (held.get() >= MOST) {
            seen.cleanUp();
            if (held.get() >= MOST) {
                LOG.warn("More than {} tokens are remembered: no further one is taken", MOST);
                return false;
            }
        }
        boolean first = seen.asMap().putIfAbsent(new Seen(issuer, jti), expiresAt) == null;
        if (first) {
            held.incrementAndGet();
        }
        return first;
    }
}
