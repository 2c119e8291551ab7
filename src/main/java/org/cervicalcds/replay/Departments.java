package org.cervicalcds.replay;

import java.util.Set;
import org.cervicalcds.fhir.json.JsonCursor;
import tools.jackson.core.JsonToken;

/** Reads the names of places from an Encounter: exports differ in which of its elements they fill. */
final class Departments {
    /** Too small, or somebody's home (http://terminology.hl7.org/CodeSystem/location-physical-type). */
    private static final Set<String> NO_DEPARTMENT = Set.of("bd", "ro", "ho", "ve", "ca", "rd");

    private Departments() {}

    /** Words of a CodeableConcept, else the display of its first coding, else the code. */
    static String concept(JsonCursor in) {
        if (!isObject(in)) {
            return "";
        }
        String text = "";
        String coded = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken value = in.nextToken();
            if (name.equals("text")) {
                text = ResourceLine.text(in);
            } else if (name.equals("coding") && value == JsonToken.START_ARRAY) {
                while (isNextObject(in)) {
                    String one = either(in, "display", "code");
                    coded = coded.isEmpty() ? one : coded;
                }
            } else {
                in.skipChildren();
            }
        }
        return text.isEmpty() ? coded : text;
    }

    /** Name of what a Reference refers to, else the reference. */
    static String reference(JsonCursor in) {
        return isObject(in) ? either(in, "display", "reference") : "";
    }

    /** Name of the first place of Encounter.location that is not a bed, a room, a vehicle, a road or somebody's home. */
    static String location(JsonCursor in) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return "";
        }
        String first = "";
        while (isNextObject(in)) {
            String place = "";
            boolean department = true;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                switch (name) {
                    case "location" -> place = reference(in);
                    case "physicalType" -> department = !NO_DEPARTMENT.contains(code(in));
                    default -> in.skipChildren();
                }
            }
            first = first.isEmpty() && department ? place : first;
        }
        return first;
    }

    private static String code(JsonCursor in) {
        if (!isObject(in)) {
            return "";
        }
        String code = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (in.nextToken() == JsonToken.START_ARRAY && name.equals("coding")) {
                while (isNextObject(in)) {
                    code = either(in, "code", "display");
                }
            } else {
                in.skipChildren();
            }
        }
        return code;
    }

    /** Steps to the next object of the list at hand, over whatever else stands in it; false at its end. */
    static boolean isNextObject(JsonCursor in) {
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            if (next == JsonToken.START_OBJECT) {
                return true;
            }
            in.skipChildren();
        }
        return false;
    }

    private static boolean isObject(JsonCursor in) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        in.skipChildren();
        return false;
    }

    /** The text of one member of the object at hand, else that of another. */
    private static String either(JsonCursor in, String wanted, String other) {
        String first = "";
        String second = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals(wanted)) {
                first = ResourceLine.text(in);
            } else if (name.equals(other)) {
                second = ResourceLine.text(in);
            } else {
                in.skipChildren();
            }
        }
        return first.isEmpty() ? second : first;
    }
}
