package org.cervicalcds.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of the patients whose hash lies in a range, in one file. Ranges follow one another, so that the order of patients is the same
 * however many partitions there are.
 *
 * @param from first hash
 * @param to the hash behind the last
 */
record Partition(Path file, long from, long to) {
    static final long END = 1L << 32;

    private static final int BUFFER = 1 << 15;

    /** Patients in the order of their hash, then their id. */
    static final Comparator<String> ORDER =
            Comparator.<String>comparingLong(Partition::hash).thenComparing(Comparator.naturalOrder());

    /** A hash of the bytes of the id, the same on every machine: FNV-1a with a last mix, since its high bits decide. */
    static long hash(String patient) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : patient.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash >>> 32;
    }

    /** Equal parts of this range, in order, with files of their own. */
    List<Partition> parts(int count) {
        List<Partition> parts = new ArrayList<>();
        long width = to - from;
        for (int i = 0; i < count; i++) {
            parts.add(new Partition(
                    file.resolveSibling(file.getFileName() + "-%03d".formatted(i)),
                    from + width * i / count,
                    from + width * (i + 1) / count));
        }
        return parts;
    }

    /** Takes lines and writes each into the part that it belongs to. */
    static final class Writer implements AutoCloseable {
        private final List<Partition> parts;
        private final List<DataOutputStream> files = new ArrayList<>();

        Writer(List<Partition> parts) throws IOException {
            this.parts = parts;
            for (Partition part : parts) {
                files.add(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part.file), BUFFER)));
            }
        }

        void write(String patient, byte[] line) throws IOException {
            long hash = hash(patient);
            int low = 0;
            int high = parts.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (parts.get(middle).from <= hash) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            files.get(low).writeInt(line.length);
            files.get(low).write(line);
        }

        @Override
        public void close() throws IOException {
            for (DataOutputStream file : files) {
                file.close();
            }
        }
    }

    /** Takes the lines of a partition in order. */
    interface LineReader {
        void read(byte[] line) throws IOException;
    }

    void read(LineReader reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            while (true) {
                int length;
                try {
                    length = in.readInt();
                } catch (EOFException end) {
                    return;
                }
                byte[] line = new byte[length];
                in.readFully(line);
                reader.read(line);
            }
        }
    }

    /** All patients of the partition with their lines. */
    Map<String, List<ResourceLine>> patients() throws IOException {
        Map<String, List<ResourceLine>> patients = new TreeMap<>(ORDER);
        read(bytes -> {
            ResourceLine line = ResourceLine.of(bytes);
            String patient = line.patient();
            if (patient != null) {
                patients.computeIfAbsent(patient, id -> new ArrayList<>()).add(line);
            }
        });
        return patients;
    }
}
