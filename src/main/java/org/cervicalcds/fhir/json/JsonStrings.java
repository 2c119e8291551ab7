package org.cervicalcds.fhir.json;

import java.nio.charset.StandardCharsets;

/** Strings out of bytes. */
final class JsonStrings {
    private JsonStrings() {}

    /**
     * The string between two positions.
     *
     * @param kind what {@link JsonBytes#endOfString} said of it
     */
    static String decoded(byte[] in, int from, int to, long kind) {
        if (kind < JsonBytes.ESCAPED) {
            return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
        }
        return (kind & JsonBytes.ESCAPED) == 0
                ? new String(in, from, to - from, StandardCharsets.UTF_8)
                : unescaped(in, from, to);
    }

    private static String unescaped(byte[] in, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int run = at;
            while (at < to && in[at] != '\\') {
                at++;
            }
            text.append(new String(in, run, at - run, StandardCharsets.UTF_8));
            if (at < to) {
                at = escape(in, at + 1, text);
            }
        }
        return text.toString();
    }

    private static int escape(byte[] in, int at, StringBuilder text) {
        char c = (char) in[at];
        switch (c) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                int code = 0;
                for (int i = 1; i <= 4; i++) {
                    code = code << 4 | JsonBytes.hex(in[at + i]);
                }
                text.append((char) code);
                return at + 5;
            }
            default -> text.append(c);
        }
        return at + 1;
    }
}
