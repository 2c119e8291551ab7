package org.cervicalcds.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The whole service, started with settings such as {@code --cervical-cds.silent=true} on a port of its own. */
public final class RunningService implements AutoCloseable {
    private static final int PORTS = 100;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger();

    private final ServletWebServerApplicationContext context;

    private RunningService(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    public static RunningService start(String... settings) {
        return start(new SpringApplicationBuilder(CervicalCds.class), settings);
    }

    public static RunningService withoutSandbox(String... settings) {
        return start(Stream.concat(Stream.of("--cervical-cds.sandbox.enabled=false"), Arrays.stream(settings))
                .toArray(String[]::new));
    }

    public static RunningService start(SpringApplicationBuilder application, String... settings) {
        boolean ownPort = Arrays.stream(settings).anyMatch(setting -> setting.startsWith("--server.port="));
        Stream<String> all =
                Stream.concat(Arrays.stream(settings), ownPort ? Stream.of() : Stream.of("--server.port=0"));
        return new RunningService((ServletWebServerApplicationContext) application.run(all.toArray(String[]::new)));
    }

    /**
     * For a service that must know its port before it starts: below those that the system gives to connections, so that none of them takes
     * it meanwhile, in a range of this test JVM's own, and each another one.
     */
    public static int freePort() {
        int first = Integer.getInteger("test.first-port", 18_100);
        for (int tried = 0; tried < PORTS; tried++) {
            int port = first + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new IllegalStateException("no free port from " + first + " on");
    }

    public ServletWebServerApplicationContext context() {
        return context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public int port() {
        return port("server");
    }

    public int managementPort() {
        return port("management");
    }

    private int port(String server) {
        return context.getEnvironment().getRequiredProperty("local." + server + ".port", Integer.class);
    }

    public HookClient http() {
        return new HookClient(port());
    }

    /** A client of the port of the management. */
    public HookClient management() {
        return new HookClient(managementPort());
    }

    @Override
    public void close() {
        context.close();
    }
}
