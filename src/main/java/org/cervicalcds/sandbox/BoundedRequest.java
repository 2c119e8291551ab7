package org.cervicalcds.sandbox;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body ends in an error, HTTP 413, when it is larger than a resource may be. */
final class BoundedRequest extends HttpServletRequestWrapper {

    /** The largest body in bytes. */
    static final int MOST_BYTES = 2_000_000;

    BoundedRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new BoundedStream(super.getInputStream());
    }

    private static final class BoundedStream extends ServletInputStream {
        private final ServletInputStream body;
        private long bytesRead;

        BoundedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            return next < 0 ? next : counted(next, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = body.read(buffer, offset, length);
            return read < 0 ? read : counted(read, read);
        }

        private int counted(int result, int bytes) {
            bytesRead += bytes;
            if (bytesRead > MOST_BYTES) {
                throw new PayloadTooLargeException("A body may have " + MOST_BYTES + " bytes");
            }
            return result;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
