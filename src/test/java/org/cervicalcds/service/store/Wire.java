package org.cervicalcds.service.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to the database that can be cut, held up, and joined again. */
final class Wire implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stalled;
    private ServerSocket server;

    Wire(int target) {
        this.target = target;
        this.server = listen(0);
        this.port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    private ServerSocket listen(int where) {
        try {
            ServerSocket listening = new ServerSocket(where, 50, InetAddress.getLoopbackAddress());
            Thread accepting = new Thread(() -> accept(listening), "wire");
            accepting.setDaemon(true);
            accepting.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                synchronized (open) {
                    open.add(near);
                    open.add(far);
                    if (listening.isClosed()) {
                        closeAll();
                        return;
                    }
                }
                pump(near, far);
                pump(far, near);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to) {
        Thread pumping = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try (from;
                            to) {
                        InputStream in = from.getInputStream();
                        OutputStream out = to.getOutputStream();
                        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                            while (stalled) {
                                Thread.sleep(5);
                            }
                            out.write(buffer, 0, read);
                        }
                    } catch (IOException | InterruptedException e) {
                        open.remove(from);
                    }
                },
                "wire-pump");
        pumping.setDaemon(true);
        pumping.start();
    }

    void stall(boolean on) {
        stalled = on;
    }

    /** Every connection breaks and no new one is taken. */
    void cut() {
        try {
            synchronized (open) {
                server.close();
                closeAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    void join() {
        server = listen(port);
    }

    @Override
    public void close() {
        cut();
    }
}
