package org.cervicalcds.hooks;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Answers made-up hook calls before the service listens, so that the first real one finds the path loaded and partly compiled. Their
 * decisions are not logged, and nobody but the log of the start hears of them.
 */
final class WarmUp implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 100;
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final Map<String, OfferedService> services;
    private final HookCall hookCall;
    private final SampleRequests requests;

    WarmUp(Map<String, OfferedService> services, HookCall hookCall, SampleRequests requests) {
        this.services = services;
        this.hookCall = hookCall;
        this.requests = requests;
    }

    /** Runs until the rounds are over or the time is up, whichever comes first; a failure costs the start nothing. */
    @Override
    public void afterSingletonsInstantiated() {
        long start = System.nanoTime();
        int answered = 0;
        try {
            for (int round = 0; round < ROUNDS && System.nanoTime() - start < LONGEST.toNanos(); round++) {
                answered += round();
            }
            LOG.info(
                    "Warmed up with {} made-up hook calls in {} ms", answered, (System.nanoTime() - start) / 1_000_000);
        } catch (RuntimeException e) {
            LOG.warn("The warm-up ended early", e);
        }
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
