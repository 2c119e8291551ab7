package org.cervicalcds.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.json.JsonNames;
import org.cervicalcds.fhir.reading.UnreadCodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** What must be known of a line to bring it to its patient; all else is passed over. Used again for the next line, for one thread. */
final class LineHead {
    private static final int NONE = -1;

    private String type = "";
    private byte[] text = {};
    private int from;
    private int to;

    private final Text id = new Text();
    private final Text subject = new Text();
    private int codeFrom = NONE;
    private int codeTo;
    private int componentsFrom = NONE;
    private int componentsTo;

    /** Something beside its code and its components may make an entry of it. */
    private boolean mayBeRead;

    /** A string of the line, which is made only where it is asked for. */
    private static final class Text {
        private int from = NONE;
        private int to;

        /** What it says where it has escapes; null where it is the characters as they stand. */
        private @Nullable String escaped;

        void clear() {
            from = NONE;
            escaped = null;
        }

        void read(JsonCursor in) {
            clear();
            if (in.currentToken() == JsonToken.VALUE_STRING) {
                from = in.from();
                to = in.to();
                escaped = in.isPlain() ? null : in.getString();
            } else {
                in.skipChildren();
            }
        }

        String in(byte[] text) {
            return from == NONE
                    ? ""
                    : escaped != null ? escaped : new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Reads a line to its end; of what no card reads only the type.
     *
     * @throws tools.jackson.core.JacksonException where it is not JSON
     */
    void read(byte[] bytes, int start, int end) {
        type = "";
        text = bytes;
        from = start;
        to = end;
        id.clear();
        subject.clear();
        codeFrom = NONE;
        componentsFrom = NONE;
        mayBeRead = false;
        JsonCursor in = new JsonCursor(bytes, start, end);
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "resourceType" -> {
                    type = word(in);
                    if (!type.isEmpty() && !isOfPatients() && !isMedication()) {
                        return;
                    }
                }
                case "id" -> id.read(in);
                case "subject", "patient" -> reference(in);
                case "code" -> {
                    mayBeRead |= codeFrom != NONE;
                    code(in);
                }
                case "component" -> {
                    mayBeRead |= componentsFrom != NONE || !in.currentToken().isStructStart();
                    componentsFrom = in.openedAt();
                    in.skipChildren();
                    componentsTo = in.offset();
                }
                case "valueString", "procedureCode" -> {
                    mayBeRead = true;
                    in.skipChildren();
                }
                default -> in.skipChildren();
            }
        }
        if (in.nextToken() != null) {
            type = "";
        }
    }

    /** Empty for what is not one resource. */
    String type() {
        return type;
    }

    boolean isOfPatients() {
        return ResourceLine.OF_PATIENTS.contains(type);
    }

    boolean isMedication() {
        return type.equals(ResourceLine.MEDICATION);
    }

    byte[] text() {
        return text;
    }

    int from() {
        return from;
    }

    int length() {
        return to - from;
    }

    /** The line in an array of its own. */
    byte[] copy() {
        return Arrays.copyOfRange(text, from, to);
    }

    /** Says that its codes tell that it makes no entry of any record. */
    boolean isUnread(UnreadCodes codes) {
        return codeFrom != NONE
                && !mayBeRead
                && UnreadCodes.TYPES.contains(type)
                && codes.isUnread(type, text, codeFrom, codeTo)
                && (componentsFrom == NONE || codes.areUnread(text, componentsFrom, componentsTo));
    }

    /** Says that it names its patient by the same characters as another line did, if it is of the same sort. */
    boolean isOwnedAs(boolean patient, byte[] name) {
        Text owner = owner();
        return isPatient() == patient
                && owner.from != NONE
                && Arrays.equals(name, 0, name.length, text, owner.from, owner.to);
    }

    /** Of the characters by which it names its patient. */
    int hashOfOwner() {
        Text owner = owner();
        int hash = 0;
        for (int i = owner.from; i < owner.to && i >= 0; i++) {
            hash = 31 * hash + text[i];
        }
        return hash ^ hash >>> 16;
    }

    /** The characters by which it names its patient. */
    byte[] ownerName() {
        Text owner = owner();
        return owner.from == NONE ? new byte[0] : Arrays.copyOfRange(text, owner.from, owner.to);
    }

    boolean isPatient() {
        return type.equals("Patient");
    }

    /** Bare id of the patient; null where none is named. */
    @Nullable
    String patient() {
        String name = owner().in(text);
        if (isPatient()) {
            return name.isEmpty() ? null : name;
        }
        FhirReference reference = FhirReference.of(name);
        boolean patient =
                switch (reference.form()) {
                    case TYPED -> reference.type().equals("Patient");
                    case BARE -> true;
                    case URN, CONTAINED, NONE -> false;
                };
        return patient ? reference.id() : null;
    }

    private Text owner() {
        return isPatient() ? id : subject;
    }

    private void reference(JsonCursor in) {
        subject.clear();
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("reference")) {
                subject.read(in);
            } else {
                in.skipChildren();
            }
        }
    }

    private void code(JsonCursor in) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            codeFrom = in.openedAt();
            in.skipChildren();
            codeTo = in.offset();
        } else {
            mayBeRead = true;
            in.skipChildren();
        }
    }

    private static String word(JsonCursor in) {
        if (in.currentToken() == JsonToken.VALUE_STRING && in.isPlain()) {
            return JsonNames.of(in.text(), in.from(), in.to());
        }
        return ResourceLine.text(in);
    }
}
