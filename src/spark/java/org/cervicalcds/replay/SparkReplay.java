package org.cervicalcds.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.cervicalcds.commands.Arguments;
import org.cervicalcds.commands.ReplayCommand;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.jspecify.annotations.Nullable;

/**
 * The replay on Apache Spark, with the rows of the plain one: lines go to the partition of their patient's hash and are sorted there, so that
 * one patient after another is decided.
 *
 * <p>Lines are read once. The first job writes the files of the shuffle and collects what belongs to no patient (counts, lines that are of no
 * use, Medication resources), the second one decides.
 */
public final class SparkReplay {
    /** What Spark sees to by itself. */
    private static final Set<String> NOT_HERE = Set.of("--threads", "--memory", "--resume");

    private static final String PARTITIONS = "--partitions";

    /** Bytes of a file that one task reads, unpacked files only. */
    private static final long SLICE = 64L << 20;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final List<String> arguments;
    private final Arguments given;
    private final long slice;
    private final PrintStream out;

    /** @param slice bytes of a file that one task reads */
    SparkReplay(SparkSession spark, List<String> arguments, long slice, PrintStream out) {
        this.spark = spark;
        this.slice = slice;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.arguments = List.copyOf(arguments);
        this.given = arguments(arguments);
        this.out = out;
    }

    /**
     * Takes the options of {@code cervical-cds.jar replay} but for threads, memory and resume, and {@code --partitions}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static void main(String[] arguments) throws IOException {
        List<String> given = List.of(arguments);
        arguments(given);
        boolean isOurs = SparkSession.getActiveSession().isEmpty();
        SparkSession spark =
                SparkSession.builder().appName("cervical-cds replay").getOrCreate();
        try {
            new SparkReplay(spark, given, SLICE, System.out).run();
        } finally {
            if (isOurs) {
                spark.stop();
            }
        }
    }

    static Arguments arguments(List<String> given) {
        Set<String> names = new TreeSet<>(ReplayCommand.OPTIONS);
        names.add(PARTITIONS);
        Arguments arguments = Arguments.of(given, names, ReplayCommand.SWITCHES);
        for (String option : NOT_HERE) {
            if (arguments.has(option)) {
                throw new IllegalArgumentException(option + " is not for Spark, which sees to that by itself");
            }
        }
        if (!arguments.plain().isEmpty()) {
            throw new IllegalArgumentException(
                    "Not understood: " + arguments.plain().get(0));
        }
        arguments.required("--in");
        arguments.required("--out");
        return arguments;
    }

    void run() throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        ContentFiles files = contentFiles();
        Content content = Content.load(files);
        Decide.loaded(content);
        ReplayOptions options = ReplayCommand.options(given, content.zone());
        SparkExport export = SparkExport.in(given.required("--in"), hadoop);
        List<SparkExport.Slice> slices = export.slices(slice);
        int partitions = partitions(export.bytes());
        out.println(slices.size() + " slices of " + export.files() + " files; " + partitions + " partitions");

        Broadcast<SerializableConfiguration> configuration = context.broadcast(new SerializableConfiguration(hadoop));
        Broadcast<Decide.Cards> cards = context.broadcast(
                new Decide.Cards(new TreeMap<>(files.texts()), new TreeMap<>(files.overlay()), content.hash()));
        JavaPairRDD<byte[], byte[]> sorted = sorted(slices, configuration, cards, partitions);
        ScanResult scan = scan(sorted, slices);
        Set<String> kinds = export.kinds();
        kinds.addAll(scan.kinds());
        sayWhatWasRead(scan.counts());

        Broadcast<Decide.Settings> settings = context.broadcast(
                new Decide.Settings(arguments, salt(options), scan.medications(), kinds, export.isPartial()));
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(given.required("--out"));
        FileSystem fileSystem = target.getFileSystem(hadoop);
        JavaRDD<byte[]> decided = sorted.mapPartitions(blocks -> new Decide(cards.value(), settings.value(), blocks))
                .persist(StorageLevel.MEMORY_AND_DISK());
        Counts counts = new Counts();
        counts.addAll(scan.counts());
        decided.map(Decide::counts)
                .filter(text -> text != null)
                .collect()
                .forEach(text -> counts.addAll(Counts.parse(text)));
        writeTables(decided, target);
        writeResults(content, counts, scan.dropped(), fileSystem, target);
        decided.unpersist();
        out.println(counts.get("patients") + " patients; results in " + target);
    }

    private ContentFiles contentFiles() {
        String cards = given.value("--cards");
        String overlay = given.value("--overlay");
        ContentFiles files = cards == null ? ContentFiles.shipped() : ContentFiles.in(Path.of(cards));
        return overlay == null ? files : files.under(ContentFiles.in(Path.of(overlay)));
    }

    private int partitions(long bytes) {
        String wanted = given.value(PARTITIONS);
        if (wanted == null) {
            return Math.max(context.defaultParallelism(), Math.toIntExact(bytes / slice + 1));
        }
        try {
            int partitions = Integer.parseInt(wanted);
            if (partitions > 0) {
                return partitions;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(PARTITIONS + " takes a number from 1 on, not " + wanted);
    }

    private static byte @Nullable [] salt(ReplayOptions options) throws IOException {
        if (options.plainKeys()) {
            return null;
        }
        if (options.saltFile() != null) {
            return Files.readAllBytes(options.saltFile());
        }
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    private JavaPairRDD<byte[], byte[]> sorted(
            List<SparkExport.Slice> slices,
            Broadcast<SerializableConfiguration> configuration,
            Broadcast<Decide.Cards> cards,
            int partitions) {
        return context.parallelize(slices, Math.min(slices.size(), partitions))
                .mapPartitionsToPair(
                        some -> new Scan(some, configuration.value().value(), Decide.content(cards.value())))
                .repartitionAndSortWithinPartitions(new ByHash(partitions), new InOrder());
    }

    /** Partitions follow one another in the order of the hash; what belongs to nobody is in the first. */
    private static final class ByHash extends Partitioner {
        private final int partitions;

        ByHash(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return (int) (Math.max(0, Scan.hash((byte[]) key)) * partitions >>> Integer.SIZE);
        }
    }

    private static final class InOrder implements Comparator<byte[]>, Serializable {
        @Override
        public int compare(byte[] one, byte[] other) {
            return Scan.compare(one, other);
        }
    }

    /** What the lines told that are nobody's. */
    private record ScanResult(
            Counts counts, Set<String> kinds, TreeMap<String, byte[]> medications, List<String> dropped) {}

    private ScanResult scan(JavaPairRDD<byte[], byte[]> sorted, List<SparkExport.Slice> slices) {
        List<byte[]> blocks = sorted.mapPartitions(Scan::ofNobody).collectPartitions(new int[] {0})[0];
        Counts counts = new Counts();
        Set<String> kinds = new TreeSet<>();
        TreeMap<String, byte[]> medications = new TreeMap<>();
        Map<Integer, Scan.Summary> summaries = new TreeMap<>();
        for (byte[] block : blocks) {
            byte[] bytes = Arrays.copyOfRange(block, 1, block.length);
            if (block[0] == Scan.SUMMARY) {
                Scan.Summary summary = Scan.Summary.of(bytes);
                summaries.put(summary.slice(), summary);
                counts.addAll(Counts.parse(summary.counts()));
                kinds.addAll(summary.kinds());
            } else {
                medications.putIfAbsent("Medication/" + ResourceLine.of(bytes).id, bytes);
            }
        }
        if (summaries.size() != slices.size()) {
            throw new IllegalStateException(summaries.size() + " of " + slices.size() + " slices came back");
        }
        return new ScanResult(counts, kinds, medications, dropped(slices, summaries));
    }

    /** Numbers count from the beginning of a file, not from that of a slice. */
    private static List<String> dropped(List<SparkExport.Slice> slices, Map<Integer, Scan.Summary> summaries) {
        List<String> dropped = new ArrayList<>();
        long before = 0;
        for (SparkExport.Slice slice : slices) {
            Scan.Summary summary = summaries.get(slice.number());
            if (summary == null) {
                continue;
            }
            before = slice.from() == 0 ? 0 : before;
            for (Scan.Dropped line : summary.dropped()) {
                dropped.add(
                        slice.name() + "\t" + (line.number() == 0 ? 0 : before + line.number()) + "\t" + line.reason());
            }
            if (summary.moreDropped() > 0) {
                dropped.add(slice.name() + "\t0\t" + summary.moreDropped() + " more lines up to line "
                        + (before + summary.lines()));
            }
            before += summary.lines();
        }
        return dropped;
    }

    private void sayWhatWasRead(Counts input) {
        out.println(input.get("lines") + " lines read");
        input.of("dropped")
                .forEach((reason, number) ->
                        out.println("  " + number + " dropped: " + reason.get(0) + " (see dropped.tsv)"));
    }

    private void writeTables(JavaRDD<byte[]> decided, org.apache.hadoop.fs.Path target) {
        for (Table table : given.has("--no-tables") ? List.<Table>of() : List.of(Table.values())) {
            JavaRDD<String[]> rows =
                    decided.flatMap(block -> Decide.rows(table, block).iterator());
            String name = new org.apache.hadoop.fs.Path(target, table.fileName()).toString();
            spark.createDataFrame(rows.map(row -> Decide.typed(table, row)), Decide.schema(table))
                    .write()
                    .mode("overwrite")
                    .parquet(name + ".parquet");
            if (given.has("--csv")) {
                spark.createDataset(rows.map(CsvTable::line).rdd(), Encoders.STRING())
                        .write()
                        .mode("overwrite")
                        .text(name + ".csv");
            }
        }
    }

    private void writeResults(
            Content content,
            Counts counts,
            List<String> dropped,
            FileSystem fileSystem,
            org.apache.hadoop.fs.Path target)
            throws IOException {
        Path local = Files.createTempDirectory("replay");
        Map<String, String> here = new HashMap<>(given.options());
        here.put("--out", local.toString());
        ReplayOptions options = ReplayCommand.options(new Arguments(List.of(), here), content.zone());
        new Results(content, options, counts).write();
        Files.writeString(
                local.resolve("dropped.tsv"),
                dropped.stream()
                        .collect(Collectors.joining("\n", "file\tline\treason\n", dropped.isEmpty() ? "" : "\n")));
        try (Stream<Path> files = Files.list(local)) {
            for (Path file : files.toList()) {
                fileSystem.copyFromLocalFile(
                        true,
                        true,
                        new org.apache.hadoop.fs.Path(file.toUri()),
                        new org.apache.hadoop.fs.Path(target, String.valueOf(file.getFileName())));
            }
        }
        Files.delete(local);
    }
}
