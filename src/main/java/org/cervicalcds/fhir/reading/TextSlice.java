package org.cervicalcds.fhir.reading;

import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A string that stands in a text and is made only if somebody wants it. */
final class TextSlice {
    private @Nullable JsonCursor in;
    private int from;
    private int to;
    private @Nullable String made;

    void clear() {
        in = null;
        made = null;
    }

    /** Takes the value at hand, as {@link DataTypes#string} would read it. */
    void read(JsonCursor cursor) {
        clear();
        if (cursor.currentToken() == JsonToken.VALUE_STRING) {
            in = cursor;
            from = cursor.from();
            to = cursor.to();
        } else {
            made = DataTypes.string(cursor);
        }
    }

    /** Says that there is none, or an empty one. */
    boolean isEmpty() {
        return in == null ? made == null : from == to;
    }

    /** Says that it begins as a URN; without making the string where that is not so. */
    boolean isUrn() {
        JsonCursor cursor = in;
        return cursor == null
                ? made != null && FhirReference.isUrn(made)
                : to - from > 4
                        && isLetter(cursor.text()[from], 'u')
                        && isLetter(cursor.text()[from + 1], 'r')
                        && isLetter(cursor.text()[from + 2], 'n')
                        && cursor.text()[from + 3] == ':';
    }

    private static boolean isLetter(byte b, char small) {
        return (b | 0x20) == small;
    }

    /** The string; null for blank and for none. */
    @Nullable
    String text() {
        if (in != null) {
            String text = in.stringAt(from, to);
            made = text.isBlank() ? null : text;
            in = null;
        }
        return made;
    }
}
