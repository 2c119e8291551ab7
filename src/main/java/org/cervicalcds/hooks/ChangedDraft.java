package org.cervicalcds.hooks;

import java.util.Arrays;
import org.cervicalcds.cards.Action;
import org.cervicalcds.chart.RawJson;
import org.cervicalcds.fhir.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes a draft order as it came with one change: unknown members, order and the digits of numbers stay (CDSH-ACT-4). */
final class ChangedDraft {
    private ChangedDraft() {}

    static void write(RawJson raw, Action.Change change, JsonGenerator out) {
        try (JsonParser in = Json.parser(Arrays.copyOfRange(raw.body(), raw.from(), raw.to()))) {
            in.nextToken();
            if (change instanceof Action.AddNote note) {
                copy(in, out, "note", () -> withNote(in, note, out), () -> newNotes(note, out));
            } else if (change instanceof Action.LimitSupply limit) {
                copy(in, out, "dispenseRequest", () -> limited(in, limit, out), () -> newDispenseRequest(limit, out));
            }
        }
    }

    /** Copies an object; one member is changed where it stands, or added at the end. */
    private static void copy(JsonParser in, JsonGenerator out, String member, Runnable change, Runnable add) {
        boolean found = false;
        out.writeStartObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (!name.equals(member)) {
                member(name, in, out);
            } else if (found) {
                in.skipChildren();
            } else {
                found = true;
                out.writeName(name);
                change.run();
            }
        }
        if (!found) {
            out.writeName(member);
            add.run();
        }
        out.writeEndObject();
    }

    /** Copies a member, unless it is null or empty: FHIR has no such members, and CDS Hooks sends none (CDSH-JSON-3). */
    private static void member(String name, JsonParser in, JsonGenerator out) {
        switch (in.currentToken()) {
            case VALUE_NULL -> {}
            case START_ARRAY -> {
                if (in.nextToken() != JsonToken.END_ARRAY) {
                    out.writeName(name);
                    rest(in, out);
                }
            }
            case START_OBJECT -> {
                String first = in.nextName();
                if (first != null) {
                    out.writeName(name);
                    rest(first, in, out);
                }
            }
            default -> {
                if (in.currentToken() != JsonToken.VALUE_STRING || in.getStringLength() > 0) {
                    out.writeName(name);
                    out.copyCurrentEventExact(in);
                }
            }
        }
    }

    private static void rest(JsonParser in, JsonGenerator out) {
        out.writeStartArray();
        do {
            value(in, out);
        } while (in.nextToken() != JsonToken.END_ARRAY);
        out.writeEndArray();
    }

    private static void rest(String first, JsonParser in, JsonGenerator out) {
        out.writeStartObject();
        for (@Nullable String name = first; name != null; name = in.nextName()) {
            in.nextToken();
            member(name, in, out);
        }
        out.writeEndObject();
    }

    /** An element of a list; a null in it may stand beside an extension and stays. */
    private static void value(JsonParser in, JsonGenerator out) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            out.copyCurrentStructureExact(in);
            return;
        }
        String first = in.nextName();
        if (first != null) {
            rest(first, in, out);
        }
    }

    private static void withNote(JsonParser in, Action.AddNote note, JsonGenerator out) {
        out.writeStartArray();
        if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                value(in, out);
            }
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            value(in, out);
        }
        annotation(note, out);
        out.writeEndArray();
    }

    private static void newNotes(Action.AddNote note, JsonGenerator out) {
        out.writeStartArray();
        annotation(note, out);
        out.writeEndArray();
    }

    private static void annotation(Action.AddNote note, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("text", note.text());
        out.writeEndObject();
    }

    private static void limited(JsonParser in, Action.LimitSupply limit, JsonGenerator out) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            newDispenseRequest(limit, out);
            return;
        }
        out.writeStartObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("numberOfRepeatsAllowed") || name.equals("expectedSupplyDuration")) {
                in.skipChildren();
            } else {
                member(name, in, out);
            }
        }
        supply(limit, out);
        out.writeEndObject();
    }

    private static void newDispenseRequest(Action.LimitSupply limit, JsonGenerator out) {
        out.writeStartObject();
        supply(limit, out);
        out.writeEndObject();
    }

    private static void supply(Action.LimitSupply limit, JsonGenerator out) {
        out.writeNumberProperty("numberOfRepeatsAllowed", 0);
        out.writeObjectPropertyStart("expectedSupplyDuration");
        out.writeNumberProperty("value", limit.days());
        out.writeStringProperty("unit", limit.days() == 1 ? "day" : "days");
        out.writeStringProperty("system", "http://unitsofmeasure.org");
        out.writeStringProperty("code", "d");
        out.writeEndObject();
    }
}
