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
import org.cervicalcds.fhir.json.JsonBytes;

/** The NDJSON files of a FHIR Bulk Data export, plain or packed with gzip. */
final class ExportFiles {
    /** A packed file is about so many times longer when it is unpacked. */
    private static final int PACKED = 12;

    static final String MANIFEST = "manifest.json";

    private static final int LONGEST_LINE = 64 << 20;
    private static final int BUFFER = 1 << 18;

    private final Path folder;
    private final List<Path> files;

    /** Takes the lines of a file. */
    interface LineReader {
        /**
         * @param text holds the line from {@code from} on, to before {@code to}; it is used again for the next
         * @param number of the line, from 1
         */
        void read(byte[] text, int from, int to, long number) throws IOException;

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
            List<Path> files =
                    all.filter(file -> isExport(file.toString())).sorted().toList();
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

    /** The kind of resource that a file of this name holds, such as Condition in {@code Condition.000.ndjson}. */
    static String kind(String name) {
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
            bytes += Files.size(file) * (isPacked(file.toString()) ? PACKED : 1);
        }
        return bytes;
    }

    /** Says that the manifest tells of errors, or that only what changed was exported: then no kind is whole. */
    boolean isPartial() throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        return Files.exists(manifest) && isPartial(Files.readString(manifest, StandardCharsets.UTF_8));
    }

    /** As above, of the text of a manifest. */
    static boolean isPartial(String manifest) {
        return manifest.contains("_since=") || manifest.replaceAll("\\s", "").contains("\"error\":[{");
    }

    /** Says that a file of this name is part of an export. */
    static boolean isExport(String name) {
        return name.endsWith(".ndjson") || isPacked(name);
    }

    static boolean isPacked(String name) {
        return name.endsWith(".ndjson.gz");
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
                InputStream in = isPacked(file.toString())
                        ? new GZIPInputStream(new BufferedInputStream(plain, BUFFER), BUFFER)
                        : plain) {
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
        Lines lines = new Lines(in);
        while (lines.readMore(reader)) {
            // goes on to the end
        }
    }

    /** Reads lines bit by bit; blank lines are none. */
    static final class Lines {
        private final InputStream in;
        private byte[] buffer = new byte[BUFFER];
        private int filled;
        private long number = 1;
        private boolean skipping;

        Lines(InputStream in) {
            this.in = in;
        }

        /** How many lines ended so far, blank ones too. */
        long ended() {
            return number - 1;
        }

        /** Hands on the lines that end in the next bytes; false once the last was handed on. */
        boolean readMore(LineReader reader) throws IOException {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                if (!skipping) {
                    line(buffer, 0, filled, number, reader);
                }
                return false;
            }
            int from = 0;
            int end = filled + read;
            for (int i = JsonBytes.find(buffer, filled, end, '\n');
                    i < end;
                    i = JsonBytes.find(buffer, from, end, '\n')) {
                if (!skipping) {
                    line(buffer, from, i, number, reader);
                }
                skipping = false;
                number++;
                from = i + 1;
            }
            filled = skipping ? 0 : end - from;
            System.arraycopy(buffer, from, buffer, 0, filled);
            if (filled == buffer.length && filled >= LONGEST_LINE) {
                reader.tooLong(number);
                skipping = true;
                filled = 0;
            } else if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            return true;
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
            reader.read(buffer, start, end, number);
        }
    }

    /** The kinds after which files are named, whether or not they hold a line. */
    List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        files.forEach(file -> kinds.add(kind(String.valueOf(file.getFileName()))));
        return kinds;
    }
}
