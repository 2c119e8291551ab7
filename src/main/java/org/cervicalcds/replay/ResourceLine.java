package org.cervicalcds.replay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.RecordReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** One line of an export, as far as it must be known whose it is and when it was: everything else is passed over. */
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

    private static final int MOST_OF_A_NAME = 80;

    /** Of the others, the type alone is needed once it is known whose they are. */
    private static final Set<String> LOOKED_INTO = Set.of(
            "Encounter",
            "ServiceRequest",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationDispense",
            "MedicationAdministration");

    String type = "";
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
    private int departmentRank;
    private int statusFrom;
    private int statusTo;

    private ResourceLine(byte[] text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** As {@link #of(byte[], int, int)}, of a whole array. */
    static ResourceLine of(byte[] text) {
        return of(text, 0, text.length);
    }

    /**
     * Reads a line to its end; of what no card reads only the type.
     *
     * @param text holds the line from {@code from} on, to before {@code to}; it must stay as it is while the line is used
     * @throws JacksonException where it is not exactly one JSON object
     */
    static ResourceLine of(byte[] text, int from, int to) {
        ResourceLine line = new ResourceLine(text, from, to);
        JsonCursor in = new JsonCursor(text, from, to);
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return line;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "resourceType" -> line.type = text(in);
                case "id" -> line.id = text(in);
                case "status" -> line.status(in);
                case "encounter", "context" -> line.encounter = member(in, "reference");
                case "medicationReference" -> line.medication = member(in, "reference");
                case "authoredOn" -> line.authoredOn = text(in);
                case "period" -> line.period(in);
                case "class" -> {
                    String code = member(in, "code");
                    line.encounterClass = code == null ? "" : code;
                }
                case "serviceType" -> line.department(Departments.concept(in), 3);
                case "location" -> line.department(Departments.location(in), 2);
                case "serviceProvider" -> line.department(Departments.reference(in), 1);
                default -> in.skipChildren();
            }
        }
        if (in.nextToken() != null) {
            line.type = "";
        }
        return line;
    }

    /** A line that was read before; its type was kept. */
    static ResourceLine stored(String type, byte[] text, int from, int to) {
        if (LOOKED_INTO.contains(type)) {
            return of(text, from, to);
        }
        ResourceLine line = new ResourceLine(text, from, to);
        line.type = type;
        return line;
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
    String asDraft() {
        if (statusTo == 0) {
            return new String(text, from, to - from, StandardCharsets.UTF_8);
        }
        return new String(text, from, statusFrom - from, StandardCharsets.UTF_8) + "draft"
                + new String(text, statusTo, to - statusTo, StandardCharsets.UTF_8);
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
