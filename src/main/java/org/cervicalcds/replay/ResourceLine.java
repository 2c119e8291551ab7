package org.cervicalcds.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.RecordReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** One line of a patient, as far as it must be known when it was and what it refers to: everything else is passed over. */
final class ResourceLine {
    /** What cards read of a patient; others are not looked into. */
    static final List<String> OF_PATIENTS = List.of(
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

    static final String MEDICATION = "Medication";

    private static final byte[] DRAFT = "draft".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_OF_A_NAME = 80;

    /** Of the others, the type alone is needed once it is known whose they are. */
    private static final Set<String> LOOKED_INTO = Set.of(
            "Encounter",
            "ServiceRequest",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationDispense",
            "MedicationAdministration");

    final String type;
    String id = "";
    String status = "";
    String encounterClass = "";

    /** Where an encounter took place: its service type, else its ward or site, else who provides it; empty where none is told. */
    String department = "";

    @Nullable
    String encounter;

    @Nullable
    String authoredOn;

    @Nullable
    String start;

    @Nullable
    String end;

    @Nullable
    String medication;

    private final byte[] text;
    private final int from;
    private final int to;
    private boolean looked;
    private int departmentRank;
    private int statusFrom;
    private int statusTo;

    private ResourceLine(String type, byte[] text, int from, int to) {
        this.type = type;
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** A resource of any kind, which is read. */
    static ResourceLine of(byte[] text) {
        ResourceLine line = new ResourceLine("", text, 0, text.length);
        line.read();
        return line;
    }

    /**
     * A line of which only the type is known so far; the rest once it is {@linkplain #look looked into}.
     *
     * @param text holds the line from {@code from} on, to before {@code to}; it must stay as it is while the line is used
     */
    static ResourceLine stored(String type, byte[] text, int from, int to) {
        return new ResourceLine(type, text, from, to);
    }

    /** Reads it, if it is of a kind of which more than the type is asked for. */
    ResourceLine look() {
        if (!looked && LOOKED_INTO.contains(type)) {
            read();
        }
        return this;
    }

    private void read() {
        looked = true;
        JsonCursor in = new JsonCursor(text, from, to);
        in.nextToken();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "id" -> id = text(in);
                case "status" -> status(in);
                case "encounter", "context" -> encounter = member(in, "reference");
                case "medicationReference" -> medication = member(in, "reference");
                case "authoredOn" -> authoredOn = text(in);
                case "period" -> period(in);
                case "class" -> {
                    String code = member(in, "code");
                    encounterClass = code == null ? "" : code;
                }
                case "serviceType" -> department(Departments.concept(in), 3);
                case "location" -> department(Departments.location(in), 2);
                case "serviceProvider" -> department(Departments.reference(in), 1);
                default -> in.skipChildren();
            }
        }
    }

    /** Gives it to the reader of a record. */
    void readBy(RecordReader reader) {
        JsonCursor in = new JsonCursor(text, from, to);
        if (in.nextToken() != null) {
            reader.read(in);
        }
    }

    /** Bare id of the encounter it belongs to; null where none is named. */
    @Nullable
    String encounterId() {
        FhirReference reference = FhirReference.of(encounter);
        return reference.form() == FhirReference.Form.TYPED && reference.type().equals("Encounter")
                ? reference.id()
                : null;
    }

    /** The order as it was before it was signed: a draft, whatever became of it. */
    byte[] asDraft() {
        if (statusTo == 0) {
            return Arrays.copyOfRange(text, from, to);
        }
        return ByteBuffer.allocate(to - from - (statusTo - statusFrom) + DRAFT.length)
                .put(text, from, statusFrom - from)
                .put(DRAFT)
                .put(text, statusTo, to - statusTo)
                .array();
    }

    private void department(String name, int rank) {
        if (rank > departmentRank && !name.isEmpty()) {
            department = name.length() > MOST_OF_A_NAME ? name.substring(0, MOST_OF_A_NAME) : name;
            departmentRank = rank;
        }
    }

    private void status(JsonCursor in) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            statusFrom = in.from();
            statusTo = in.to();
        }
        status = text(in);
    }

    private void period(JsonCursor in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "start" -> start = text(in);
                case "end" -> end = text(in);
                default -> in.skipChildren();
            }
        }
    }

    static String text(JsonCursor in) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getString();
        }
        in.skipChildren();
        return "";
    }

    private static @Nullable String member(JsonCursor in, String wanted) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return null;
        }
        String value = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals(wanted)) {
                value = text(in);
            } else {
                in.skipChildren();
            }
        }
        return value;
    }
}
