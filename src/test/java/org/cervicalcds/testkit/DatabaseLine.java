package org.cervicalcds.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A line to the database that can be cut, held up, and joined again. */
public final class DatabaseLine implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock flow = new ReentrantReadWriteLock();
    private ServerSocket server;

    public DatabaseLine(int target) {
        this.target = target;
        this.server = listen(0);
        this.port = server.getLocalPort();
    }

    public int port() {
        return port;
    }

    private ServerSocket listen(int where) {
        try {
            ServerSocket listening = new ServerSocket(where, 50, InetAddress.getLoopbackAddress());
            Thread accepting = new Thread(() -> accept(listening), "line");
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
                            flow.readLock().lock();
                            try {
                                out.write(buffer, 0, read);
                            } finally {
                                flow.readLock().unlock();
                            }
                        }
                    } catch (IOException e) {
                        open.remove(from);
                    }
                },
                "line-pump");
        pumping.setDaemon(true);
        pumping.start();
    }

    /** Nothing passes until the same thread lets it flow. */
    public void stall() {
        flow.writeLock().lock();
    }

    public void flow() {
        flow.writeLock().unlock();
    }

    /** Every connection breaks and no new one is taken. */
    public void cut() {
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

    public void join() {
        server = listen(port);
    }

    @Override
    public void close() {
        cut();
    }
}
