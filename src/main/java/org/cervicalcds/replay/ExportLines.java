package org.cervicalcds.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.engine.chart.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Says of each line of an export whose it is, hands it on, and counts it. For one thread. */
final class ExportLines {
    private static final int LONGEST_NAME = 40;

    private final Taker taker;
    private final Map<String, Long> used = new HashMap<>();
    private final Map<String, Long> notRead = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();
    private final Set<String> kinds = new TreeSet<>();
    private @Nullable String lastSubject;
    private @Nullable String lastPatient;
    private long lines;
    private long bytes;

    /** Where lines go; their bytes are used again. */
    interface Taker {
        void ofPatient(String patient, ResourceLine line) throws IOException;

        void medication(ResourceLine line) throws IOException;
    }

    ExportLines(Taker taker) {
        this.taker = taker;
    }

    /** Why a line is of no use; empty where it was taken, or is of a kind that no card reads. */
    String take(byte[] text, int from, int to) throws IOException {
        lines++;
        bytes += to - from;
        String reason = taken(text, from, to);
        if (!reason.isEmpty()) {
            dropped.merge(reason, 1L, Long::sum);
        }
        return reason;
    }

    /** Counts a line that could not be had; gives its reason back. */
    String lost(String reason) {
        lines++;
        lostInFile(reason);
        return reason;
    }

    /** Counts what could not be had and is not known to be a line. */
    void lostInFile(String reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    private String taken(byte[] text, int from, int to) throws IOException {
        ResourceLine line;
        try {
            line = ResourceLine.of(text, from, to);
        } catch (JacksonException e) {
            return "not JSON: " + e.getOriginalMessage();
        }
        if (line.type.isEmpty()) {
            return "not one resource";
        }
        if (line.type.equals(ResourceLine.MEDICATION)) {
            taker.medication(line);
        } else if (!line.isOfPatients()) {
            notRead.merge(line.type, 1L, Long::sum);
            return "";
        } else {
            String patient = patient(line);
            if (patient == null) {
                kinds.add(line.type);
                return line.type + (line.type.equals("Patient") ? " without an id" : " of no patient");
            }
            taker.ofPatient(patient, line);
        }
        used.merge(line.type, 1L, Long::sum);
        return "";
    }

    /** Lines of a patient follow one another: a subject that was there before is not looked at again. */
    private @Nullable String patient(ResourceLine line) {
        String subject = line.subject;
        if (subject == null || line.type.equals("Patient")) {
            return line.patient();
        }
        if (!subject.equals(lastSubject)) {
            lastPatient = line.patient();
            lastSubject = subject;
        }
        return lastPatient;
    }

    /** Counts of what was read, used and dropped. */
    Counts counts() {
        Counts counts = new Counts();
        counts.add(lines, "lines");
        counts.add(bytes, "bytes");
        used.forEach((type, number) -> counts.add(number, "used", type));
        notRead.forEach((type, number) ->
                counts.add(number, "not-read", type.length() > LONGEST_NAME ? "other" : type.replaceAll("\\s", " ")));
        dropped.forEach((reason, number) -> counts.add(number, "dropped", reason));
        return counts;
    }

    /** Resource types of which there was a line. */
    Set<String> kinds() {
        kinds.addAll(used.keySet());
        return kinds;
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
