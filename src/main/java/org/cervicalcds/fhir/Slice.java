package org.cervicalcds.fhir;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A string that stands in a text and is made only if somebody wants it. */
final class Slice {
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
