package org.cervicalcds.replay;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cervicalcds.commands.ReplayCommand;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Decides the patients of a sorted partition one after another: a block with the rows of each patient, and at the end one with the counts.
 */
final class Decide implements Iterator<byte[]> {
    private static final byte ROWS = 0;
    private static final byte COUNTS = 1;

    private static @Nullable Content loaded;

    private final Iterator<Tuple2<byte[], byte[]>> lines;
    private final PatientReplay replay;
    private final Keys keys;
    private final Counts counts = new Counts();
    private @Nullable Tuple2<byte[], byte[]> ahead;
    private boolean ended;

    /**
     * The cards that every executor must decide by.
     *
     * @param texts of the content, by the path of their file
     * @param overlay of the site, in the same way
     * @param hash what all executors must find to decide the same
     */
    record Cards(TreeMap<String, String> texts, TreeMap<String, String> overlay, String hash) implements Serializable {}

    /**
     * What every executor must know beside the cards.
     *
     * @param arguments of the command line
     * @param salt of hashed keys; null for plain ones
     * @param medications by type and id
     */
    record Settings(
            List<String> arguments,
            byte @Nullable [] salt,
            TreeMap<String, byte[]> medications,
            Set<String> kinds,
            boolean partial)
            implements Serializable {}

    Decide(Cards cards, Settings settings, Iterator<Tuple2<byte[], byte[]>> lines) {
        Content content = content(cards);
        this.lines = lines;
        this.keys = new Keys(settings.salt());
        this.replay = new PatientReplay(
                content,
                ReplayCommand.options(SparkReplay.arguments(settings.arguments()), content.zone()),
                settings.medications()::get,
                settings.kinds(),
                settings.partial());
        advance();
        while (ahead != null && Scan.hash(ahead._1()) == Scan.NOBODY) {
            advance();
        }
    }

    /** Loads the content once in a JVM. */
    static synchronized Content content(Cards cards) {
        Content content = loaded;
        if (content == null || !content.hash().equals(cards.hash())) {
            content = Content.load(new ContentFiles(cards.texts(), cards.overlay()));
            loaded = content;
        }
        if (!content.hash().equals(cards.hash())) {
            throw new IllegalStateException("the cards of this executor have the hash " + content.hash()
                    + ", those of the driver " + cards.hash() + ": the jars differ");
        }
        return content;
    }

    /** The driver's own, which executors of the same JVM need not load again. */
    static synchronized void loaded(Content content) {
        loaded = content;
    }

    private void advance() {
        ahead = lines.hasNext() ? lines.next() : null;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public byte[] next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        Tuple2<byte[], byte[]> first = ahead;
        try {
            if (first != null) {
                RowBlock rows = new RowBlock();
                replay.replay(patient(first), keys, rows, counts);
                return rows.bytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ended = true;
        byte[] text = counts.text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(COUNTS).put(text).array();
    }

    /** All lines of a patient in one array, so that what they repeat is recognized. */
    private PatientLines patient(Tuple2<byte[], byte[]> first) {
        List<byte[]> blocks = new ArrayList<>();
        int length = 0;
        do {
            byte[] block = ahead == null ? new byte[0] : ahead._2();
            blocks.add(block);
            length = Math.addExact(length, block.length);
            advance();
        } while (ahead != null && Scan.areOfOnePatient(ahead._1(), first._1()));
        ByteBuffer in = ByteBuffer.allocate(length);
        blocks.forEach(in::put);
        in.flip();
        PatientLines patient = new PatientLines(PatientKey.of(Scan.patient(first._1())));
        while (in.hasRemaining()) {
            int kind = in.get();
            int size = in.getInt();
            if (kind == Scan.UNREAD) {
                patient.addUnread(size);
            } else {
                int from = in.position();
                patient.add(ResourceLine.stored(ResourceLine.OF_PATIENTS.get(kind), in.array(), from, from + size));
                in.position(from + size);
            }
        }
        return patient;
    }

    /** Rows one behind the other: of which table, then each column with its length. */
    private static final class RowBlock implements PatientReplay.Rows {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        RowBlock() throws IOException {
            out.writeByte(ROWS);
        }

        @Override
        public void row(Table table, String... columns) throws IOException {
            out.writeByte(table.ordinal());
            for (String column : columns) {
                byte[] text = column.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    /** The counts that a block holds; null for one that holds rows. */
    static @Nullable String counts(byte[] block) {
        return block[0] == COUNTS ? new String(block, 1, block.length - 1, StandardCharsets.UTF_8) : null;
    }

    /** The rows of one table that a block holds. */
    static List<String[]> rows(Table wanted, byte[] block) {
        List<String[]> rows = new ArrayList<>();
        if (block[0] == COUNTS) {
            return rows;
        }
        ByteBuffer in = ByteBuffer.wrap(block, 1, block.length - 1);
        while (in.hasRemaining()) {
            Table table = Table.values()[in.get()];
            String[] columns = new String[table == wanted ? table.columns().size() : 0];
            for (int i = 0; i < table.columns().size(); i++) {
                int length = in.getInt();
                if (table == wanted) {
                    columns[i] = new String(block, in.position(), length, StandardCharsets.UTF_8);
                }
                in.position(in.position() + length);
            }
            if (table == wanted) {
                rows.add(columns);
            }
        }
        return rows;
    }

    /** A row with the types of {@link #schema}. */
    static Row typed(Table table, String[] columns) {
        Object[] values = Arrays.copyOf(columns, columns.length, Object[].class);
        for (int i = 0; i < columns.length; i++) {
            switch (table.columns().get(i)) {
                case "time" -> values[i] = Timestamp.from(Instant.parse(columns[i]));
                case "cards" -> values[i] = Integer.valueOf(columns[i]);
                default -> {}
            }
        }
        return RowFactory.create(values);
    }

    /** The types that the plain engine's Parquet files have ({@link ParquetTable}). */
    static StructType schema(Table table) {
        StructType type = new StructType();
        for (String column : table.columns()) {
            DataType of =
                    switch (column) {
                        case "time" -> DataTypes.TimestampType;
                        case "cards" -> DataTypes.IntegerType;
                        default -> DataTypes.StringType;
                    };
            type = type.add(column, of);
        }
        return type;
    }
}
