package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.awaitility.Awaitility;
import org.cervicalcds.testkit.RawConnection;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Whoever sends slowly keeps nobody out; every thread of Tomcat is a platform thread here. */
@Tag("long")
final class SlowUploadsTest {
    private static final String BODY = RawConnection.CALL;
    /** A good call while 300 others upload: the machine may be busy, a thread that is waited for costs seconds. */
    private static final long AT_ONCE_MILLIS = 5_000;

    private static RunningService start(String... settings) {
        return RunningService.withoutSandbox(
                Stream.concat(Stream.of("--spring.threads.virtual.enabled=false"), Arrays.stream(settings))
                        .toArray(String[]::new));
    }

    /** A head, the begin of a body, and then nothing. */
    private static RawConnection slow(RunningService service, String from) throws IOException {
        return new RawConnection(service.port(), from).send(RawConnection.head(100_000) + "{\"hook\":");
    }

    /** The whole answer; the body comes a moment after the head, as from most clients. */
    private static String call(RunningService service, String from) throws IOException {
        try (RawConnection connection = new RawConnection(service.port(), from)) {
            String head = RawConnection.head(BODY.length()).replace("Host:", "Connection: close\r\nHost:");
            return connection.send(head).pause(Duration.ofMillis(20)).send(BODY).rest();
        }
    }

    private static void goodCallsAreAnsweredAtOnce(RunningService service, String from) throws IOException {
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            assertThat(call(service, from)).startsWith("HTTP/1.1 200");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                    .as("milliseconds")
                    .isLessThan(AT_ONCE_MILLIS);
        }
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
    }

    private static void close(List<RawConnection> sockets) throws IOException {
        for (RawConnection socket : sockets) {
            socket.close();
        }
    }

    @Test
    void threeHundredOfOneAddressKeepNobodyOut() throws Exception {
        try (RunningService service = start()) {
            List<RawConnection> slow = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                try {
                    slow.add(slow(service, "127.0.0.1"));
                } catch (IOException refused) {
                    // Some feel it only later.
                }
            }
            Connections connections = service.bean(Connections.class);
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
        try (RunningService service = start("--server.forward-headers-strategy=native")) {
            List<RawConnection> slow = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                slow.add(slow(service, "127.0.0.1"));
            }
            Uploads uploads = service.bean(Uploads.class);
            await(() -> uploads.givenUp(Uploads.Cause.CROWD) >= 200);
            goodCallsAreAnsweredAtOnce(service, "127.0.0.1");
            assertThat(service.bean(Connections.class).refused()).isZero();
            assertThat(slow.get(0).rest()).startsWith("HTTP/1.1 408").contains("OperationOutcome", "timeout");
            close(slow);
        }
    }

    @Test
    void aBodyHasADeadlineAndALeastSpeed() throws Exception {
        try (RunningService service =
                start("--cervical-cds.uploads.time=2s", "--cervical-cds.uploads.bytes-per-second=1KB")) {
            Uploads uploads = service.bean(Uploads.class);
            // A byte now and then: fast enough for a timeout of each read.
            try (RawConnection socket = slow(service, "127.0.0.1")) {
                String answer = drip(socket, " ");
                assertThat(answer).startsWith("HTTP/1.1 408").contains("OperationOutcome");
                await(() -> uploads.givenUp(Uploads.Cause.RATE) == 1);
            }
            // Fast enough for the least speed, and never at its end.
            try (RawConnection socket = slow(service, "127.0.0.1")) {
                assertThat(drip(socket, " ".repeat(1_000))).startsWith("HTTP/1.1 408");
                await(() -> uploads.givenUp(Uploads.Cause.TIME) == 1);
            }
            await(() -> uploads.coming() == 0);
        }
    }

    /** Tomcat reads the rest of what was refused, so that the client gets to see it: a thread is held there too. */
    @Test
    void theRestOfARefusedBodyHasADeadline() throws Exception {
        try (RunningService service = start(
                "--cervical-cds.uploads.time=1s",
                "--cervical-cds.security.require-jwt=true",
                "--cervical-cds.security.clients[0].issuer=https://client.example",
                "--cervical-cds.security.clients[0].jwks-uri=https://client.example/jwks")) {
            try (RawConnection socket = slow(service, "127.0.0.1")) {
                assertThat(drip(socket, " ".repeat(1_000))).startsWith("HTTP/1.1 401");
            }
            // The client may see the end before the service has counted it.
            await(() -> service.bean(Uploads.class).givenUp(Uploads.Cause.TIME) == 1);
        }
    }

    /** Sends until the connection is closed, at most ten seconds, and gives what came back. */
    private static String drip(RawConnection socket, String text) throws IOException {
        socket.timeout(50);
        StringBuilder answer = new StringBuilder();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try {
                socket.send(text);
            } catch (IOException closed) {
                // The answer may still be there.
            }
            try {
                int next = socket.in().read();
                if (next < 0) {
                    return answer.toString();
                }
                answer.append((char) next);
                byte[] more = new byte[socket.in().available()];
                answer.append(new String(more, 0, Math.max(0, socket.in().read(more)), StandardCharsets.US_ASCII));
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
        AtomicLong nanos = new AtomicLong();
        Uploads uploads = new Uploads(
                new UploadSettings(Duration.ofMillis(100), DataSize.ofKilobytes(10), 10, 10, 0.1), nanos::get);
        WatchedBody body = new WatchedBody(new ArrivedBody(), uploads);
        Request request = new Request();
        request.setContentLength(1);
        try (SocketChannel channel = SocketChannel.open()) {
            body.connected(channel);
            body.begin(request);
            nanos.addAndGet(Duration.ofMillis(300).toNanos());
            uploads.sweep();
            assertThat(body.doRead(new Sink())).isEqualTo(1);
            assertThat(uploads.givenUp(Uploads.Cause.TIME) + uploads.givenUp(Uploads.Cause.RATE))
                    .isZero();
            assertThat(uploads.coming()).isZero();

            body.begin(request);
            body.answered();
            assertThat(uploads.coming()).isEqualTo(1);
            nanos.addAndGet(Duration.ofMillis(300).toNanos());
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
        try (RunningService service = start("--cervical-cds.uploads.time=1s");
                RawConnection socket = new RawConnection(service.port())) {
            for (int i = 0; i < 8; i++) {
                socket.send(RawConnection.head(BODY.length()) + BODY);
                socket.pause(Duration.ofMillis(300));
                byte[] some = new byte[socket.in().available()];
                assertThat(socket.in().read(some)).isPositive();
                assertThat(new String(some, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
            }
            assertThat(service.bean(Uploads.class).givenUp(Uploads.Cause.TIME)).isZero();
        }
    }
}
