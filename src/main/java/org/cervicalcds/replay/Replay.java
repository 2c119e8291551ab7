package org.cervicalcds.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.fhir.reading.UnreadCodes;

/**
 * A replay from export to report. The work folder inside the results keeps partitions and what is done of them, so that a run which was
 * ended can go on.
 */
public final class Replay {
    private static final int MOST_PARTITIONS = 512;
    private static final long SMALLEST_PARTITION = 1 << 20;
    private static final long LARGEST_PARTITION = 1 << 29;

    /** What a line takes in memory: itself, the fields that were scanned, and its entry. */
    private static final int GROWTH = 6;

    private static final String MEDICATIONS = "medications";
    private static final String COUNTS = "counts";

    /** What the run is, and that it is not finished. */
    private static final String STAMP = "options";

    private final Content content;
    private final ReplayOptions options;
    private final PrintStream out;
    private final boolean terminal;
    private final Path work;

    /**
     * @param out takes what is to be told
     * @param terminal somebody sits before it, so that a line may be written over
     */
    public Replay(Content content, ReplayOptions options, PrintStream out, boolean terminal) {
        this.terminal = terminal;
        this.content = content;
        this.options = options;
        this.out = out;
        this.work = options.out().resolve("work");
    }

    /** Says that tables can be written as Parquet: its library does not lie in the service's jar, but beside it. */
    public static boolean canWriteParquet() {
        return TableWriter.Format.PARQUET.isPossible();
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
        start(files);
        int count = (int) Math.min(MOST_PARTITIONS, Math.max(1, files.estimatedBytes() / budget + 1));
        List<Partition> partitions = new Partition(work.resolve("part"), 0, Partition.END).parts(count);
        Path read = work.resolve("input.tsv");
        ExportPartitioner partitioner = new ExportPartitioner(files, new UnreadCodes(content));
        boolean wasRead = Files.exists(read);
        if (!wasRead) {
            try (Progress progress = new Progress(out, terminal, "Reading", "MB", files.bytes())) {
                partitioner.write(
                        partitions, work.resolve(MEDICATIONS), options.out().resolve("dropped.tsv"), progress::step);
            }
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
        try (MedicationFile medications = MedicationFile.open(work.resolve(MEDICATIONS));
                Progress progress = new Progress(out, terminal, "Deciding", "patients", input.get("used", "Patient"))) {
            PatientReplay replay = new PatientReplay(
                    content,
                    options,
                    medications,
                    new HashSet<>(Files.readAllLines(work.resolve("kinds"))),
                    files.isPartial());
            decide(replay, partitions, budget, progress);
        }
        Counts counts = new Counts();
        counts.addAll(input);
        for (Partition partition : partitions) {
            counts.addAll(Counts.read(done(partition, COUNTS)));
        }
        for (TableWriter.Format format : options.formats()) {
            for (Table table : Table.values()) {
                List<Path> parts = partitions.stream()
                        .map(partition -> done(partition, format.fileOf(table)))
                        .toList();
                format.join(table, parts, options.out().resolve(format.fileOf(table)));
            }
        }
        new Results(content, options, counts).write();
        Files.delete(work.resolve(STAMP));
        remove(work);
        out.println(counts.get("patients") + " patients; results in " + options.out());
    }

    private void start(ExportFiles files) throws IOException {
        Files.createDirectories(options.out());
        Path stamp = work.resolve(STAMP);
        String fingerprint = options.fingerprint(content.hash()) + "\ttables=" + options.formats() + "\tfiles="
                + files.all().size() + "\tbytes=" + files.bytes();
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

    private void sayWhatWasRead(Counts input) {
        out.println(input.get("lines") + " lines read");
        input.of("dropped")
                .forEach((reason, number) ->
                        out.println("  " + number + " dropped: " + reason.get(0) + " (see dropped.tsv)"));
    }

    private void decide(PatientReplay replay, List<Partition> partitions, long budget, Progress progress)
            throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(options.threads());
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (Partition partition : partitions) {
                if (!Files.exists(done(partition, COUNTS))) {
                    tasks.add(pool.submit(() -> {
                        decide(replay, partition, budget, progress);
                        return null;
                    }));
                }
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Decides a partition; what it gives is there whole or not at all. */
    private void decide(PatientReplay replay, Partition partition, long budget, Progress progress) throws IOException {
        Counts counts = new Counts();
        try (PartTables tables = new PartTables(partition)) {
            decide(replay, partition, budget, tables.rows(), counts, progress);
        }
        Path unfinished = done(partition, COUNTS + ".new");
        counts.write(unfinished);
        Files.move(unfinished, done(partition, COUNTS), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(partition.file());
    }

    /** The tables of one partition, each in every format. */
    private final class PartTables implements AutoCloseable {
        private final Map<Table, List<TableWriter>> writers = new EnumMap<>(Table.class);

        PartTables(Partition partition) throws IOException {
            for (Table table : Table.values()) {
                List<TableWriter> formats = new ArrayList<>();
                writers.put(table, formats);
                for (TableWriter.Format format : options.formats()) {
                    formats.add(format.open(table, done(partition, format.fileOf(table))));
                }
            }
        }

        PatientReplay.Rows rows() {
            return options.formats().isEmpty() ? PatientReplay.Rows.NONE : this::write;
        }

        private void write(Table table, String... columns) throws IOException {
            for (TableWriter writer : writers.getOrDefault(table, List.of())) {
                writer.write(columns);
            }
        }

        @Override
        public void close() throws IOException {
            for (List<TableWriter> formats : writers.values()) {
                for (TableWriter writer : formats) {
                    writer.close();
                }
            }
        }
    }

    private void decide(
            PatientReplay replay,
            Partition partition,
            long budget,
            PatientReplay.Rows rows,
            Counts counts,
            Progress progress)
            throws IOException {
        long size = Files.size(partition.file());
        if (size > 2 * budget && partition.to() - partition.from() > 1) {
            List<Partition> parts =
                    partition.parts((int) Math.min(Math.min(64, size / budget + 1), partition.to() - partition.from()));
            out.println("A partition of " + (size >> 20) + " MB is split again");
            partition.split(parts);
            for (Partition part : parts) {
                decide(replay, part, budget, rows, counts, progress);
                Files.delete(part.file());
            }
            return;
        }
        Keys keys = new Keys(options.plainKeys() ? null : Files.readAllBytes(work.resolve("salt")));
        for (PatientLines patient : partition.patients()) {
            replay.replay(patient, keys, rows, counts);
            progress.step(1);
        }
    }

    private static Path done(Partition partition, String what) {
        return partition.file().resolveSibling(partition.file().getFileName() + "." + what);
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
}
