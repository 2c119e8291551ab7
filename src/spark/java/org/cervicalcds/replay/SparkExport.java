package org.cervicalcds.replay;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.cervicalcds.fhir.json.JsonBytes;

/** The files of an export on any file system that Hadoop knows, cut into slices that are read beside each other. */
final class SparkExport {
    private static final int BUFFER = 1 << 16;

    private final TreeMap<String, LocatedFileStatus> files;
    private final boolean partial;

    private SparkExport(TreeMap<String, LocatedFileStatus> files, boolean partial) {
        this.files = files;
        this.partial = partial;
    }

    /**
     * The lines of a file that begin in a range of its bytes; a packed file is one slice.
     *
     * @param number from 0 on, in the order of files and then of their bytes
     * @param name of the file below the folder of the export
     */
    record Slice(int number, String file, String name, long from, long to) implements Serializable {
        /** Opens the file where the first of these lines begins; it ends behind the last of them. */
        InputStream open(Configuration hadoop) throws IOException {
            Path path = new Path(file);
            FSDataInputStream in = path.getFileSystem(hadoop).open(path, BUFFER);
            if (ExportFiles.isPacked(name)) {
                return new GZIPInputStream(new BufferedInputStream(in, BUFFER), BUFFER);
            }
            if (from > 0) {
                in.seek(from - 1);
            }
            return new SliceStream(in, from, to);
        }
    }

    /** @throws IllegalArgumentException where the folder holds no such file */
    static SparkExport in(String folder, Configuration hadoop) throws IOException {
        Path root = new Path(folder);
        FileSystem fileSystem = root.getFileSystem(hadoop);
        if (!fileSystem.exists(root) || !fileSystem.getFileStatus(root).isDirectory()) {
            throw new IllegalArgumentException(folder + " is not a folder");
        }
        String above = fileSystem.makeQualified(root).toString() + "/";
        TreeMap<String, LocatedFileStatus> files = new TreeMap<>();
        RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(root, true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            String name = file.getPath().toString().substring(above.length());
            if (ExportFiles.isExport(name)) {
                files.put(name, file);
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(folder + " holds no file that ends in .ndjson or .ndjson.gz");
        }
        Path manifest = new Path(root, ExportFiles.MANIFEST);
        boolean partial = false;
        if (fileSystem.exists(manifest)) {
            try (InputStream in = fileSystem.open(manifest)) {
                partial = ExportFiles.isPartial(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return new SparkExport(files, partial);
    }

    int files() {
        return files.size();
    }

    /** Of all files as they lie there. */
    long bytes() {
        return files.values().stream().mapToLong(LocatedFileStatus::getLen).sum();
    }

    /** Says that the manifest tells of errors, or that only what changed was exported. */
    boolean isPartial() {
        return partial;
    }

    /** The kinds after which files are named, whether or not they hold a line. */
    Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        files.values().forEach(file -> kinds.add(ExportFiles.kind(file.getPath().getName())));
        return kinds;
    }

    /** @param length of a slice in bytes, about */
    List<Slice> slices(long length) {
        List<Slice> slices = new ArrayList<>();
        files.forEach((name, file) -> {
            long size = file.getLen();
            long count = ExportFiles.isPacked(name) ? 1 : Math.max(1, (size + length - 1) / length);
            for (long i = 0; i < count; i++) {
                slices.add(new Slice(
                        slices.size(),
                        file.getPath().toString(),
                        name,
                        size / count * i,
                        i + 1 == count ? size : size / count * (i + 1)));
            }
        });
        return slices;
    }

    /** Leaves out the rest of a line that began before the slice, and ends with the line that began last in it. */
    private static final class SliceStream extends FilterInputStream {
        private final long to;
        private long at;
        private boolean within;
        private boolean ended;

        /** @param in stands on the byte before the slice, if there is one */
        SliceStream(InputStream in, long from, long to) {
            super(in);
            this.to = to;
            this.at = Math.max(0, from - 1);
            this.within = from == 0;
            this.ended = from >= to;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            while (!ended) {
                int read = super.read(buffer, offset, length);
                if (read < 0) {
                    break;
                }
                int start = offset;
                int end = offset + read;
                if (!within) {
                    int newline = JsonBytes.find(buffer, start, end, '\n');
                    within = newline < end;
                    start = within ? newline + 1 : end;
                    if (at + start - offset >= to) {
                        break;
                    }
                }
                if (at + read >= to) {
                    int last = Math.max(start, (int) (to - 1 - at) + offset);
                    int newline = JsonBytes.find(buffer, last, end, '\n');
                    ended = newline < end;
                    end = ended ? newline + 1 : end;
                }
                at += read;
                if (start < end) {
                    System.arraycopy(buffer, start, buffer, offset, end - start);
                    return end - start;
                }
            }
            ended = true;
            return -1;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
