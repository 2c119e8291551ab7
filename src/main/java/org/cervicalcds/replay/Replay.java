package org.cervicalcds.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;

/**
 * A replay from export to report. The work folder inside the results keeps partitions and what is done of them, so that a run which was
 * ended can go on.
 */
public final class Replay {
    private static final int MOST_PARTITIONS = 512;
    private static final long SMALLEST_PARTITION = 1 << 20;
    private static final long LARGEST_PARTITION = 1 << 29;
    private static final long REPORT_SECONDS = 10;

    /** What a line takes in memory: itself, the fields that were scanned, and its entry. */
    private static final int GROWTH = 6;

    private final Content content;
    private final ReplayOptions options;
    private final PrintStream out;
    private final Path work;
    private final AtomicLong patients = new AtomicLong();

    public Replay(Content content, ReplayOptions options, PrintStream out) {
        this.content = content;
        this.options = options;
        this.out = out;
        this.work = options.out().resolve("work");
    }

    /**
     * Runs it; what is left of the work folder is removed at the end.
     *
     * @throws IllegalArgumentException with a sentence for the user, where a folder is of no use
     * @throws IOException where files cannot be read or written
     */
    public void run() throws IOException {
        ExportFiles files = ExportFiles.in(options.in());
        long budget = Math.min(
                LARGEST_PARTITION, Math.max(SMALLEST_PARTITION, options.memory() / GROWTH / options.threads()));
        start();
        int count = (int) Math.min(MOST_PARTITIONS, Math.max(1, files.estimatedBytes() / budget + 1));
        List<Partition> partitions = new Partition(work.resolve("part"), 0, Partition.END).parts(count);
        Path read = work.resolve("input.tsv");
        ExportPartitioner partitioner = new ExportPartitioner(files);
        boolean wasRead = Files.exists(read);
        if (!wasRead) {
            partitioner.write(partitions, options.out().resolve("dropped.tsv"));
            keepMedications(partitioner);
            partitioner.counts().write(work.resolve("input.new"));
            Files.write(work.resolve("kinds"), partitioner.kinds());
            Files.write(
                    work.resolve("partitions"),
                    partitions.stream()
                            .map(p -> String.valueOf(p.file().getFileName()))
                            .toList());
            Files.move(work.resolve("input.new"), read, StandardCopyOption.ATOMIC_MOVE);
        } else {
            partitions = new Partition(work.resolve("part"), 0, Partition.END)
                    .parts(Files.readAllLines(work.resolve("partitions")).size());
        }
        Counts input = Counts.read(read);
        sayWhatWasRead(input);
        PatientReplay replay = new PatientReplay(
                content,
                options,
                medications(),
                new HashSet<>(Files.readAllLines(work.resolve("kinds"))),
                files.isPartial());
        decide(replay, partitions, budget);
        Counts counts = new Counts();
        counts.addAll(input);
        for (Partition partition : partitions) {
            counts.addAll(Counts.read(done(partition, "counts")));
        }
        if (options.csv()) {
            join(partitions, "moments", "patient,time,hook,about,class,cards\n");
            join(partitions, "decisions", "patient,time,hook,about,card,tier,outcome,reason,content,evidence\n");
        }
        new Results(content, options, counts).write();
        remove(work);
        out.println(counts.get("patients") + " patients; results in " + options.out());
    }

    private void start() throws IOException {
        Files.createDirectories(options.out());
        Path stamp = work.resolve("options");
        String fingerprint = options.fingerprint(content.hash()) + "\tcsv=" + options.csv();
        if (options.resume() && Files.exists(stamp)) {
            if (!Files.readString(stamp).equals(fingerprint)) {
                throw new IllegalArgumentException(
                        "the run in " + options.out() + " had other options or cards and cannot go on with these");
            }
            return;
        }
        remove(work);
        Files.createDirectories(work);
        if (!options.plainKeys()) {
            Files.write(work.resolve("salt"), salt());
        }
        Files.writeString(stamp, fingerprint);
    }

    private byte[] salt() throws IOException {
        if (options.saltFile() != null) {
            return Files.readAllBytes(options.saltFile());
        }
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    private void keepMedications(ExportPartitioner partitioner) throws IOException {
        try (OutputStream kept = Files.newOutputStream(work.resolve("medications.ndjson"))) {
            for (byte[] medication : partitioner.medications().values()) {
                kept.write(medication);
                kept.write('\n');
            }
        }
    }

    private Map<String, byte[]> medications() throws IOException {
        Map<String, byte[]> medications = new HashMap<>();
        ExportFiles.read(work.resolve("medications.ndjson"), new ExportFiles.LineReader() {
            @Override
            public void read(byte[] text, int from, int to, long number) {
                ResourceLine line = ResourceLine.of(text, from, to);
                medications.put("Medication/" + line.id, line.copy());
            }

            @Override
            public void tooLong(long number) {}
        });
        return medications;
    }

    private void sayWhatWasRead(Counts input) {
        out.println(input.get("lines") + " lines read");
        input.of("dropped")
                .forEach((reason, number) ->
                        out.println("  " + number + " dropped: " + reason.get(0) + " (see dropped.tsv)"));
    }

    private void decide(PatientReplay replay, List<Partition> partitions, long budget) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(options.threads());
        long began = System.nanoTime();
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (Partition partition : partitions) {
                if (!Files.exists(done(partition, "counts"))) {
                    tasks.add(pool.submit(() -> {
                        decide(replay, partition, budget);
                        return null;
                    }));
                }
            }
            for (int i = 0; i < tasks.size(); i++) {
                await(tasks, i, began);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void await(List<Future<?>> tasks, int index, long began) throws IOException {
        while (true) {
            try {
                tasks.get(index).get(REPORT_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                double seconds = (System.nanoTime() - began) / 1e9;
                long done = tasks.stream().filter(Future::isDone).count();
                out.printf(
                        "%d of %d partitions, %.0f patients a second%s%n",
                        done,
                        tasks.size(),
                        patients.get() / seconds,
                        done == 0 ? "" : ", %.0f s left".formatted(seconds / done * (tasks.size() - done)));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("ended; --resume goes on", e);
            }
        }
    }

    /** Decides a partition; what it gives is there whole or not at all. */
    private void decide(PatientReplay replay, Partition partition, long budget) throws IOException {
        Counts counts = new Counts();
        try (Writer moments = Files.newBufferedWriter(done(partition, "moments"));
                Writer decisions = Files.newBufferedWriter(done(partition, "decisions"))) {
            decide(replay, partition, budget, new CsvRows(moments, decisions), counts);
        }
        Path unfinished = done(partition, "counts.new");
        counts.write(unfinished);
        Files.move(unfinished, done(partition, "counts"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(partition.file());
    }

    private void decide(PatientReplay replay, Partition partition, long budget, PatientReplay.Rows rows, Counts counts)
            throws IOException {
        long size = Files.size(partition.file());
        if (size > 2 * budget && partition.to() - partition.from() > 1) {
            List<Partition> parts =
                    partition.parts((int) Math.min(Math.min(64, size / budget + 1), partition.to() - partition.from()));
            partition.split(parts);
            for (Partition part : parts) {
                decide(replay, part, budget, rows, counts);
                Files.delete(part.file());
            }
            return;
        }
        Keys keys = new Keys(options.plainKeys() ? null : Files.readAllBytes(work.resolve("salt")));
        for (Partition.PatientLines patient : partition.patients()) {
            replay.replay(patient.patient(), patient.lines(), keys, rows, counts);
            patients.incrementAndGet();
        }
    }

    private static Path done(Partition partition, String what) {
        return partition.file().resolveSibling(partition.file().getFileName() + "." + what);
    }

    private void join(List<Partition> partitions, String what, String header) throws IOException {
        try (OutputStream joined = Files.newOutputStream(options.out().resolve(what + ".csv"))) {
            joined.write(header.getBytes(StandardCharsets.UTF_8));
            for (Partition partition : partitions) {
                Files.copy(done(partition, what), joined);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            Set<Path> deepestFirst =
                    new LinkedHashSet<>(all.sorted(Comparator.reverseOrder()).toList());
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    /** Rows as RFC 4180 has them. */
    private record CsvRows(Writer moments, Writer decisions) implements PatientReplay.Rows {
        @Override
        public void moment(String... columns) throws IOException {
            write(moments, columns);
        }

        @Override
        public void decision(String... columns) throws IOException {
            write(decisions, columns);
        }

        private static void write(Writer to, String... columns) throws IOException {
            for (int i = 0; i < columns.length; i++) {
                to.write(i == 0 ? "" : ",");
                to.write(quoted(columns[i]));
            }
            to.write('\n');
        }

        private static String quoted(String text) {
            boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }
}
