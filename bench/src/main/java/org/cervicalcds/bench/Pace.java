package org.cervicalcds.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one body, each time with a hookInstance of its own, at a fixed rate over a few kept connections and prints how long the answers took, counted
 * from when each call was due: a late server is not spared the calls it kept waiting.
 */
final class Pace {
    private static final int CONNECTIONS = 8;

    private Pace() {}

    /**
     * Arguments: port, file of the body, calls a second, seconds that count, seconds before them that do not; and a file of a body that every
     * third call sends, each time for another patient.
     */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        byte[] body = Files.readAllBytes(Path.of(args[1]));
        double rate = Double.parseDouble(args[2]);
        int before = (int) (rate * Integer.parseInt(args[4]));
        int calls = (int) (rate * Integer.parseInt(args[3]));
        Body usual = Body.of(port, body, false);
        Body third = args.length < 6 ? usual : Body.of(port, Files.readAllBytes(Path.of(args[5])), true);
        long[] all = new long[before + calls];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime() + 100_000_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread = new Thread(() -> drive(port, usual.copy(), third.copy(), rate, start, all, next, failed));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (long one : all) {
            if (one <= 0) {
                throw new IllegalStateException("a call was not made");
            }
        }
        long[] took = Arrays.copyOfRange(all, before, all.length);
        Arrays.sort(took);
        System.out.printf(
                "%d calls at %.0f a second: p50 %.1f ms, p99 %.1f ms, longest %.1f ms, %d not answered with 200%n",
                calls,
                rate,
                took[calls / 2] / 1e6,
                took[(int) (calls * 0.99)] / 1e6,
                took[calls - 1] / 1e6,
                failed.get());
    }

    private static byte[] http(int port, byte[] body) {
        byte[] head = ("POST /cds-services/cervical-patient-view HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** A request of which parts differ from call to call; for one thread. */
    private record Body(byte[] request, int hookInstanceAt, int[] patientAt) {
        static Body of(int port, byte[] body, boolean otherPatients) {
            byte[] request = http(port, body);
            int head = request.length - body.length;
            int[] patients = otherPatients ? Bodies.patientAt(body) : new int[0];
            for (int i = 0; i < patients.length; i++) {
                patients[i] += head;
            }
            return new Body(request, head + Bodies.hookInstanceAt(body), patients);
        }

        Body copy() {
            return new Body(request.clone(), hookInstanceAt, patientAt);
        }

        byte[] next() {
            byte[] hookInstance = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(hookInstance, 0, request, hookInstanceAt, hookInstance.length);
            for (int place : patientAt) {
                System.arraycopy(hookInstance, 24, request, place, 12);
            }
            return request;
        }
    }

    private static void drive(
            int port,
            Body usual,
            Body third,
            double rate,
            long start,
            long[] took,
            AtomicInteger next,
            AtomicInteger failed) {
        Connection connection = null;
        try {
            for (int i = next.getAndIncrement(); i < took.length; i = next.getAndIncrement()) {
                byte[] request = (i % 3 == 0 ? third : usual).next();
                long due = start + (long) (i * 1e9 / rate);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                connection = connection == null ? Connection.to(port) : connection;
                Answer answer = connection.call(request);
                took[i] = System.nanoTime() - due;
                if (answer.status() != 200) {
                    failed.incrementAndGet();
                }
                if (answer.last()) {
                    connection.socket().close();
                    connection = null;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param last the server closes the connection */
    private record Answer(int status, boolean last) {}

    private record Connection(Socket socket, InputStream in) {
        static Connection to(int port) throws IOException {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
        }

        Answer call(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            int status = Integer.parseInt(line(in).split(" ")[1]);
            int length = 0;
            boolean last = false;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
                last |= lower.equals("connection: close");
            }
            in.skipNBytes(length);
            return new Answer(status, last);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the server hung up");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
