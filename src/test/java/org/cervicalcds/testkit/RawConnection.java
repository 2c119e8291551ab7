package org.cervicalcds.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection of a client that sends byte by byte what it is told to, and as slowly. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket = new Socket();

    public RawConnection(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** From an address of this machine. */
    public RawConnection(int port, String from) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(30_000);
    }

    /** Whether anything listens at a port of an address of this machine. */
    public static boolean isOpen(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** The headers of a call of patient-view whose body has so many bytes. */
    public static String headers(int length) {
        return "POST " + HookClient.service("patient-view")
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    public RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    public void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
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
