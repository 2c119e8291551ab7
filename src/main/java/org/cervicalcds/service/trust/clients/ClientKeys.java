package org.cervicalcds.service.trust.clients;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one client, loaded anew when they are old or a key is unknown; where that fails the known ones go on (CDSH-SEC-12). Whoever
 * comes while another thread loads waits for that load.
 */
final class ClientKeys implements JWKSource<SecurityContext> {
    /** How long a caller waits for the load of another; a load itself takes at most {@link KeySets#LONGEST}. */
    private static final Duration LONGEST_WAIT = KeySets.LONGEST.plusMillis(500);

    private static final Duration SHORTEST_TO_REFRESH_AHEAD = Duration.ofMinutes(1);
    private static final int SHORTEST_RSA = 2048;

    /** Loads keys that will soon be old, for all clients. */
    private static final ExecutorService AHEAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "client-keys");
        thread.setDaemon(true);
        return thread;
    });

    private final KeyLoads loads;
    private final JWKSetSource<SecurityContext> keys;
    private final Clock clock;

    ClientKeys(String issuer, KeySource source, Clock clock, Duration interval, Duration maxAge) {
        this.clock = clock;
        this.loads = new KeyLoads(issuer, source, interval);
        JWKSourceBuilder<SecurityContext> builder = JWKSourceBuilder.<SecurityContext>create(loads)
                .cache(maxAge.toMillis(), LONGEST_WAIT.toMillis())
                .rateLimited(false)
                .retrying(false)
                .outageTolerantForever();
        if (maxAge.compareTo(SHORTEST_TO_REFRESH_AHEAD) < 0) {
            builder.refreshAheadCache(false);
        } else {
            builder.refreshAheadCache(maxAge.toMillis() / 4, null, AHEAD, false, null, false);
        }
        this.keys = ((JWKSetBasedJWKSource<SecurityContext>) builder.build()).getJWKSetSource();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        String kid = selector.getMatcher().getKeyIDs().iterator().next();
        return selector.select(new JWKSet(of(kid)));
    }

    /**
     * All keys of this id; none where there is none.
     *
     * @throws JWKSetUnavailableException where no keys can be had, or the last load failed and the key is not among the known ones
     */
    List<JWK> of(String kid) throws KeySourceException {
        long now = clock.millis();
        JWKSet known = keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, null);
        List<JWK> matching = matching(known, kid);
        if (matching.isEmpty()) {
            matching = matching(keys.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, null), kid);
            if (matching.isEmpty() && loads.isFailing()) {
                throw new JWKSetUnavailableException("not among the known keys, and the last load failed");
            }
        }
        return matching;
    }

    /** RSA keys that are too short for any algorithm of the specification count as none (CDSH-SEC-5). */
    private static List<JWK> matching(JWKSet set, String kid) {
        return set.getKeys().stream()
                .filter(key -> kid.equals(key.getKeyID()) && !(key instanceof RSAKey rsa && rsa.size() < SHORTEST_RSA))
                .toList();
    }

    /** Loads the keys unless they are known. */
    void prepare() {
        try {
            keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), null);
        } catch (KeySourceException failed) {
            // It stands in the log, and the next call tries again.
            return;
        }
    }

    /** How many keys are known. */
    int known() {
        return loads.known();
    }

    /** Whether the last load failed. */
    boolean isFailing() {
        return loads.isFailing();
    }
}
