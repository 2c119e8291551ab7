package org.cervicalcds.trust;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of one client, loaded anew when they are old or a key is unknown; where that fails the known ones go on (CDSH-SEC-12). */
final class ClientKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);

    private final String issuer;
    private final KeySource source;
    private final Clock clock;
    private final Duration interval;
    private final Duration maxAge;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile List<JWK> keys = List.of();
    private volatile @Nullable Instant loaded;
    private volatile @Nullable Instant tried;

    ClientKeys(String issuer, KeySource source, Clock clock, Duration interval, Duration maxAge) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
        this.interval = interval;
        this.maxAge = maxAge;
    }

    /** All keys of this id; none where there is none. */
    List<JWK> of(String kid) {
        Instant since = loaded;
        boolean old = since == null || since.plus(maxAge).isBefore(clock.instant());
        List<JWK> known = old ? List.of() : matching(kid);
        if (known.isEmpty()) {
            load();
        }
        return matching(kid);
    }

    private List<JWK> matching(String kid) {
        return keys.stream().filter(key -> kid.equals(key.getKeyID())).toList();
    }

    private boolean isTooSoon() {
        Instant last = tried;
        return last != null && clock.instant().isBefore(last.plus(interval));
    }

    private void load() {
        if (isTooSoon()) {
            return;
        }
        loading.lock();
        try {
            if (isTooSoon()) {
                return;
            }
            tried = clock.instant();
            keys = List.copyOf(source.load());
            loaded = clock.instant();
            LOG.info("Loaded {} keys of {}", keys.size(), issuer);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The keys of {} could not be loaded ({}); the {} known ones go on",
                    issuer,
                    e.getClass().getSimpleName(),
                    keys.size());
        } finally {
            loading.unlock();
        }
    }
}
