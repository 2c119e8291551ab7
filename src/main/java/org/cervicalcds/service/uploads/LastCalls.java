package org.cervicalcds.service.uploads;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * The time between being told to stop and taking no more calls: every answer of that time closes its connection, so that clients and proxies do not send their next call into one that is about to be
 * closed.
 */
public final class LastCalls implements SmartLifecycle {
    private final Duration notice;
    private volatile boolean isRunning;
    private volatile boolean isOver;

    /**
     * @param notice how long calls are still taken
     */
    public LastCalls(Duration notice) {
        this.notice = notice;
    }

    /** Whether connections are to be closed with their answers. */
    boolean areOn() {
        return isOver;
    }

    @Override
    public void start() {
        isRunning = true;
        isOver = false;
    }

    @Override
    public void stop() {
        isRunning = false;
        isOver = true;
        try {
            Thread.sleep(notice.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** It stops before everything else, as the port does first otherwise. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
