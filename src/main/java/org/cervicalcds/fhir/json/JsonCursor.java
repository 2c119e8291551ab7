package org.cervicalcds.fhir.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Steps over the tokens of one JSON text in UTF-8, strictly as RFC 8259 has it (CDSH-JSON-7). Faster than the library's parser because what is
 * passed over is not decoded; a test holds it against that parser.
 *
 * <p>Every method throws {@link tools.jackson.core.exc.StreamReadException} where the text is not well formed, with the line and column.
 */
public final class JsonCursor {
    private static final int MAX_DEPTH = 100;

    private final byte[] in;
    private final int limit;
    private final boolean[] isObject = new boolean[MAX_DEPTH + 1];
    private int depth;
    private int at;
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private String name = "";

    /** The scalar at hand: its first byte (of a string: behind the quotation mark), the byte behind its last, and what it holds. */
    private int from;

    private int to;
    private long kind;

    /** Stands before the first token. */
    public JsonCursor(byte[] text) {
        this(text, text.length);
    }

    /**
     * Stands before the first token of a text that is shorter than its array.
     *
     * @param limit the byte behind its last; what the array holds from there on is never read as text
     */
    public JsonCursor(byte[] text, int limit) {
        this(text, 0, limit);
    }

    /**
     * Stands before the first token of a text that is a part of an array.
     *
     * @param start its first byte; offsets are still those of the array
     * @param limit the byte behind its last
     */
    public JsonCursor(byte[] text, int start, int limit) {
        this.in = text;
        this.at = start;
        this.limit = limit;
    }

    /** The token at hand; {@link JsonToken#NOT_AVAILABLE} before the first and behind the last. */
    public JsonToken currentToken() {
        return token;
    }

    /** Where the token at hand starts, if it opens an object or a list. */
    public int openedAt() {
        return at - 1;
    }

    /** The offset behind the token at hand. */
    public int offset() {
        return at;
    }

    public byte[] text() {
        return in;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** The next token; null at the end of the text. As in the library, texts may follow one another. */
    public @Nullable JsonToken nextToken() {
        if (token == JsonToken.PROPERTY_NAME) {
            return value(significant());
        }
        if (depth == 0) {
            return top();
        }
        if (isObject[depth]) {
            return name() ? token : close(JsonToken.END_OBJECT);
        }
        int next = significant();
        if (next == ']') {
            return close(JsonToken.END_ARRAY);
        }
        if (token != JsonToken.START_ARRAY) {
            next = afterComma(next);
        }
        return value(next);
    }

    /** Steps to the next member's name and returns it; null at the end of the object, on which the cursor then stands. */
    public @Nullable String nextName() {
        if (name()) {
            return name;
        }
        close(JsonToken.END_OBJECT);
        return null;
    }

    private @Nullable JsonToken top() {
        while (at < limit && isSpace(in[at])) {
            at++;
        }
        if (at == limit) {
            token = JsonToken.NOT_AVAILABLE;
            return null;
        }
        return value(in[at]);
    }

    /** Reads a name and the colon behind it; false where the object ends. */
    private boolean name() {
        int next = significant();
        if (next == '}') {
            return false;
        }
        if (token != JsonToken.START_OBJECT) {
            next = afterComma(next);
        }
        if (next != '"') {
            throw JsonBytes.unexpected(in, at);
        }
        int start = at + 1;
        long end = JsonBytes.endOfString(in, limit, start);
        at = (int) end + 1;
        colon();
        name = end >= JsonBytes.ESCAPED
                ? JsonStrings.decoded(in, start, (int) end, end)
                : JsonNames.of(in, start, (int) end);
        token = JsonToken.PROPERTY_NAME;
        return true;
    }

    private void colon() {
        if (significant() != ':') {
            throw JsonBytes.unexpected(in, at);
        }
        at++;
    }

    private int afterComma(int next) {
        if (next != ',') {
            throw JsonBytes.unexpected(in, at);
        }
        at++;
        return significant();
    }

    private JsonToken close(JsonToken closing) {
        at++;
        depth--;
        token = closing;
        return closing;
    }

    private void open(boolean object) {
        at++;
        if (++depth > MAX_DEPTH) {
            throw JsonBytes.problem(in, at, "nested too deeply");
        }
        isObject[depth] = object;
    }

    /** Moves to the next byte that is no white space, and returns it. */
    private int significant() {
        at = significant(in, at);
        return in[at];
    }

    /** The place of the next byte that is no white space. */
    private int significant(byte[] text, int from) {
        for (int here = from; here < limit; here++) {
            byte b = text[here];
            if (b > ' ' || !isSpace(b)) {
                return here;
            }
        }
        throw JsonBytes.endsTooEarly(text, limit);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Reads the value that starts with the byte at hand. */
    private JsonToken value(int first) {
        JsonToken read =
                switch (first) {
                    case '"' -> {
                        string();
                        yield JsonToken.VALUE_STRING;
                    }
                    case '{' -> {
                        open(true);
                        yield JsonToken.START_OBJECT;
                    }
                    case '[' -> {
                        open(false);
                        yield JsonToken.START_ARRAY;
                    }
                    case 't' -> scalar(JsonBytes.endOfWord(in, limit, at, "true"), JsonToken.VALUE_TRUE);
                    case 'f' -> scalar(JsonBytes.endOfWord(in, limit, at, "false"), JsonToken.VALUE_FALSE);
                    case 'n' -> scalar(JsonBytes.endOfWord(in, limit, at, "null"), JsonToken.VALUE_NULL);
                    default -> number(first);
                };
        token = read;
        return read;
    }

    private void string() {
        from = at + 1;
        kind = JsonBytes.endOfString(in, limit, from);
        to = (int) kind;
        at = to + 1;
    }

    private JsonToken number(int first) {
        if (first != '-' && (first < '0' || first > '9')) {
            throw JsonBytes.unexpected(in, at);
        }
        int end = JsonBytes.endOfNumber(in, limit, at);
        for (int i = at; i < end; i++) {
            if (in[i] == '.' || (in[i] | 0x20) == 'e') {
                return scalar(end, JsonToken.VALUE_NUMBER_FLOAT);
            }
        }
        return scalar(end, JsonToken.VALUE_NUMBER_INT);
    }

    private JsonToken scalar(int end, JsonToken read) {
        if (end < limit && Character.isJavaIdentifierPart(in[end])) {
            throw JsonBytes.unexpected(in, end);
        }
        from = at;
        to = end;
        kind = end;
        at = end;
        return read;
    }

    /** The text of the name or scalar at hand; numbers as they are written. */
    public String getString() {
        return token == JsonToken.PROPERTY_NAME ? name : JsonStrings.decoded(in, from, to, kind);
    }

    /** Says that the string at hand is the same characters as its bytes. */
    public boolean isPlain() {
        return kind < JsonBytes.ESCAPED;
    }

    /** The string between two positions that were read from this cursor. */
    public String stringAt(int start, int end) {
        return JsonStrings.decoded(in, start, end, JsonBytes.endOfString(in, limit, start));
    }

    /** Goes to the end of the object or list that was just opened; anything else stays at hand. */
    public void skipChildren() {
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            skip(depth - 1, true);
        }
    }

    /** From behind a member's value to the end of the object that it is in. */
    public void skipMembers() {
        skip(depth - 1, false);
    }

    /** As {@link #skipMembers}; says which members of these names, in ASCII, were among those that were passed: a bit for each. */
    public int skipMembersPast(byte[]... wanted) {
        return skip(depth - 1, false, wanted);
    }

    /** Back to where an object was opened that has just ended; reads it once more. */
    public void reopen(int openedAt) {
        at = openedAt;
        open(true);
        token = JsonToken.START_OBJECT;
    }

    /**
     * @param outer depth at which to stop
     * @param wanted names of members to look for, of the object at hand
     * @return a bit for each that was there
     */
    private int skip(int outer, boolean justOpened, byte[]... wanted) {
        byte[] text = in;
        boolean first = justOpened;
        boolean object = isObject[depth];
        int found = 0;
        // Nearly every byte of a body is passed here: its place is a local variable, which the compiler keeps in a
        // register.
        int here = at;
        while (true) {
            here = significant(text, here);
            if (text[here] == (object ? '}' : ']')) {
                here++;
                if (--depth == outer) {
                    at = here;
                    token = object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
                    return found;
                }
                object = isObject[depth];
                first = false;
                continue;
            }
            if (!first) {
                here = significant(text, behind(',', here));
            }
            if (object) {
                int start = behind('"', here);
                here = (int) JsonBytes.endOfString(text, limit, start) + 1;
                for (int i = 0; depth == outer + 1 && i < wanted.length; i++) {
                    found |= isName(start, wanted[i]) ? 1 << i : 0;
                }
                here = significant(text, behind(':', significant(text, here)));
            }
            byte opening = text[here];
            first = opening == '{' || opening == '[';
            if (opening == '"') {
                here = (int) JsonBytes.endOfString(text, limit, here + 1) + 1;
            } else {
                at = here;
                value(opening);
                here = at;
                object = isObject[depth];
            }
        }
    }

    /** The place behind a mark that must stand here. */
    private int behind(char mark, int here) {
        if (in[here] != mark) {
            throw JsonBytes.unexpected(in, here);
        }
        return here + 1;
    }

    private boolean isName(int start, byte[] wanted) {
        int end = start + wanted.length;
        return end < limit && in[end] == '"' && Arrays.equals(in, start, end, wanted, 0, wanted.length);
    }
}
