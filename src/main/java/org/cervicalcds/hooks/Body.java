package org.cervicalcds.hooks;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of a request's body, up to a limit. */
final class Body {
    /** Of so many bytes an announcement is believed. */
    private static final int BELIEVED = 256 * 1024;

    private Body() {}

    /**
     * Reads them all; a byte order mark is left out.
     *
     * @throws RequestProblem with status 413 where there are more, 415 where they are compressed
     */
    static byte[] read(HttpServletRequest request, int most) throws IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new RequestProblem(415, "not-supported", "The body must not be compressed.");
        }
        long announced = request.getContentLengthLong();
        if (announced > most) {
            throw tooLong(most);
        }
        InputStream in = request.getInputStream();
        byte[] body = announced >= 0 ? announced(in, (int) announced) : in.readNBytes(most);
        if (announced < 0 && body.length == most && in.read() >= 0) {
            throw tooLong(most);
        }
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    /** Reads into one array of the announced length; a long one is made only as its bytes come, since announcing costs a client nothing. */
    private static byte[] announced(InputStream in, int length) throws IOException {
        byte[] body = new byte[Math.min(length, BELIEVED)];
        int read = in.readNBytes(body, 0, body.length);
        while (read == body.length && read < length) {
            body = Arrays.copyOf(body, (int) Math.min(length, 4L * body.length));
            read += in.readNBytes(body, read, body.length - read);
        }
        return read == body.length ? body : Arrays.copyOf(body, read);
    }

    private static RequestProblem tooLong(int most) {
        return new RequestProblem(413, "too-long", "The body is longer than " + most + " bytes.");
    }
}
