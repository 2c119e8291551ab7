package org.cervicalcds.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A server that treats each connection as it likes, down to the bytes. */
public final class RawServer implements AutoCloseable {
    private final ServerSocket listening;

    /** What it does with one connection, which is closed afterwards. */
    public interface Dialogue {
        void with(RawConnection connection) throws IOException;
    }

    public RawServer(Dialogue each) {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> accept(each));
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Dialogue each) {
        try {
            while (true) {
                RawConnection connection = new RawConnection(listening.accept());
                start(() -> {
                    try (connection) {
                        each.with(connection);
                    } catch (IOException gone) {
                        // Whoever listens is told by what the dialogue noted.
                    }
                });
            }
        } catch (IOException closed) {
            // No more connections.
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
