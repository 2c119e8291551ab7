package org.cervicalcds.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads slices of an export: a row for each line of a patient and each Medication, and a summary of each slice at its end. */
final class Scan implements Iterator<Row> {
    /** The place of the type in {@link ResourceLine#OF_PATIENTS}, or one of the two below. */
    static final int MEDICATION = -1;

    static final int SUMMARY = -2;

    /** In place of a hash, for rows that belong to no patient: they come before all others. */
    static final long NOBODY = -1;

    /** Lines stay in the order of the export: the number of the slice in the upper half of the place, that of the line in the lower. */
    static final StructType SCHEMA = new StructType()
            .add("hash", DataTypes.LongType, false)
            .add("patient", DataTypes.StringType, false)
            .add("place", DataTypes.LongType, false)
            .add("kind", DataTypes.IntegerType, false)
            .add("line", DataTypes.BinaryType, false);

    /** Of so many lines of a slice that are of no use it is told where they are; all are counted. */
    private static final int MOST_DROPPED = 1000;

    private final Iterator<SparkExport.Slice> slices;
    private final Configuration hadoop;
    private final Deque<Row> rows = new ArrayDeque<>();
    private @Nullable SliceReader reading;
    private String lastPatient = "";
    private long lastHash = Partition.hash(new byte[0]);

    Scan(Iterator<SparkExport.Slice> slices, Configuration hadoop) {
        this.slices = slices;
        this.hadoop = hadoop;
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

    /** The rows that belong to no patient, which come first in their partition. */
    static Iterator<Row> ofNobody(Iterator<Row> sorted) {
        List<Row> some = new ArrayList<>();
        while (sorted.hasNext()) {
            Row row = sorted.next();
            if (row.getLong(0) != NOBODY) {
                break;
            }
            some.add(row);
        }
        return some.iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            while (rows.isEmpty() && (reading != null || slices.hasNext())) {
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
        return !rows.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.remove();
    }

    private static Row ofNobody(long place, int kind, byte[] bytes) {
        return RowFactory.create(NOBODY, "", place, kind, bytes);
    }

    private final class SliceReader implements ExportLines.Taker, ExportFiles.LineReader {
        private final SparkExport.Slice slice;
        private final InputStream in;
        private final ExportFiles.Lines lines;
        private final ExportLines intake = new ExportLines(this);
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
            Summary summary = new Summary(
                    slice.number(),
                    lines.ended(),
                    moreDropped,
                    intake.kinds(),
                    dropped,
                    intake.counts().text());
            rows.add(ofNobody(place(), SUMMARY, summary.bytes()));
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
        public void ofPatient(String patient, ResourceLine line) {
            if (!patient.equals(lastPatient)) {
                lastPatient = patient;
                lastHash = Partition.hash(patient.getBytes(StandardCharsets.UTF_8));
            }
            rows.add(RowFactory.create(
                    lastHash, patient, place(), ResourceLine.OF_PATIENTS.indexOf(line.type), line.copy()));
        }

        @Override
        public void medication(ResourceLine line) {
            rows.add(ofNobody(place(), MEDICATION, line.copy()));
        }
    }
}
