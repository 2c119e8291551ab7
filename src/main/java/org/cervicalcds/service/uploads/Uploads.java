package org.cervicalcds.service.uploads;

import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** All bodies that are on their way; gives up those that take too long. */
final class Uploads {
    /** Why one was given up. */
    enum Cause {
        /** It was not here within its time. */
        TIME,
        /** Too few bytes in a second. */
        RATE,
        /** Others wanted its place. */
        CROWD
    }

    /** Short networks have pauses: a body is not judged by its speed before this part of its time. */
    private static final int PATIENCE = 5;

    private final long longest;
    private final long bytesPerSecond;
    private final int atOnce;
    private final LongSupplier nanoTime;
    private final Set<Upload> coming = ConcurrentHashMap.newKeySet();
    private final Map<Cause, LongAdder> givenUp = new EnumMap<>(Cause.class);

    /**
     * @param nanoTime the clock
     */
    Uploads(UploadSettings settings, LongSupplier nanoTime) {
        this.longest = settings.time().toNanos();
        this.bytesPerSecond = settings.bytesPerSecond().toBytes();
        this.atOnce = settings.atOnce();
        this.nanoTime = nanoTime;
        for (Cause cause : Cause.values()) {
            givenUp.put(cause, new LongAdder());
        }
    }

    Upload begin(SocketChannel from) {
        Upload upload = new Upload(from, nanoTime.getAsLong());
        coming.add(upload);
        while (coming.size() > atOnce) {
            coming.stream()
                    .min(Comparator.comparingLong(Upload::start))
                    .ifPresent(oldest -> giveUp(oldest, Cause.CROWD));
        }
        return upload;
    }

    /** It is here, or nobody waits for it any more. */
    void end(Upload upload) {
        coming.remove(upload);
    }

    /** To be called several times within the time of a body. */
    void sweep() {
        long now = nanoTime.getAsLong();
        for (Upload upload : coming) {
            if (upload.age(now) > longest) {
                giveUp(upload, Cause.TIME);
            } else if (upload.age(now) > longest / PATIENCE && upload.isSlower(bytesPerSecond, now)) {
                giveUp(upload, Cause.RATE);
            }
        }
    }

    private void giveUp(Upload upload, Cause cause) {
        if (coming.remove(upload)) {
            upload.giveUp();
            count(cause).increment();
        }
    }

    int coming() {
        return coming.size();
    }

    long givenUp(Cause cause) {
        return count(cause).sum();
    }

    private LongAdder count(Cause cause) {
        return Objects.requireNonNull(givenUp.get(cause));
    }
}
