package org.cervicalcds.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One end of a connection that sends byte by byte what it is told to, and as slowly. */
public final class RawConnection implements AutoCloseable {
    /** A call that is answered without a card. */
    public static final String CALL =
            HookRequest.view().prefetch("patient", "null").text().replace('\'', '"');

    private final Socket socket;

    RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** To a port of this machine. */
    public RawConnection(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** From an address of this machine. */
    public RawConnection(int port, String from) throws IOException {
        this(new Socket());
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(30_000);
    }

    /** Whether anything listens there. */
    public static boolean isOpen(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** The head of a call whose body has so many bytes. */
    public static String head(int length) {
        return "POST " + HookClient.service("patient-view")
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    public RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends nothing for so long. */
    public RawConnection pause(Duration silence) {
        LockSupport.parkNanos(silence.toNanos());
        return this;
    }

    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** How long a read waits. */
    public void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Reads up to the empty line; false where the connection ended before. */
    public boolean readHead() {
        int lineBreaks = 0;
        try {
            while (lineBreaks < 2) {
                int next = in().read();
                if (next < 0) {
                    return false;
                }
                lineBreaks = next == '\n' ? lineBreaks + 1 : next == '\r' ? lineBreaks : 0;
            }
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    /** What comes until the other side closes. */
    public String rest() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
