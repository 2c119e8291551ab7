package org.cervicalcds.replay;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The NDJSON files of a FHIR Bulk Data export, plain or packed with gzip. */
final class ExportFiles {
    /** A packed file is about so many times longer when it is unpacked. */
    private static final int PACKED = 12;

    private static final int LONGEST_LINE = 64 << 20;
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final List<Path> files;

    /** Takes the lines of a file. */
    interface LineReader {
        /** @param number of the line, from 1 */
        void read(byte[] line, long number) throws IOException;

        /** A line that is longer than any resource may be. */
        void tooLong(long number) throws IOException;
    }

    private ExportFiles(Path folder, List<Path> files) {
        this.folder = folder;
        this.files = files;
    }

    /** @throws IllegalArgumentException where the folder holds no such file */
    static ExportFiles in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + " is not a folder");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".ndjson")
                            || file.toString().endsWith(".ndjson.gz"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException(folder + " holds no file that ends in .ndjson or .ndjson.gz");
            }
            return new ExportFiles(folder, files);
        }
    }

    List<Path> all() {
        return files;
    }

    /** What the file is called in messages. */
    String name(Path file) {
        return folder.relativize(file).toString();
    }

    /** The kind of resource that a file is named after, such as Condition in {@code Condition.000.ndjson}. */
    static String kind(Path file) {
        String name = String.valueOf(file.getFileName());
        int end = 0;
        while (end < name.length() && Character.isLetter(name.charAt(end))) {
            end++;
        }
        return name.substring(0, end);
    }

    /** About how many bytes there are, unpacked. */
    long estimatedBytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file) * (isPacked(file) ? PACKED : 1);
        }
        return bytes;
    }

    /** Says that the manifest tells of errors, or that only what changed was exported: then no kind is whole. */
    boolean isPartial() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        if (!Files.exists(manifest)) {
            return false;
        }
        String text = Files.readString(manifest, StandardCharsets.UTF_8);
        return text.contains("_since=") || text.replaceAll("\\s", "").contains("\"error\":[{");
    }

    private static boolean isPacked(Path file) {
        return file.toString().endsWith(".gz");
    }

    /** Bytes of all files as they lie there. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /**
     * Reads a file line by line; blank lines are none.
     *
     * @param progress takes how many bytes of the file were read, as they lie there, bit by bit
     */
    static void read(Path file, LongConsumer progress, LineReader reader) throws IOException {
        try (InputStream plain = new CountedStream(Files.newInputStream(file), progress);
                InputStream in =
                        isPacked(file) ? new GZIPInputStream(new BufferedInputStream(plain, BUFFER), BUFFER) : plain) {
            lines(in, reader);
        }
    }

    /** Tells of the bytes that go through. */
    private static final class CountedStream extends FilterInputStream {
        private final LongConsumer progress;

        CountedStream(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            progress.accept(Math.max(0, read));
            return read;
        }
    }

    private static void lines(InputStream in, LineReader reader) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        long number = 1;
        boolean skipping = false;
        for (int read = in.read(buffer, 0, buffer.length);
                read >= 0;
                read = in.read(buffer, filled, buffer.length - filled)) {
            int from = 0;
            int end = filled + read;
            for (int i = filled; i < end; i++) {
                if (buffer[i] == '\n') {
                    if (!skipping) {
                        line(buffer, from, i, number, reader);
                    }
                    skipping = false;
                    number++;
                    from = i + 1;
                }
            }
            filled = end - from;
            System.arraycopy(buffer, from, buffer, 0, filled);
            if (skipping) {
                filled = 0;
            } else if (filled == buffer.length && filled >= LONGEST_LINE) {
                reader.tooLong(number);
                skipping = true;
                filled = 0;
            } else if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
        }
        if (!skipping) {
            line(buffer, 0, filled, number, reader);
        }
    }

    private static void line(byte[] buffer, int from, int to, long number, LineReader reader) throws IOException {
        int start = from;
        int end = to;
        while (start < end && buffer[start] <= ' ' && buffer[start] >= 0) {
            start++;
        }
        while (end > start && buffer[end - 1] <= ' ' && buffer[end - 1] >= 0) {
            end--;
        }
        if (end > start) {
            reader.read(Arrays.copyOfRange(buffer, start, end), number);
        }
    }

    /** The kinds after which files are named, whether or not they hold a line. */
    List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        files.forEach(file -> kinds.add(kind(file)));
        return kinds;
    }
}
