package org.cervicalcds.service.operations.canary;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Plays some canaries before the service listens and beside the rest of the start, so that the first real call finds the path loaded and partly compiled. */
final class WarmUp implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration LONGEST = Duration.ofMillis(300);

    private final FutureTask<Integer> playing;

    /** @param loading the canaries to play; few, since reading them is part of the start */
    WarmUp(Callable<CanarySuite> loading) {
        this.playing = new FutureTask<>(() -> loading.call().playFor(LONGEST));
    }

    /** Begins in a thread of its own. */
    void start() {
        Thread thread = new Thread(playing, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until all are played or the time is up, whichever comes first; a failure costs the start nothing. */
    @Override
    public void afterSingletonsInstantiated() {
        playing.run();
        try {
            LOG.debug("Warmed up with {} canaries", playing.get());
        } catch (ExecutionException e) {
            LOG.warn("The warm-up ended early", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
