package org.cervicalcds.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.UnreadCodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Says of each line of an export whose it is, hands it on, and counts it. For one thread. */
final class ExportLines {
    private static final int LONGEST_NAME = 40;

    /** So many patients may take turns before one of them is looked up again. */
    private static final int OWNERS = 256;

    private final Taker taker;
    private final Map<String, Long> used = new HashMap<>();
    private final Map<String, Long> notRead = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();
    private final Set<String> kinds = new TreeSet<>();
    private final UnreadCodes codes;
    private final LineHead head = new LineHead();
    private final @Nullable Owner[] owners = new Owner[OWNERS];
    private long lines;
    private long bytes;

    /** Where lines go; their bytes are used again. */
    interface Taker {
        void ofPatient(PatientKey patient, LineHead line) throws IOException;

        /** So many lines of a patient make no entry of the record. */
        void unread(PatientKey patient, int lines) throws IOException;

        void medication(LineHead line) throws IOException;
    }

    /** A patient whose lines were seen lately, by what they call the patient. */
    private static final class Owner {
        private final boolean patientResource;
        private final byte[] name;
        private final @Nullable PatientKey patient;
        private int unread;

        Owner(LineHead line) {
            String id = line.patient();
            this.patientResource = line.isPatient();
            this.name = line.ownerName();
            this.patient = id == null ? null : PatientKey.of(id);
        }
    }

    ExportLines(UnreadCodes codes, Taker taker) {
        this.codes = codes;
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
        LineHead line = head;
        try {
            line.read(text, from, to);
        } catch (JacksonException e) {
            return "not JSON: " + e.getOriginalMessage();
        }
        String type = line.type();
        if (type.isEmpty()) {
            return "not one resource";
        }
        if (line.isMedication()) {
            taker.medication(line);
        } else if (!line.isOfPatients()) {
            notRead.merge(type, 1L, Long::sum);
            return "";
        } else {
            Owner owner = owner(line);
            PatientKey patient = owner.patient;
            if (patient == null) {
                kinds.add(type);
                return type + (line.isPatient() ? " without an id" : " of no patient");
            }
            if (line.isUnread(codes)) {
                owner.unread++;
            } else {
                taker.ofPatient(patient, line);
            }
        }
        used.merge(type, 1L, Long::sum);
        return "";
    }

    private Owner owner(LineHead line) throws IOException {
        int place = line.hashOfOwner() & OWNERS - 1;
        Owner known = owners[place];
        if (known != null && line.isOwnedAs(known.patientResource, known.name)) {
            return known;
        }
        tell(known);
        Owner owner = new Owner(line);
        owners[place] = owner;
        return owner;
    }

    private void tell(@Nullable Owner owner) throws IOException {
        if (owner != null && owner.patient != null && owner.unread > 0) {
            taker.unread(owner.patient, owner.unread);
            owner.unread = 0;
        }
    }

    /** Hands on what is counted by patient and was not handed on yet. */
    void end() throws IOException {
        for (Owner owner : owners) {
            tell(owner);
        }
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
