package org.cervicalcds.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of the patients whose hash lies in a range, in one file. Ranges follow one another, so that the order of patients is the same
 * however many partitions there are.
 *
 * <p>Of each line the file has: the length of the line and of the patient's id, the place of its type in {@link ResourceLine#OF_PATIENTS},
 * the id, the line. Lines that make no entry are only counted.
 *
 * @param from first hash
 * @param to the hash behind the last
 */
record Partition(Path file, long from, long to) {
    static final long END = 1L << 32;

    /** In place of a type, where the length of the line is the number of lines that make no entry. */
    private static final int UNREAD = ResourceLine.OF_PATIENTS.size();

    private static final int BUFFER = 1 << 15;
    private static final int PIECE = 1 << 18;
    private static final int HEAD = 2 * Integer.BYTES + 1;

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

        Writer(List<Partition> parts) throws IOException {
            this.parts = parts;
            for (Partition part : parts) {
                files.add(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part.file), BUFFER)));
            }
        }

        void write(PatientKey patient, LineHead line) throws IOException {
            int kind = ResourceLine.OF_PATIENTS.indexOf(line.type());
            DataOutputStream out = head(patient.hash(), patient.bytes(), kind, line.length());
            out.write(line.text(), line.from(), line.length());
        }

        void writeUnread(PatientKey patient, int lines) throws IOException {
            head(patient.hash(), patient.bytes(), UNREAD, lines);
        }

        private DataOutputStream head(long hash, byte[] patient, int kind, int length) throws IOException {
            DataOutputStream out = file(hash);
            out.writeInt(length);
            out.writeInt(patient.length);
            out.writeByte(kind);
            out.write(patient);
            return out;
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
                int kind = in.readByte();
                byte[] id = in.readNBytes(idLength);
                byte[] line = kind == UNREAD ? new byte[0] : in.readNBytes(length);
                out.head(hash(id), id, kind, length).write(line);
                left -= HEAD + idLength + line.length;
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
        byte[] all = bytes();
        ByteBuffer in = ByteBuffer.wrap(all);
        Map<String, PatientLines> patients = new HashMap<>();
        PatientLines last = null;
        int lastId = 0;
        int lastEnd = 0;
        while (in.hasRemaining()) {
            int length = in.getInt();
            int idLength = in.getInt();
            int kind = in.get();
            int id = in.position();
            int from = id + idLength;
            if (last == null || !Arrays.equals(all, lastId, lastEnd, all, id, from)) {
                last = patients.computeIfAbsent(
                        new String(all, id, idLength, StandardCharsets.UTF_8),
                        patient -> new PatientLines(PatientKey.of(patient)));
                lastId = id;
                lastEnd = from;
            }
            if (kind == UNREAD) {
                last.addUnread(length);
                in.position(from);
            } else {
                last.add(ResourceLine.stored(ResourceLine.OF_PATIENTS.get(kind), all, from, from + length));
                in.position(from + length);
            }
        }
        return patients.values().stream().sorted(PatientLines.ORDER).toList();
    }

    /** Read bit by bit: the library keeps memory outside of the heap for the largest piece that a thread has read. */
    private byte[] bytes() throws IOException {
        byte[] all = new byte[(int) Files.size(file)];
        try (InputStream in = Files.newInputStream(file)) {
            for (int at = 0; at < all.length; ) {
                int read = in.read(all, at, Math.min(PIECE, all.length - at));
                if (read < 0) {
                    throw new EOFException("a partition ends too early");
                }
                at += read;
            }
        }
        return all;
    }
}
