package org.cervicalcds.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of the patients whose hash lies in a range, in one file. Ranges follow one another, so that the order of patients is the same
 * however many partitions there are.
 *
 * <p>Of each line the file has: the length of the line and of the patient's id, the place of its type in {@link ResourceLine#OF_PATIENTS},
 * the id, the line.
 *
 * @param from first hash
 * @param to the hash behind the last
 */
record Partition(Path file, long from, long to) {
    static final long END = 1L << 32;

    /** Patients in the order of their hash, then their id. */
    static final Comparator<PatientLines> ORDER =
            Comparator.comparingLong(PatientLines::hash).thenComparing(PatientLines::patient);

    private static final int BUFFER = 1 << 15;
    private static final int HEAD = 2 * Integer.BYTES + 1;

    /** A patient's id, its hash, and the lines in the order they came. */
    record PatientLines(String patient, long hash, List<ResourceLine> lines) {}

    /** A hash of the bytes of the id, the same on every machine: FNV-1a with a last mix, since its high bits decide. */
    static long hash(byte[] patient) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : patient) {
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
        private String lastPatient = "";
        private byte[] lastId = new byte[0];
        private DataOutputStream lastFile;

        Writer(List<Partition> parts) throws IOException {
            this.parts = parts;
            for (Partition part : parts) {
                files.add(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part.file), BUFFER)));
            }
            lastFile = files.get(0);
        }

        void write(String patient, ResourceLine line) throws IOException {
            if (!patient.equals(lastPatient)) {
                lastPatient = patient;
                lastId = patient.getBytes(StandardCharsets.UTF_8);
                lastFile = file(hash(lastId));
            }
            lastFile.writeInt(line.length());
            lastFile.writeInt(lastId.length);
            lastFile.writeByte(ResourceLine.OF_PATIENTS.indexOf(line.type));
            lastFile.write(lastId);
            line.writeTo(lastFile);
        }

        private DataOutputStream file(long hash) {
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
            return files.get(low);
        }

        @Override
        public void close() throws IOException {
            for (DataOutputStream file : files) {
                file.close();
            }
        }
    }

    /** Writes the lines into parts of this range, and never holds more than one of them. */
    void split(List<Partition> parts) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
                Writer out = new Writer(parts)) {
            for (long left = Files.size(file); left > 0; ) {
                int length = in.readInt();
                int idLength = in.readInt();
                String type = ResourceLine.OF_PATIENTS.get(in.readByte());
                byte[] id = in.readNBytes(idLength);
                byte[] line = in.readNBytes(length);
                out.write(new String(id, StandardCharsets.UTF_8), ResourceLine.stored(type, line, 0, length));
                left -= HEAD + idLength + length;
            }
        }
    }

    /**
     * All patients of the partition with their lines, in order.
     *
     * @throws IOException also where the file is longer than an array may be, which only that of a single patient can be
     */
    List<PatientLines> patients() throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE - Long.BYTES) {
            throw new IOException("a patient of more than 2 GB");
        }
        byte[] all = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(all);
        Map<String, PatientLines> patients = new HashMap<>();
        PatientLines last = null;
        int lastId = 0;
        int lastEnd = 0;
        while (in.hasRemaining()) {
            int length = in.getInt();
            int idLength = in.getInt();
            String type = ResourceLine.OF_PATIENTS.get(in.get());
            int id = in.position();
            int from = id + idLength;
            if (last == null || !Arrays.equals(all, lastId, lastEnd, all, id, from)) {
                last = patients.computeIfAbsent(
                        new String(all, id, idLength, StandardCharsets.UTF_8),
                        patient -> new PatientLines(
                                patient, hash(patient.getBytes(StandardCharsets.UTF_8)), new ArrayList<>()));
                lastId = id;
                lastEnd = from;
            }
            last.lines.add(ResourceLine.stored(type, all, from, from + length));
            in.position(from + length);
        }
        return patients.values().stream().sorted(ORDER).toList();
    }
}
