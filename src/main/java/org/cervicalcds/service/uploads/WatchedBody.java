package org.cervicalcds.service.uploads;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** The bodies of one connection, one after the other, as Tomcat reads them. */
final class WatchedBody implements InputBuffer {
    private final InputBuffer source;
    private final Uploads uploads;
    private @Nullable SocketChannel from;
    private @Nullable Upload upload;
    private boolean isDue;
    private long announced;
    private long came;

    WatchedBody(InputBuffer source, Uploads uploads) {
        this.source = source;
        this.uploads = uploads;
    }

    /** A thread turns to this connection. */
    void connected(SocketChannel channel) {
        from = channel;
    }

    /** The headers of a request are read. */
    void begin(Request request) {
        end();
        announced = request.getContentLengthLong();
        came = 0;
        // Without a length there may be chunks; where there is nothing at all the first read says so.
        isDue = announced > 0 || (announced < 0 && request.getHeader("Transfer-Encoding") != null);
    }

    /** Somebody waits for the body from now on; what was before is not the client's doing. */
    private @Nullable Upload awaited() {
        if (upload == null && isDue && from != null) {
            upload = uploads.begin(from);
        }
        return upload;
    }

    /** The answer is given. */
    void answered() {
        Upload rest = awaited();
        if (rest != null) {
            rest.swallow();
        }
    }

    /** Nobody waits for bytes any more. */
    void end() {
        isDue = false;
        if (upload != null) {
            uploads.end(upload);
            upload = null;
        }
    }

    @Override
    public int doRead(ApplicationBufferHandler target) throws IOException {
        Upload now = awaited();
        if (now == null) {
            return source.doRead(target);
        }
        int read;
        try {
            read = source.doRead(target);
        } catch (EOFException e) {
            throw now.isGivenUp() ? timedOut(e) : e;
        }
        came += Math.max(0, read);
        now.came(came);
        if (read < 0 || came == announced) {
            end();
        }
        return read;
    }

    /** Tomcat answers it with 408. */
    private static SocketTimeoutException timedOut(EOFException cause) {
        SocketTimeoutException late = new SocketTimeoutException("The body came too slowly");
        late.initCause(cause);
        return late;
    }

    @Override
    public int available() {
        return source.available();
    }
}
