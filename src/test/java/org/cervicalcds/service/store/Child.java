package org.cervicalcds.service.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.service.store.database.StoreSettings;

/** A process of its own with a store, so that it can be killed. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child start(StoreSettings settings, String task) throws IOException {
        StoreSettings.Place place = settings.database();
        return new Child(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        // Surefire hands the true class path over in a property of its own.
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        settings.data().toString(),
                        Objects.requireNonNullElse(place.url(), ""),
                        task)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next word it says; empty at its end. Log lines are passed over. */
    String line() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("said ")) {
                return line.substring(5);
            }
        }
        return "";
    }

    /** Hard, as by {@code kill -9}. */
    void kill() throws InterruptedException {
        // By its handle: what it had said can still be read.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** Stores feedback without end and says which of it was acknowledged, or only holds the store open. */
    public static void main(String[] args) throws IOException {
        StoreSettings settings = StoreSettings.in(Path.of(args[0]));
        if (!args[1].isEmpty()) {
            settings = settings.with(new StoreSettings.Place(args[1], "postgres", "postgres"));
        }
        Store store = new Store(settings, SnoozeReasons.NONE, Clock.systemUTC(), new SimpleMeterRegistry());
        store.keep(Caller.of("clinic"), "s", List.of(Scene.accepted("open", null, "s")));
        say("open");
        if (args[2].equals("hold")) {
            // Until whoever started it ends or kills it.
            System.in.read();
            return;
        }
        for (int writer = 0; writer < 4; writer++) {
            String name = "w" + writer;
            new Thread(() -> writeForEver(store, name)).start();
        }
    }

    private static void writeForEver(Store store, String name) {
        for (int i = 0; i < 1_000_000; i++) {
            String id = name + "-" + i;
            store.keep(
                    Caller.of("clinic"),
                    "s",
                    List.of(Scene.accepted(id, null, "one"), Scene.overridden(id, "already-addressed", null)));
            say(id);
        }
    }

    private static synchronized void say(String word) {
        System.out.println("said " + word);
        System.out.flush();
    }
}
