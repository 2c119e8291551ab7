package org.cervicalcds.service.cdshooks.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.entries.RawJson;
import org.cervicalcds.fhir.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes a draft order as it came with one change: unknown members, order and the digits of numbers stay (CDSH-ACT-4). What FHIR R4 has as
 * a list and came as a single value goes out as a list, else a strict client refuses the whole answer.
 */
final class DraftUpdate {
    private static final String REPEAT = "/dosageInstruction/timing/repeat";
    private static final Set<String> BOUNDS = Set.of("boundsDuration", "boundsRange", "boundsPeriod");

    private final JsonParser in;
    private final JsonGenerator out;
    private final String type;
    private final Action.Change change;
    private int dosage = -1;

    private DraftUpdate(JsonParser in, JsonGenerator out, String type, Action.Change change) {
        this.in = in;
        this.out = out;
        this.type = type;
        this.change = change;
    }

    /** @param type resource type of the draft */
    static void write(RawJson raw, String type, Action.Change change, JsonGenerator out) {
        try (JsonParser in = Json.parser(Arrays.copyOfRange(raw.body(), raw.from(), raw.to()))) {
            in.nextToken();
            new DraftUpdate(in, out, type, change).resource();
        }
    }

    /** Copies the resource; the member that is changed is changed where it stands, or added at the end. */
    private void resource() {
        String member = change instanceof Action.AddNote ? "note" : "dispenseRequest";
        boolean found = false;
        out.writeStartObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (!name.equals(member)) {
                member(name, "");
            } else if (found) {
                in.skipChildren();
            } else {
                found = true;
                out.writeName(name);
                changed();
            }
        }
        if (!found) {
            out.writeName(member);
            added();
        }
        out.writeEndObject();
    }

    private void changed() {
        if (change instanceof Action.AddNote note) {
            withNote(note);
        } else if (change instanceof Action.LimitSupply limit) {
            limited(limit);
        }
    }

    private void added() {
        if (change instanceof Action.AddNote note) {
            out.writeStartArray();
            annotation(note);
            out.writeEndArray();
        } else if (change instanceof Action.LimitSupply limit) {
            out.writeStartObject();
            supply(limit);
            out.writeEndObject();
        }
    }

    /** Copies a member, unless it is null or empty: FHIR has no such members, and CDS Hooks sends none (CDSH-JSON-3). */
    private void member(String name, String path) {
        if (isTooLong(name, path)) {
            bounds(name);
            return;
        }
        boolean list = RepeatableElements.isList(path.isEmpty() ? type : null, name);
        String inside = path + "/" + name;
        switch (in.currentToken()) {
            case VALUE_NULL -> {}
            case START_ARRAY -> {
                if (in.nextToken() != JsonToken.END_ARRAY) {
                    out.writeName(name);
                    out.writeStartArray();
                    do {
                        element(inside);
                    } while (in.nextToken() != JsonToken.END_ARRAY);
                    out.writeEndArray();
                }
            }
            case START_OBJECT -> {
                if (inside.equals("/dosageInstruction")) {
                    dosage++;
                }
                String first = in.nextName();
                if (first != null) {
                    out.writeName(name);
                    open(list);
                    members(first, inside);
                    close(list);
                }
            }
            default -> {
                if (in.currentToken() != JsonToken.VALUE_STRING || in.getStringLength() > 0) {
                    out.writeName(name);
                    open(list);
                    out.copyCurrentEventExact(in);
                    close(list);
                }
            }
        }
    }

    private void open(boolean list) {
        if (list) {
            out.writeStartArray();
        }
    }

    private void close(boolean list) {
        if (list) {
            out.writeEndArray();
        }
    }

    private void members(String first, String path) {
        out.writeStartObject();
        for (@Nullable String name = first; name != null; name = in.nextName()) {
            in.nextToken();
            member(name, path);
        }
        out.writeEndObject();
    }

    /** An element of a list; a null in it may stand beside an extension and stays. */
    private void element(String path) {
        if (path.equals("/dosageInstruction")) {
            dosage++;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            out.copyCurrentStructureExact(in);
            return;
        }
        String first = in.nextName();
        if (first != null) {
            members(first, path);
        }
    }

    private boolean isTooLong(String name, String path) {
        return change instanceof Action.LimitSupply limit
                && limit.dosages().contains(dosage)
                && path.equals(REPEAT)
                && BOUNDS.contains(name);
    }

    /** The bounds of a dosage, shortened: a period ends earlier, everything else becomes so many days. */
    private void bounds(String name) {
        int days = change instanceof Action.LimitSupply limit ? limit.days() : 0;
        String start = null;
        if (name.equals("boundsPeriod") && in.currentToken() == JsonToken.START_OBJECT) {
            for (String part = in.nextName(); part != null; part = in.nextName()) {
                JsonToken token = in.nextToken();
                if (part.equals("start") && token == JsonToken.VALUE_STRING) {
                    start = in.getString().strip();
                } else {
                    in.skipChildren();
                }
            }
        } else {
            in.skipChildren();
        }
        String end = start == null ? null : lastDay(start, days);
        if (end == null) {
            out.writeName("boundsDuration");
            duration(days);
        } else {
            out.writeObjectPropertyStart("boundsPeriod");
            out.writeStringProperty("start", start);
            out.writeStringProperty("end", end);
            out.writeEndObject();
        }
    }

    private static @Nullable String lastDay(String start, int days) {
        try {
            return LocalDate.parse(start.length() > 10 ? start.substring(0, 10) : start)
                    .plusDays(days - 1L)
                    .toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void withNote(Action.AddNote note) {
        out.writeStartArray();
        if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                element("/note");
            }
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            element("/note");
        }
        annotation(note);
        out.writeEndArray();
    }

    private void annotation(Action.AddNote note) {
        out.writeStartObject();
        out.writeStringProperty("text", note.text());
        out.writeEndObject();
    }

    private void limited(Action.LimitSupply limit) {
        out.writeStartObject();
        if (in.currentToken() == JsonToken.START_OBJECT) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                switch (name) {
                    case "numberOfRepeatsAllowed", "expectedSupplyDuration" -> in.skipChildren();
                    case "quantity" -> quantity(limit);
                    default -> member(name, "/dispenseRequest");
                }
            }
        } else {
            in.skipChildren();
        }
        supply(limit);
        out.writeEndObject();
    }

    /** The quantity with another value; its unit stays. */
    private void quantity(Action.LimitSupply limit) {
        if (limit.quantity() == null || in.currentToken() != JsonToken.START_OBJECT) {
            member("quantity", "/dispenseRequest");
            return;
        }
        out.writeObjectPropertyStart("quantity");
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("value")) {
                in.skipChildren();
                out.writeNumberProperty("value", limit.quantity());
            } else {
                member(name, "/dispenseRequest/quantity");
            }
        }
        out.writeEndObject();
    }

    private void supply(Action.LimitSupply limit) {
        out.writeNumberProperty("numberOfRepeatsAllowed", 0);
        out.writeName("expectedSupplyDuration");
        duration(limit.days());
    }

    private void duration(int days) {
        out.writeStartObject();
        out.writeNumberProperty("value", days);
        out.writeStringProperty("unit", days == 1 ? "day" : "days");
        out.writeStringProperty("system", "http://unitsofmeasure.org");
        out.writeStringProperty("code", "d");
        out.writeEndObject();
    }
}
