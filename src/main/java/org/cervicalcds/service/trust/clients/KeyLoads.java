package org.cervicalcds.service.trust.clients;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the keys of a client, not more often than allowed; Nimbus' own limit would keep a client out for the whole interval after a failed first load. */
public final class KeyLoads implements JWKSetSource<SecurityContext> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLoads.class);
    /** Shortest time between two loads while no key is known. */
    public static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    private final String issuer;
    private final KeySource source;
    private final long intervalMillis;

    private volatile long triedAt = Long.MIN_VALUE;
    private volatile int known;
    private volatile boolean failing;

    KeyLoads(String issuer, KeySource source, Duration interval) {
        this.issuer = issuer;
        this.source = source;
        this.intervalMillis = interval.toMillis();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTime, @Nullable SecurityContext context)
            throws KeySourceException {
        long rest = known == 0 ? Math.min(intervalMillis, FIRST_INTERVAL.toMillis()) : intervalMillis;
        if (triedAt != Long.MIN_VALUE && currentTime < triedAt + rest) {
            throw new JWKSetUnavailableException("too soon after the last load");
        }
        triedAt = currentTime;
        try {
            JWKSet keys = new JWKSet(source.load());
            known = keys.size();
            failing = false;
            LOG.info("Loaded {} keys of {}", keys.size(), issuer);
            return keys;
        } catch (IOException | RuntimeException e) {
            failing = true;
            LOG.warn(
                    "The keys of {} could not be loaded ({}); {} known ones stay in use",
                    issuer,
                    e.getClass().getSimpleName(),
                    known);
            throw new JWKSetUnavailableException("not loaded", e);
        }
    }

    /** How many keys the last load that went well brought; 0 before the first. */
    int known() {
        return known;
    }

    /** Whether the last load failed. */
    boolean isFailing() {
        return failing;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
