package org.cervicalcds.replay;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.cervicalcds.content.Content;
import org.cervicalcds.fhir.reading.UnreadCodes;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads slices of an export. What it gives are blocks of bytes, since a row for each line costs more than the deciding: the lines of a patient
 * that follow one another in a slice, each Medication, and a summary of each slice at its end.
 */
final class Scan implements Iterator<Tuple2<byte[], byte[]>> {
    /** What a block that belongs to no patient begins with. */
    static final byte MEDICATION = 0;

    static final byte SUMMARY = 1;

    /** In place of a hash, for blocks that belong to no patient: they come before all others. */
    static final long NOBODY = -1;

    /** In place of the type of a line, where its length is the number of lines that make no entry. */
    static final int UNREAD = ResourceLine.OF_PATIENTS.size();

    /** Of so many lines of a slice that are of no use it is told where they are; all are counted. */
    private static final int MOST_DROPPED = 1000;

    /** Bytes of a patient, and of all patients, after which blocks are handed on. */
    private static final int BLOCK = 1 << 19;

    private static final int BLOCKS = 1 << 23;
    private static final int PATIENT = 2 * Long.BYTES;

    private final Iterator<SparkExport.Slice> slices;
    private final Configuration hadoop;
    private final UnreadCodes codes;
    private final Deque<Tuple2<byte[], byte[]>> blocks = new ArrayDeque<>();
    private @Nullable SliceReader reading;

    Scan(Iterator<SparkExport.Slice> slices, Configuration hadoop, Content content) {
        this.slices = slices;
        this.hadoop = hadoop;
        this.codes = new UnreadCodes(content);
    }

    /**
     * The key of a block: hash, place, id of the patient. Lines stay in the order of the export: the number of the slice is in the upper half
     * of the place, that of the first line in the lower.
     */
    private static byte[] key(long hash, long place, byte[] patient) {
        return ByteBuffer.allocate(PATIENT + patient.length)
                .putLong(hash)
                .putLong(place)
                .put(patient)
                .array();
    }

    static long hash(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    static String patient(byte[] key) {
        return new String(key, PATIENT, key.length - PATIENT, StandardCharsets.UTF_8);
    }

    static boolean areOfOnePatient(byte[] one, byte[] other) {
        return Arrays.equals(one, PATIENT, one.length, other, PATIENT, other.length);
    }

    /** By hash, then patient, then place. */
    static int compare(byte[] one, byte[] other) {
        int hash = Arrays.compare(one, 0, Long.BYTES, other, 0, Long.BYTES);
        if (hash != 0) {
            return Long.compare(hash(one), hash(other));
        }
        int patient = Arrays.compareUnsigned(one, PATIENT, one.length, other, PATIENT, other.length);
        return patient != 0 ? patient : Arrays.compareUnsigned(one, Long.BYTES, PATIENT, other, Long.BYTES, PATIENT);
    }

    /** @param number in the slice, from 1; 0 for the rest of a file */
    record Dropped(long number, String reason) {}

    /**
     * What a slice held.
     *
     * @param lines all of its lines, blank ones too
     * @param counts as {@link Counts#text}
     */
    record Summary(int slice, long lines, long moreDropped, Set<String> kinds, List<Dropped> dropped, String counts) {
        private static final String SEPARATOR = "\n\n";

        /** As text: Java's serialization does not find the classes of a job's jar everywhere. */
        byte[] bytes() {
            String told = dropped.stream()
                    .map(line -> line.number() + "\t" + line.reason())
                    .collect(Collectors.joining("\n"));
            return String.join(
                            SEPARATOR,
                            slice + "\t" + lines + "\t" + moreDropped,
                            String.join("\n", kinds),
                            told,
                            counts)
                    .getBytes(StandardCharsets.UTF_8);
        }

        static Summary of(byte[] bytes) {
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, 4);
            String[] numbers = parts[0].split("\t", -1);
            List<Dropped> dropped = new ArrayList<>();
            parts[2].lines().forEach(line -> {
                int tab = line.indexOf('\t');
                dropped.add(new Dropped(Long.parseLong(line.substring(0, tab)), line.substring(tab + 1)));
            });
            return new Summary(
                    Integer.parseInt(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    new TreeSet<>(parts[1].lines().toList()),
                    dropped,
                    parts[3]);
        }
    }

    /** The blocks that belong to no patient, which come first in their partition. */
    static Iterator<byte[]> ofNobody(Iterator<Tuple2<byte[], byte[]>> sorted) {
        List<byte[]> some = new ArrayList<>();
        while (sorted.hasNext()) {
            Tuple2<byte[], byte[]> block = sorted.next();
            if (hash(block._1()) != NOBODY) {
                break;
            }
            some.add(block._2());
        }
        return some.iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            while (blocks.isEmpty() && (reading != null || slices.hasNext())) {
                if (reading == null) {
                    reading = new SliceReader(slices.next());
                }
                if (!reading.readMore()) {
                    reading = null;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !blocks.isEmpty();
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return blocks.remove();
    }

    private static Tuple2<byte[], byte[]> ofNobody(long place, byte kind, byte[] bytes) {
        byte[] block = new byte[1 + bytes.length];
        block[0] = kind;
        System.arraycopy(bytes, 0, block, 1, bytes.length);
        return new Tuple2<>(key(NOBODY, place, new byte[0]), block);
    }

    /** Lines of a patient, one behind the other: type, length, text. */
    private static final class Block {
        private final byte[] key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Block(PatientKey patient, long place) {
            key = key(patient.hash(), place, patient.bytes());
        }
    }

    private final class SliceReader implements ExportLines.Taker, ExportFiles.LineReader {
        private final SparkExport.Slice slice;
        private final InputStream in;
        private final ExportFiles.Lines lines;
        private final ExportLines intake = new ExportLines(codes, this);
        private final Map<String, Block> open = new LinkedHashMap<>();
        private int openBytes;
        private final List<Dropped> dropped = new ArrayList<>();
        private long moreDropped;
        private long number;

        SliceReader(SparkExport.Slice slice) throws IOException {
            this.slice = slice;
            this.in = slice.open(hadoop);
            this.lines = new ExportFiles.Lines(in);
        }

        /** Gives the rows of some more lines; false at the end. */
        boolean readMore() throws IOException {
            try {
                if (lines.readMore(this)) {
                    return true;
                }
            } catch (ZipException | EOFException e) {
                intake.lostInFile(ExportPartitioner.BADLY_PACKED);
                drop(0, ExportPartitioner.BADLY_PACKED_FILE);
            }
            in.close();
            intake.end();
            handOn();
            Summary summary = new Summary(
                    slice.number(),
                    lines.ended(),
                    moreDropped,
                    intake.kinds(),
                    dropped,
                    intake.counts().text());
            blocks.add(ofNobody(place(), SUMMARY, summary.bytes()));
            return false;
        }

        private long place() {
            return (long) slice.number() << Integer.SIZE | number;
        }

        @Override
        public void read(byte[] text, int from, int to, long number) throws IOException {
            this.number = number;
            drop(number, intake.take(text, from, to));
        }

        @Override
        public void tooLong(long number) {
            drop(number, intake.lost(ExportPartitioner.TOO_LONG));
        }

        private void drop(long line, String reason) {
            if (reason.isEmpty()) {
                return;
            }
            if (dropped.size() < MOST_DROPPED) {
                dropped.add(new Dropped(line, reason));
            } else {
                moreDropped++;
            }
        }

        @Override
        public void ofPatient(PatientKey patient, LineHead line) throws IOException {
            Block block = block(patient);
            block.out.writeByte(ResourceLine.OF_PATIENTS.indexOf(line.type()));
            block.out.writeInt(line.length());
            block.out.write(line.text(), line.from(), line.length());
            openBytes += line.length();
            if (block.bytes.size() > BLOCK) {
                open.remove(patient.id());
                openBytes -= block.bytes.size();
                handOn(block);
            } else if (openBytes > BLOCKS) {
                handOn();
            }
        }

        @Override
        public void unread(PatientKey patient, int lines) throws IOException {
            Block block = block(patient);
            block.out.writeByte(UNREAD);
            block.out.writeInt(lines);
        }

        @Override
        public void medication(LineHead line) {
            blocks.add(ofNobody(place(), MEDICATION, line.copy()));
        }

        private Block block(PatientKey patient) {
            return open.computeIfAbsent(patient.id(), id -> new Block(patient, place()));
        }

        private void handOn() {
            open.values().forEach(this::handOn);
            open.clear();
            openBytes = 0;
        }

        private void handOn(Block block) {
            blocks.add(new Tuple2<>(block.key, block.bytes.toByteArray()));
        }
    }
}
