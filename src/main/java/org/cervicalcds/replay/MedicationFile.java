package org.cervicalcds.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Medication resources in a file of their own; in memory is only where each of them begins, 16 bytes for one. */
final class MedicationFile implements MedicationSource, AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int LENGTH = Integer.BYTES;
    private static final String TYPE = "Medication/";

    private final FileChannel file;

    /** Where each begins, in the order of the file. */
    private long[] starts = new long[256];

    /** The hash of the id in the upper half, the place among the starts in the lower one; sorted. */
    private long[] keys = new long[256];

    private int size;

    private MedicationFile(FileChannel file) {
        this.file = file;
    }

    /** Takes resources and writes them one behind the other. */
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        void write(byte[] medication) throws IOException {
            out.writeInt(medication.length);
            out.write(medication);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Reads a file once from its beginning to its end, to know what begins where; of two with one id the first counts. */
    static MedicationFile open(Path path) throws IOException {
        MedicationFile medications = new MedicationFile(FileChannel.open(path));
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
            long start = 0;
            while (true) {
                int length;
                try {
                    length = in.readInt();
                } catch (EOFException end) {
                    Arrays.sort(medications.keys, 0, medications.size);
                    return medications;
                }
                byte[] medication = new byte[length];
                in.readFully(medication);
                medications.put(ResourceLine.of(medication).id, start);
                start += LENGTH + length;
            }
        }
    }

    private void put(String id, long start) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
        }
        starts[size] = start;
        keys[size] = first(id) | size;
        size++;
    }

    /** The lowest key that one of this id may have. */
    private static long first(String id) {
        return (long) id.hashCode() << Integer.SIZE;
    }

    @Override
    public byte @Nullable [] get(String reference) throws IOException {
        if (!reference.startsWith(TYPE)) {
            return null;
        }
        String id = reference.substring(TYPE.length());
        int found = Arrays.binarySearch(keys, 0, size, first(id));
        for (int i = found < 0 ? -found - 1 : found; i < size && keys[i] >> Integer.SIZE == id.hashCode(); i++) {
            byte[] medication = read(starts[(int) keys[i]]);
            if (ResourceLine.of(medication).id.equals(id)) {
                return medication;
            }
        }
        return null;
    }

    private byte[] read(long start) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(LENGTH);
        fill(length, start);
        ByteBuffer medication = ByteBuffer.allocate(length.getInt(0));
        fill(medication, start + LENGTH);
        return medication.array();
    }

    private void fill(ByteBuffer buffer, long start) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer, start + buffer.position()) < 0) {
                throw new EOFException("the file of medications ends too early");
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
