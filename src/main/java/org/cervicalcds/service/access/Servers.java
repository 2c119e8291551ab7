package org.cervicalcds.service.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of each FHIR server's health, so that a dead one costs neither time nor threads of calls to others. */
final class Servers {
    private static final int MOST = 1_000;
    private static final long LONGEST_REST_SECONDS = 60;

    private final BulkheadConfig bulkhead;
    /** Counted are queries, of which a call has some sixteen: one or two calls that were late condemn no server. */
    private final CircuitBreakerConfig breaker = CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(120)
            .minimumNumberOfCalls(60)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(10))
            .permittedNumberOfCallsInHalfOpenState(15)
            .build();

    private final Cache<String, Server> servers = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    Servers(int callsAtOnce) {
        this.bulkhead = BulkheadConfig.custom()
                .maxConcurrentCalls(callsAtOnce)
                .maxWaitDuration(Duration.ZERO)
                .build();
    }

    Server of(ServerAddress address) {
        return servers.get(
                address.text(), text -> new Server(Bulkhead.of("fhir", bulkhead), CircuitBreaker.of("fhir", breaker)));
    }

    /** How many of the servers at such addresses are in the state. */
    long count(Predicate<String> address, CircuitBreaker.State state) {
        return servers.asMap().entrySet().stream()
                .filter(entry ->
                        address.test(entry.getKey()) && entry.getValue().breaker.getState() == state)
                .count();
    }

    /** One of them. */
    static final class Server {
        private final Bulkhead bulkhead;
        private final CircuitBreaker breaker;
        private final AtomicLong restUntil = new AtomicLong(Long.MIN_VALUE);

        /** A limit of rates is one of each client's token: who has used up its own does not keep the others away. */
        private final Cache<String, Long> restOfClients = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(Duration.ofSeconds(LONGEST_REST_SECONDS))
                .build();

        Server(Bulkhead bulkhead, CircuitBreaker breaker) {
            this.bulkhead = bulkhead;
            this.breaker = breaker;
        }

        /** Whether a request may ask it now; then {@link #leave} must follow. */
        boolean enter(String client) {
            Long ofClient = restOfClients.getIfPresent(client);
            boolean resting = isAhead(restUntil.get()) || (ofClient != null && isAhead(ofClient));
            if (resting || !bulkhead.tryAcquirePermission()) {
                return false;
            }
            if (!breaker.tryAcquirePermission()) {
                bulkhead.onComplete();
                return false;
            }
            // The permission is for a whole request; its queries report one by one.
            breaker.releasePermission();
            return true;
        }

        private static boolean isAhead(long until) {
            return until != Long.MIN_VALUE && until - System.nanoTime() > 0;
        }

        void leave() {
            bulkhead.onComplete();
        }

        /** Notes how a query ended: whoever answers is alive, unless it says that it is broken. */
        void answered(String client, @Nullable Reply answer, @Nullable Throwable failure) {
            if (answer == null) {
                if (!(failure instanceof java.util.concurrent.CancellationException)) {
                    breaker.onError(0, TimeUnit.NANOSECONDS, failure == null ? new IOException("no answer") : failure);
                }
            } else if (answer.status() >= 500) {
                answer.rest(LONGEST_REST_SECONDS).ifPresent(rest -> restUntil.set(System.nanoTime() + rest.toNanos()));
                breaker.onError(0, TimeUnit.NANOSECONDS, new IOException("status 5xx"));
            } else {
                if (answer.status() == 429) {
                    answer.rest(LONGEST_REST_SECONDS)
                            .ifPresent(rest -> restOfClients.put(client, System.nanoTime() + rest.toNanos()));
                }
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        /** Notes queries that were given up because the time was over. */
        void failed(int queries) {
            for (int i = 0; i < queries; i++) {
                breaker.onError(0, TimeUnit.NANOSECONDS, new TimeoutException());
            }
        }
    }
}
