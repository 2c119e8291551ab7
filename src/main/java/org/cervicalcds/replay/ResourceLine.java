package org.cervicalcds.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cervicalcds.engine.chart.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** One line of an export, as far as it must be known whose it is and when it was: everything else is passed over. */
final class ResourceLine {
    private static final int MOST_OF_A_NAME = 80;

    final byte[] bytes;
    String type = "";
    String id = "";
    String status = "";
    String encounterClass = "";

    /** Where an encounter took place: its service type, else its ward or site, else who provides it; empty where none is told. */
    String department = "";

    @Nullable
    String subject;

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

    private int departmentRank;
    private int statusFrom;
    private int statusTo;

    private ResourceLine(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a line to its end.
     *
     * @throws JacksonException where it is not exactly one JSON object
     */
    static ResourceLine of(byte[] bytes) {
        ResourceLine line = new ResourceLine(bytes);
        JsonCursor in = new JsonCursor(bytes);
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return line;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "resourceType" -> line.type = text(in);
                case "id" -> line.id = text(in);
                case "status" -> line.status(in);
                case "subject", "patient" -> line.subject = member(in, "reference");
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

    /** Bare id of the patient; null where none is named. */
    @Nullable
    String patient() {
        if (type.equals("Patient")) {
            return id.isEmpty() ? null : id;
        }
        FhirReference reference = FhirReference.of(subject);
        boolean patient =
                switch (reference.form()) {
                    case TYPED -> reference.type().equals("Patient");
                    case BARE -> true;
                    case URN, CONTAINED, NONE -> false;
                };
        return patient ? reference.id() : null;
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
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return new String(Arrays.copyOf(bytes, statusFrom), StandardCharsets.UTF_8) + "draft"
                + new String(bytes, statusTo, bytes.length - statusTo, StandardCharsets.UTF_8);
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
