package org.cervicalcds.service.cdshooks.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.cervicalcds.service.uploads.ByteBudget;

/**
 * The bytes of a request's body, up to a limit. The array may be longer than the body, and is used again for another once this one is closed:
 * whoever reads it stops at {@link #length}.
 */
public final class Body implements AutoCloseable {
    /** Of so many bytes an announcement is believed. */
    private static final int BELIEVED = 256 * 1024;
    /** A shorter body gets an array of its own. */
    private static final int WORTH_KEEPING = 4 * 1024;

    private static final int MOST_KEPT = 16;

    /** Arrays of {@link #BELIEVED} bytes that nobody reads. */
    private static final BlockingQueue<byte[]> KEPT = new ArrayBlockingQueue<>(MOST_KEPT);

    private static final byte[] NOTHING = {};
    private static final ByteBudget UNBOUNDED = new ByteBudget(Long.MAX_VALUE);

    private byte[] array;
    private int length;

    /** The array goes back to the others, and that only once: two bodies must never have the same. */
    private boolean isLent;

    private final ByteBudget budget;
    /** What it has of the budget, in bytes. */
    private long taken;

    private Body(byte[] array, int length, boolean isLent, ByteBudget budget) {
        this.array = array;
        this.length = length;
        this.isLent = isLent;
        this.budget = budget;
    }

    /** Of an array that is the body. */
    public static Body of(byte[] bytes) {
        return new Body(bytes, bytes.length, false, UNBOUNDED);
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /**
     * All bytes, in an array of that length.
     *
     * @throws RequestProblem as {@link #read}
     */
    public static byte[] bytes(HttpServletRequest request, int most, ByteBudget budget) throws IOException {
        try (Body body = read(request, most, budget)) {
            return Arrays.copyOf(body.array, body.length);
        }
    }

    /**
     * Reads them all; a byte order mark is left out. Beyond the first {@link #BELIEVED} bytes they count towards the budget until it is closed: shorter bodies are limited
     * by how many may come at once.
     *
     * @throws RequestProblem with status 413 where there are more, 415 where they are compressed, 503 where the budget is used up
     */
    public static Body read(HttpServletRequest request, int most, ByteBudget budget) throws IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new RequestProblem(415, "not-supported", "The body must not be compressed.");
        }
        long announced = request.getContentLengthLong();
        if (announced > most) {
            throw tooLong(most);
        }
        int wanted = announced < 0 ? most : (int) announced;
        Body body = empty(wanted, budget);
        boolean isRead = false;
        try {
            body.fill(request.getInputStream(), wanted);
            if (announced < 0 && body.length == most && request.getInputStream().read() >= 0) {
                throw tooLong(most);
            }
            isRead = true;
        } finally {
            if (!isRead) {
                body.close();
            }
        }
        return body.isMarked() ? body.withoutMark() : body;
    }

    private static Body empty(int length, ByteBudget budget) {
        if (length < WORTH_KEEPING) {
            return new Body(new byte[length], 0, false, budget);
        }
        byte[] kept = KEPT.poll();
        return new Body(kept == null ? new byte[BELIEVED] : kept, 0, true, budget);
    }

    /** A long array is made only as the bytes come, since announcing costs a client nothing. */
    private void fill(InputStream in, int wanted) throws IOException {
        int read = in.readNBytes(array, 0, Math.min(wanted, array.length));
        while (read == array.length && read < wanted) {
            int next = (int) Math.min(wanted, 4L * array.length);
            take(next - taken);
            byte[] longer = Arrays.copyOf(array, next);
            giveArray();
            array = longer;
            read += in.readNBytes(array, read, array.length - read);
        }
        length = read;
    }

    private void take(long bytes) {
        if (!budget.take(bytes)) {
            throw new RequestProblem(503, "throttled", "Too many long requests at the same time; please try again.");
        }
        taken += bytes;
    }

    private boolean isMarked() {
        return length >= 3 && array[0] == (byte) 0xEF && array[1] == (byte) 0xBB && array[2] == (byte) 0xBF;
    }

    private Body withoutMark() {
        System.arraycopy(array, 3, array, 0, length - 3);
        length -= 3;
        return this;
    }

    /** Nobody may read it afterwards. */
    @Override
    public void close() {
        giveArray();
        budget.give(taken);
        taken = 0;
        array = NOTHING;
        length = 0;
    }

    private void giveArray() {
        if (isLent) {
            // Where there are enough of them it is dropped.
            KEPT.offer(array);
            isLent = false;
        }
    }

    private static RequestProblem tooLong(int most) {
        return new RequestProblem(413, "too-long", "The body is longer than " + most + " bytes.");
    }
}
