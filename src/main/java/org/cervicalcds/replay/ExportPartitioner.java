package org.cervicalcds.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import org.cervicalcds.engine.chart.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Reads an export once and writes each line to the partition of its patient; says of every line that it drops why. */
final class ExportPartitioner {
    private static final Set<String> OF_PATIENTS = Set.of(
            "Patient",
            "Encounter",
            "Condition",
            "Observation",
            "DiagnosticReport",
            "Procedure",
            "ImagingStudy",
            "ServiceRequest",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationDispense",
            "MedicationAdministration");

    private final ExportFiles files;
    private final Counts counts = new Counts();
    private final Set<String> kinds = new TreeSet<>();

    ExportPartitioner(ExportFiles files) {
        this.files = files;
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
            for (Path file : files.all()) {
                read(file, out, drugs, complaints, progress);
            }
        }
    }

    private void read(
            Path file, Partition.Writer out, MedicationFile.Writer drugs, Writer complaints, LongConsumer progress)
            throws IOException {
        String name = files.name(file);
        try {
            ExportFiles.read(file, progress, new ExportFiles.LineReader() {
                @Override
                public void read(byte[] line, long number) throws IOException {
                    counts.count("lines");
                    counts.add(line.length, "bytes");
                    String reason = write(line, out, drugs);
                    if (!reason.isEmpty()) {
                        drop(number, reason);
                    }
                }

                @Override
                public void tooLong(long number) throws IOException {
                    counts.count("lines");
                    drop(number, "longer than 64 MB");
                }

                private void drop(long number, String reason) throws IOException {
                    counts.count("dropped", reason);
                    complaints.write(name + "\t" + number + "\t" + reason + "\n");
                }
            });
        } catch (ZipException | EOFException e) {
            counts.count("dropped", "rest of a file that is not packed properly");
            complaints.write(name + "\t0\tthe file is not packed properly from somewhere on\n");
        }
    }

    /** Why a line is of no use; empty where it was taken, or is of a kind that no card reads. */
    private String write(byte[] bytes, Partition.Writer out, MedicationFile.Writer drugs) throws IOException {
        ResourceLine line;
        try {
            line = ResourceLine.of(bytes);
        } catch (JacksonException e) {
            return "not JSON: " + e.getOriginalMessage();
        }
        if (line.type.isEmpty()) {
            return "not one resource";
        }
        if (line.type.equals("Medication")) {
            kinds.add(line.type);
            drugs.write(bytes);
            counts.count("used", line.type);
            return "";
        }
        if (!OF_PATIENTS.contains(line.type)) {
            counts.count("not-read", line.type.length() > 40 ? "other" : line.type.replaceAll("\\s", " "));
            return "";
        }
        kinds.add(line.type);
        String patient = line.patient();
        if (patient == null) {
            return line.type + (line.type.equals("Patient") ? " without an id" : " of no patient");
        }
        out.write(patient, bytes);
        counts.count("used", line.type);
        return "";
    }

    /** Type and id of the medications that one is made of. */
    static List<String> ingredients(byte[] medication) {
        List<String> references = new ArrayList<>();
        JsonCursor in = new JsonCursor(medication);
        in.nextToken();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (in.nextToken() == JsonToken.START_ARRAY && name.equals("ingredient")) {
                while (Departments.isNextObject(in)) {
                    ingredient(in, references);
                }
            } else {
                in.skipChildren();
            }
        }
        return references;
    }

    private static void ingredient(JsonCursor in, List<String> references) {
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (in.nextToken() == JsonToken.START_OBJECT && name.equals("itemReference")) {
                for (String member = in.nextName(); member != null; member = in.nextName()) {
                    if (in.nextToken() == JsonToken.VALUE_STRING && member.equals("reference")) {
                        references.add(FhirReference.of(in.getString()).key());
                    } else {
                        in.skipChildren();
                    }
                }
            } else {
                in.skipChildren();
            }
        }
    }
}
