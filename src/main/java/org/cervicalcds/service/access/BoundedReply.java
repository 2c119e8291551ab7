package org.cervicalcds.service.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Collects an answer, but gives up on a body that is too long; only that of status 200 is kept. */
final class BoundedReply implements AsyncResponseConsumer<Reply> {
    private static final int OK = 200;

    private final int most;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int skipped;
    private @Nullable HttpResponse response;
    private @Nullable FutureCallback<Reply> done;

    BoundedReply(int most) {
        this.most = most;
    }

    @Override
    public void informationResponse(HttpResponse given, HttpContext context) {}

    @Override
    public void consumeResponse(
            HttpResponse given, @Nullable EntityDetails entity, HttpContext context, FutureCallback<Reply> callback) {
        context.setAttribute(StaleConnectionRetry.ANSWERED, true);
        response = given;
        done = callback;
        bytes = new ByteArrayOutputStream(given.getCode() == OK ? 8192 : 0);
        if (entity == null) {
            complete();
        }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer part) throws IOException {
        int length = part.remaining();
        if (length > most - bytes.size() - skipped) {
            throw new IOException("the answer is too long");
        }
        if (response == null || response.getCode() != OK) {
            skipped += length;
            part.position(part.limit());
            return;
        }
        byte[] copy = new byte[length];
        part.get(copy);
        bytes.writeBytes(copy);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        complete();
    }

    private void complete() {
        if (response != null && done != null) {
            done.completed(new Reply(
                    response.getCode(),
                    header("Content-Type"),
                    header("Content-Encoding"),
                    header("Retry-After"),
                    bytes.toByteArray()));
        }
    }

    private @Nullable String header(String name) {
        Header header = response == null ? null : response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
}
