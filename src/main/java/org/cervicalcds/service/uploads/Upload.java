package org.cervicalcds.service.uploads;

import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;

/** A body on its way. */
final class Upload {
    private final SocketChannel from;
    private final long start;
    private volatile long bytes;
    private volatile boolean isSwallowed;
    private volatile boolean isGivenUp;

    /**
     * @param start in nanoseconds, of the clock that {@link #age} gets
     */
    Upload(SocketChannel from, long start) {
        this.from = from;
        this.start = start;
    }

    long start() {
        return start;
    }

    long age(long now) {
        return now - start;
    }

    /** So many have come; said by the one thread that reads. */
    void came(long all) {
        bytes = all;
    }

    /** The answer is given; what still comes is read so that the client gets to see it, and is not counted. */
    void swallow() {
        isSwallowed = true;
    }

    boolean isSlower(long bytesPerSecond, long now) {
        return !isSwallowed && bytes * 1_000_000_000L < bytesPerSecond * age(now);
    }

    boolean isGivenUp() {
        return isGivenUp;
    }

    /** Whoever waits for more reads the end of the stream at once, and can still answer. */
    void giveUp() {
        isGivenUp = true;
        try {
            from.shutdownInput();
        } catch (IOException | NotYetConnectedException gone) {
            // Then there is nobody to wait for.
        }
    }
}
