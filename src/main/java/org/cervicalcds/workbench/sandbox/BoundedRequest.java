package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A request whose body ends in an error, HTTP 413, when it is larger than a resource may be, compressed or not; it is inflated here. */
final class BoundedRequest extends HttpServletRequestWrapper {

    /** The largest body in bytes. */
    static final int MOST_BYTES = 2_000_000;

    private static final String ENCODING = "Content-Encoding";

    private final boolean isCompressed;

    BoundedRequest(HttpServletRequest request) {
        super(request);
        String encoding = request.getHeader(ENCODING);
        isCompressed =
                encoding != null && encoding.strip().toLowerCase(Locale.ROOT).endsWith("gzip");
    }

    /** Nobody else is to inflate it. */
    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    private boolean isHidden(String header) {
        return isCompressed && header.equalsIgnoreCase(ENCODING);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream body = super.getInputStream();
        BoundedStream bounded = new BoundedStream(body, body);
        return isCompressed ? new BoundedStream(body, new GZIPInputStream(bounded)) : bounded;
    }

    private static final class BoundedStream extends ServletInputStream {
        private final ServletInputStream body;
        private final InputStream bytes;
        private long bytesRead;

        /**
         * @param bytes of the body, inflated where it is compressed
         */
        BoundedStream(ServletInputStream body, InputStream bytes) {
            this.body = body;
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            int next = bytes.read();
            return next < 0 ? next : counted(next, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = bytes.read(buffer, offset, length);
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
