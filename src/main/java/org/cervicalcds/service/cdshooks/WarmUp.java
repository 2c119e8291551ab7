package org.cervicalcds.service.cdshooks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Answers made-up hook calls before the service listens and beside the rest of the start, so that the first real one finds the path loaded and partly compiled.
 * Their decisions are not logged, and nobody but the log of the start hears of them.
 */
final class WarmUp implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 6;
    private static final Duration LONGEST = Duration.ofMillis(300);

    private final Map<String, OfferedService> services;
    private final HookCall hookCall;
    private final SampleRequests requests;
    private final FutureTask<Boolean> rounds = new FutureTask<>(this::rounds);

    WarmUp(Map<String, OfferedService> services, HookCall hookCall, SampleRequests requests) {
        this.services = services;
        this.hookCall = hookCall;
        this.requests = requests;
    }

    /** Begins in a thread of its own. */
    void start() {
        Thread thread = new Thread(rounds, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the rounds are over or the time is up, whichever comes first; a failure costs the start nothing. */
    @Override
    public void afterSingletonsInstantiated() {
        rounds.run();
        try {
            rounds.get();
        } catch (ExecutionException e) {
            LOG.warn("The warm-up ended early", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean rounds() {
        long start = System.nanoTime();
        int answered = 0;
        for (int round = 0; round < ROUNDS && System.nanoTime() - start < LONGEST.toNanos(); round++) {
            answered += round();
        }
        LOG.info("Warmed up with {} made-up hook calls in {} ms", answered, (System.nanoTime() - start) / 1_000_000);
        return true;
    }

    private int round() {
        int answered = 0;
        for (OfferedService service : services.values()) {
            for (var hook : service.needs().entrySet()) {
                hookCall.rehearse(service, requests.request(hook.getKey(), hook.getValue()));
                answered++;
            }
        }
        return answered;
    }
}
