package org.cervicalcds.replay;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cervicalcds.commands.ReplayCommand;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.jspecify.annotations.Nullable;

/**
 * Decides the patients of a sorted partition one after another: a row for each moment with its decisions inside, and at the end one with
 * the counts.
 */
final class Decide implements Iterator<Row> {
    private static final StructType DECISION = struct(Table.DECISIONS);

    /** A row of the moments, the rows of its decisions; or, in a row of their own, counts as {@link Counts#text}. */
    static final StructType SCHEMA = new StructType()
            .add("moment", struct(Table.MOMENTS))
            .add("decisions", DataTypes.createArrayType(DECISION))
            .add("counts", DataTypes.StringType);

    /** A row as the plain engine writes it. */
    static final MapFunction<Row, String> CSV = row -> {
        String[] columns = new String[row.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = row.getString(i);
        }
        return CsvTable.line(columns);
    };

    private static @Nullable Content loaded;

    private final Iterator<Row> lines;
    private final PatientReplay replay;
    private final Keys keys;
    private final Counts counts = new Counts();
    private final Deque<Row> rows = new ArrayDeque<>();
    private @Nullable Row ahead;
    private boolean ended;

    /**
     * What every executor must know.
     *
     * @param texts of the content, by the path of their file
     * @param overlay of the site, in the same way
     * @param hash what all executors must find to decide the same
     * @param arguments of the command line
     * @param salt of hashed keys; null for plain ones
     * @param medications by type and id
     */
    record Settings(
            TreeMap<String, String> texts,
            TreeMap<String, String> overlay,
            String hash,
            List<String> arguments,
            byte @Nullable [] salt,
            TreeMap<String, byte[]> medications,
            Set<String> kinds,
            boolean partial)
            implements Serializable {}

    Decide(Settings settings, Iterator<Row> lines) {
        Content content = content(settings);
        this.lines = lines;
        this.keys = new Keys(settings.salt());
        this.replay = new PatientReplay(
                content,
                ReplayCommand.options(SparkReplay.arguments(settings.arguments()), content.zone()),
                settings.medications()::get,
                settings.kinds(),
                settings.partial());
    }

    /** Loads the content once in a JVM. */
    private static synchronized Content content(Settings settings) {
        Content content = loaded;
        if (content == null || !content.hash().equals(settings.hash())) {
            content = Content.load(new ContentFiles(settings.texts(), settings.overlay()));
            loaded = content;
        }
        if (!content.hash().equals(settings.hash())) {
            throw new IllegalStateException("the cards of this executor have the hash " + content.hash()
                    + ", those of the driver " + settings.hash() + ": the jars differ");
        }
        return content;
    }

    private static StructType struct(Table table) {
        StructType type = new StructType();
        for (String column : table.columns()) {
            type = type.add(column, DataTypes.StringType);
        }
        return type;
    }

    /** The rows of one table. */
    static Dataset<Row> rows(Table table, Dataset<Row> decided) {
        return switch (table) {
            case MOMENTS -> decided.select("moment.*");
            case DECISIONS ->
                decided.select(functions.explode(functions.col("decisions")).as("decision"))
                        .select("decision.*");
        };
    }

    /** With the types that the plain engine's Parquet files have ({@link ParquetTable}). */
    static Dataset<Row> typed(Dataset<Row> rows) {
        Dataset<Row> typed = rows.withColumn("time", functions.col("time").cast(DataTypes.TimestampType));
        return List.of(rows.columns()).contains("cards")
                ? typed.withColumn("cards", functions.col("cards").cast(DataTypes.IntegerType))
                : typed;
    }

    @Override
    public boolean hasNext() {
        try {
            while (rows.isEmpty() && !ended) {
                decideNext();
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

    private void decideNext() throws IOException {
        Row first = ahead != null ? ahead : nextOfPatient();
        ahead = null;
        if (first == null) {
            ended = true;
            rows.add(RowFactory.create(null, null, counts.text()));
            return;
        }
        String patient = first.getString(1);
        List<ResourceLine> of = new ArrayList<>();
        for (Row row = first; row != null && ahead == null; ) {
            of.add(line(row));
            row = nextOfPatient();
            if (row != null && !row.getString(1).equals(patient)) {
                ahead = row;
            }
        }
        Moments moments = new Moments();
        replay.replay(patient, of, keys, moments, counts);
        moments.end();
    }

    private @Nullable Row nextOfPatient() {
        while (lines.hasNext()) {
            Row row = lines.next();
            if (row.getLong(0) != Scan.NOBODY) {
                return row;
            }
        }
        return null;
    }

    private static ResourceLine line(Row row) {
        byte[] line = row.getAs(4);
        return ResourceLine.stored(ResourceLine.OF_PATIENTS.get(row.getInt(3)), line, 0, line.length);
    }

    /** The moments of a patient; each is followed by its decisions. */
    private final class Moments implements PatientReplay.Rows {
        private @Nullable Row moment;
        private final List<Row> decisions = new ArrayList<>();

        @Override
        public void row(Table table, String... columns) {
            Row row = RowFactory.create(Arrays.copyOf(columns, columns.length, Object[].class));
            if (table == Table.MOMENTS) {
                end();
                moment = row;
            } else {
                decisions.add(row);
            }
        }

        void end() {
            if (moment != null) {
                rows.add(RowFactory.create(moment, decisions.toArray(Row[]::new), null));
                decisions.clear();
                moment = null;
            }
        }
    }
}
