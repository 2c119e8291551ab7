package org.cervicalcds.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import org.cervicalcds.fhir.reading.UnreadCodes;

/** Reads an export once and writes each line to the partition of its patient; says of every line that it drops why. */
final class ExportPartitioner {
    static final String TOO_LONG = "longer than 64 MB";
    /** What is counted, and what is told of the file. */
    static final String BADLY_PACKED = "rest of a file that is not packed properly";

    static final String BADLY_PACKED_FILE = "the file is not packed properly from somewhere on";

    private final ExportFiles files;
    private final UnreadCodes codes;
    private final Counts counts = new Counts();
    private final Set<String> kinds = new TreeSet<>();

    ExportPartitioner(ExportFiles files, UnreadCodes codes) {
        this.files = files;
        this.codes = codes;
        kinds.addAll(files.kinds());
    }

    /** Counts of what was read, used and dropped. */
    Counts counts() {
        return counts;
    }

    /** Resource types that the export has a file or a line of. */
    Set<String> kinds() {
        return kinds;
    }

    /**
     * Writes the partitions.
     *
     * @param medications file for the Medication resources ({@link MedicationFile})
     * @param dropped a line for each line that is of no use: file, number, reason
     * @param progress takes how many bytes of the files were read, packed as they are, bit by bit
     */
    void write(List<Partition> partitions, Path medications, Path dropped, LongConsumer progress) throws IOException {
        try (Partition.Writer out = new Partition.Writer(partitions);
                MedicationFile.Writer drugs = new MedicationFile.Writer(medications);
                Writer complaints = Files.newBufferedWriter(dropped)) {
            complaints.write("file\tline\treason\n");
            ExportLines lines = new ExportLines(codes, new ExportLines.Taker() {
                @Override
                public void ofPatient(PatientKey patient, LineHead line) throws IOException {
                    out.write(patient, line);
                }

                @Override
                public void unread(PatientKey patient, int number) throws IOException {
                    out.writeUnread(patient, number);
                }

                @Override
                public void medication(LineHead line) throws IOException {
                    drugs.write(line.copy());
                }
            });
            for (Path file : files.all()) {
                read(file, lines, complaints, progress);
            }
            lines.end();
            counts.addAll(lines.counts());
            kinds.addAll(lines.kinds());
        }
    }

    private void read(Path file, ExportLines lines, Writer complaints, LongConsumer progress) throws IOException {
        String name = files.name(file);
        try {
            ExportFiles.read(file, progress, new ExportFiles.LineReader() {
                @Override
                public void read(byte[] text, int from, int to, long number) throws IOException {
                    drop(number, lines.take(text, from, to));
                }

                @Override
                public void tooLong(long number) throws IOException {
                    drop(number, lines.lost(TOO_LONG));
                }

                private void drop(long number, String reason) throws IOException {
                    if (!reason.isEmpty()) {
                        complaints.write(name + "\t" + number + "\t" + reason + "\n");
                    }
                }
            });
        } catch (ZipException | EOFException e) {
            lines.lostInFile(BADLY_PACKED);
            complaints.write(name + "\t0\t" + BADLY_PACKED_FILE + "\n");
        }
    }
}
