package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;

/** Whoever sends slowly keeps nobody out; every thread of Tomcat is a platform thread here. */
@Tag("long")
final class SlowUploadsTest {
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String BODY = "{\"hook\":\"patient-view\",\"hookInstance\":\"1\",\"context\":"
            + "{\"userId\":\"Practitioner/1\",\"patientId\":\"p1\"},\"prefetch\":{\"patient\":null}}";
    /** A good call while 300 others upload: the machine may be busy, a thread that is waited for costs seconds. */
    private static final long AT_ONCE_MILLIS = 2_500;

    private static ConfigurableApplicationContext start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--server.port=0");
        all.add("--spring.threads.virtual.enabled=false");
        all.add("--cervical-cds.sandbox.enabled=false");
        return new SpringApplicationBuilder(CervicalCds.class).run(all.toArray(new String[0]));
    }

    private static Socket connect(ConfigurableApplicationContext service, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(
                "127.0.0.1", service.getEnvironment().getRequiredProperty("local.server.port", Integer.class)));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String headers(int length) {
        return "POST " + VIEW + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    /** Headers, the begin of a body, and then nothing. */
    private static Socket slow(ConfigurableApplicationContext service, String from) throws IOException {
        Socket socket = connect(service, from);
        send(socket, headers(100_000) + "{\"hook\":");
        return socket;
    }

    /** The whole answer; the body comes a moment after the headers, as from most clients. */
    private static String call(ConfigurableApplicationContext service, String from) throws IOException {
        try (Socket socket = connect(service, from)) {
            send(socket, headers(BODY.length()).replace("Host:", "Connection: close\r\nHost:"));
            pause(20);
            send(socket, BODY);
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static void goodCallsAreAnsweredAtOnce(ConfigurableApplicationContext service, String from)
            throws IOException {
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            assertThat(call(service, from)).startsWith("HTTP/1.1 200");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                    .as("milliseconds")
                    .isLessThan(AT_ONCE_MILLIS);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            pause(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void threeHundredOfOneAddressKeepNobodyOut() throws Exception {
        try (ConfigurableApplicationContext service = start()) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                try {
                    slow.add(slow(service, "127.0.0.1"));
                } catch (IOException refused) {
                    // Some feel it only later.
                }
            }
            Connections connections = service.getBean(Connections.class);
            await(() -> connections.refused() == 200);
            goodCallsAreAnsweredAtOnce(service, "127.0.0.2");
            close(slow);
            await(() -> connections.allOpen() == 0);
            goodCallsAreAnsweredAtOnce(service, "127.0.0.1");
        }
    }

    /** Behind a trusted proxy all have one address, and here the good calls have it too. */
    @Test
    void threeHundredBehindATrustedProxyKeepNobodyOut() throws Exception {
        try (ConfigurableApplicationContext service = start("--server.forward-headers-strategy=native")) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                slow.add(slow(service, "127.0.0.1"));
            }
            Uploads uploads = service.getBean(Uploads.class);
            await(() -> uploads.givenUp(Uploads.Cause.CROWD) >= 200);
            goodCallsAreAnsweredAtOnce(service, "127.0.0.1");
            assertThat(service.getBean(Connections.class).refused()).isZero();
            assertThat(rest(slow.get(0))).startsWith("HTTP/1.1 408").contains("OperationOutcome", "timeout");
            close(slow);
        }
    }

    @Test
    void aBodyHasADeadlineAndALeastSpeed() throws Exception {
        try (ConfigurableApplicationContext service =
                start("--cervical-cds.uploads.time=2s", "--cervical-cds.uploads.bytes-per-second=1KB")) {
            Uploads uploads = service.getBean(Uploads.class);
            // A byte now and then: fast enough for a timeout of each read.
            try (Socket socket = slow(service, "127.0.0.1")) {
                String answer = drip(socket, " ");
                assertThat(answer).startsWith("HTTP/1.1 408").contains("OperationOutcome");
                assertThat(uploads.givenUp(Uploads.Cause.RATE)).isEqualTo(1);
            }
            // Fast enough for the least speed, and never at its end.
            try (Socket socket = slow(service, "127.0.0.1")) {
                assertThat(drip(socket, " ".repeat(1_000))).startsWith("HTTP/1.1 408");
                assertThat(uploads.givenUp(Uploads.Cause.TIME)).isEqualTo(1);
            }
            assertThat(uploads.coming()).isZero();
        }
    }

    /** Tomcat reads the rest of what was refused, so that the client gets to see it: a thread is held there too. */
    @Test
    void theRestOfARefusedBodyHasADeadline() throws Exception {
        try (ConfigurableApplicationContext service = start(
                "--cervical-cds.uploads.time=1s",
                "--cervical-cds.security.require-jwt=true",
                "--cervical-cds.security.clients[0].issuer=https://client.example",
                "--cervical-cds.security.clients[0].jwks-uri=https://client.example/jwks")) {
            try (Socket socket = slow(service, "127.0.0.1")) {
                assertThat(drip(socket, " ".repeat(1_000))).startsWith("HTTP/1.1 401");
            }
            assertThat(service.getBean(Uploads.class).givenUp(Uploads.Cause.TIME))
                    .isEqualTo(1);
        }
    }

    /** Sends until the connection is closed, at most ten seconds, and gives what came back. */
    private static String drip(Socket socket, String text) throws IOException {
        socket.setSoTimeout(50);
        StringBuilder answer = new StringBuilder();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try {
                send(socket, text);
            } catch (IOException closed) {
                // The answer may still be there.
            }
            try {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return answer.toString();
                }
                answer.append((char) next);
                byte[] more = new byte[socket.getInputStream().available()];
                answer.append(new String(
                        more, 0, Math.max(0, socket.getInputStream().read(more)), StandardCharsets.US_ASCII));
            } catch (SocketTimeoutException stillOpen) {
                // The next bytes.
            } catch (IOException reset) {
                return answer.toString();
            }
        }
        throw new AssertionError("still open; answered " + answer);
    }

    /** The sandbox reads its patients when the first asks for one, and keys of tokens are loaded: that is not the time of a body. */
    @Test
    void aBodyThatWaitsForUsIsNotLate() throws Exception {
        Uploads uploads = new Uploads(
                new UploadSettings(Duration.ofMillis(100), DataSize.ofKilobytes(10), 10, 10, 0.1), System::nanoTime);
        WatchedBody body = new WatchedBody(new ArrivedBody(), uploads);
        Request request = new Request();
        request.setContentLength(1);
        try (SocketChannel channel = SocketChannel.open()) {
            body.connected(channel);
            body.begin(request);
            pause(300);
            uploads.sweep();
            assertThat(body.doRead(new Sink())).isEqualTo(1);
            assertThat(uploads.givenUp(Uploads.Cause.TIME) + uploads.givenUp(Uploads.Cause.RATE))
                    .isZero();
            assertThat(uploads.coming()).isZero();

            body.begin(request);
            body.answered();
            assertThat(uploads.coming()).isEqualTo(1);
            pause(300);
            uploads.sweep();
            assertThat(uploads.givenUp(Uploads.Cause.TIME)).isEqualTo(1);
        }
    }

    private static final class Sink implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(16);

        @Override
        public void setByteBuffer(ByteBuffer given) {
            buffer = given;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing comes that would not fit.
        }
    }

    private static final class ArrivedBody implements InputBuffer {
        @Override
        public int doRead(ApplicationBufferHandler target) {
            return 1;
        }

        @Override
        public int available() {
            return 1;
        }
    }

    @Test
    void aConnectionMaySendManyBodies() throws Exception {
        try (ConfigurableApplicationContext service = start("--cervical-cds.uploads.time=1s");
                Socket socket = connect(service, "127.0.0.1")) {
            for (int i = 0; i < 8; i++) {
                send(socket, headers(BODY.length()) + BODY);
                pause(300);
                byte[] some = new byte[socket.getInputStream().available()];
                assertThat(socket.getInputStream().read(some)).isPositive();
                assertThat(new String(some, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
            }
            assertThat(service.getBean(Uploads.class).givenUp(Uploads.Cause.TIME))
                    .isZero();
        }
    }
}
