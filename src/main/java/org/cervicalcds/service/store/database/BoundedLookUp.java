package org.cervicalcds.service.store.database;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.cervicalcds.service.background.ThrottledLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs look-ups in threads of its own and waits no longer than the budget; after several failures in a row it rests, so that an outage does
 * not cost every hook call the whole budget.
 */
public final class BoundedLookUp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BoundedLookUp.class);
    private static final int MOST_WAITING = 64;
    /** Open after five failures in a row; then one look-up tries every two seconds. */
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowSize(5)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(100)
            .waitDurationInOpenState(Duration.ofSeconds(2))
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();

    private final String without;
    private final Duration budget;
    private final ThreadPoolExecutor threads;
    private final Counter found;
    private final Counter slow;
    private final Counter failed;
    private final Counter skipped;
    private final ThrottledLog seldom = new ThrottledLog(log);
    private final CircuitBreaker breaker;

    /**
     * @param what is looked up, for the meters
     * @param without what it means to go on without an answer, for the log
     */
    public BoundedLookUp(String what, String without, Duration budget, int size, MeterRegistry meters) {
        this.without = without;
        this.budget = budget;
        this.breaker = CircuitBreaker.of(what, BREAKER);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "store-" + what + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.found = counter(meters, what, "answered");
        this.slow = counter(meters, what, "slow");
        this.failed = counter(meters, what, "failed");
        this.skipped = counter(meters, what, "skipped");
    }

    private static Counter counter(MeterRegistry meters, String what, String result) {
        return Counter.builder("cervical.cds.store.lookups")
                .description("Look-ups within a budget; after all but the answered ones the service goes on without")
                .tag("what", what)
                .tag("result", result)
                .register(meters);
    }

    /** The answer, or the fallback where it does not come in time; never throws. */
    public <T> T orElse(T fallback, Callable<T> lookUp) {
        if (!breaker.tryAcquirePermission()) {
            skipped.increment();
            return fallback;
        }
        Future<T> future;
        try {
            future = threads.submit(lookUp);
        } catch (RejectedExecutionException e) {
            return failure(slow, "too many at once", e, fallback);
        }
        try {
            T answer = future.get(budget.toNanos(), TimeUnit.NANOSECONDS);
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            found.increment();
            return answer;
        } catch (TimeoutException e) {
            // Not interrupted: the statement ends by its own limit.
            future.cancel(false);
            return failure(slow, "no answer within " + budget.toMillis() + " ms", e, fallback);
        } catch (ExecutionException e) {
            return failure(failed, DatabaseErrors.of(e), e, fallback);
        } catch (InterruptedException e) {
            breaker.releasePermission();
            Thread.currentThread().interrupt();
            return fallback;
        }
    }

    private <T> T failure(Counter counter, String why, Exception failure, T fallback) {
        counter.increment();
        seldom.warn(without + ": " + why);
        breaker.onError(0, TimeUnit.NANOSECONDS, failure);
        return fallback;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
