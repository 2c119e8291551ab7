package org.cervicalcds.service.cdshooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * Sends a few requests that change nothing the whole way of HTTP before the service listens: through server, filters and security to the endpoint. They come in
 * at a port that is open for them alone, for a moment and on the loopback interface.
 */
final class HttpWarmUp implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(HttpWarmUp.class);
    static final int ROUNDS = 6;
    private static final Duration LONGEST = Duration.ofMillis(300);
    private static final int LONGEST_WAIT_MILLIS = 2000;

    private final ApplicationContext context;
    private final List<String> requests;

    /**
     * @param requests method and path of each
     */
    HttpWarmUp(ApplicationContext context, List<String> requests) {
        this.context = context;
        this.requests = requests;
    }

    /** Runs until the rounds are over or the time is up, whichever comes first; a failure costs the start nothing. */
    @Override
    public void afterSingletonsInstantiated() {
        if (!(context instanceof WebServerApplicationContext web)
                || !(web.getWebServer() instanceof TomcatWebServer server)
                || requests.isEmpty()) {
            return;
        }
        Service service = server.getTomcat().getService();
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        connector.setProperty("minSpareThreads", "1");
        try {
            service.addConnector(connector);
            rounds(connector.getLocalPort());
        } catch (IOException | RuntimeException e) {
            LOG.warn("The warm-up of HTTP ended early", e);
        } finally {
            close(service, connector);
        }
    }

    private void rounds(int port) throws IOException {
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS && System.nanoTime() - start < LONGEST.toNanos(); round++) {
            for (String request : requests) {
                send(request, port);
            }
        }
        LOG.debug("Warmed up HTTP in {} ms", (System.nanoTime() - start) / 1_000_000);
    }

    /** As if a proxy had spoken HTTPS with the client, else production would refuse it; the address is one that nobody has (RFC 5737). */
    private static void send(String request, int port) throws IOException {
        String head = request
                + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void close(Service service, Connector connector) {
        service.removeConnector(connector);
        try {
            connector.destroy();
        } catch (LifecycleException e) {
            LOG.warn("The port of the warm-up may still be open", e);
        }
    }
}
