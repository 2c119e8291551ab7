package org.cervicalcds.fhir.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;

/** The scalars of RFC 8259 in an array of bytes: where each ends, and whether it is well formed. Strings are passed eight bytes at a time. */
public final class JsonBytes {
    /** Bits above the position that {@link #endOfString} returns. */
    static final long ESCAPED = 1L << 32;

    static final long NOT_ASCII = 1L << 33;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final int LONGEST_NUMBER = 1000;

    private JsonBytes() {}

    /** Eight bytes from a position, the first in the lowest bits. */
    public static long word(byte[] in, int at) {
        return (long) LONGS.get(in, at);
    }

    /** The first place of an ASCII character from {@code from} on; {@code to} where there is none before that. */
    public static int find(byte[] in, int from, int to, char wanted) {
        long pattern = wanted * ONES;
        int at = from;
        for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
            long difference = word(in, at) ^ pattern;
            long found = (difference - ONES) & ~difference & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && in[at] != wanted) {
            at++;
        }
        return at;
    }

    /**
     * The position of the quotation mark that ends a string, with {@link #ESCAPED} and {@link #NOT_ASCII} where they hold.
     *
     * @param end the byte behind the text; here and below, nothing is read from there on
     * @param from the first byte behind the opening mark
     */
    static long endOfString(byte[] in, int end, int from) {
        long kind = 0;
        int at = from;
        while (true) {
            at = nextSpecial(in, end, at);
            if (at >= end) {
                throw endsTooEarly(in, end);
            }
            byte b = in[at];
            if (b == '"') {
                return at | kind;
            }
            if (b == '\\') {
                kind |= ESCAPED;
                at = afterEscape(in, end, at);
            } else if (b < 0) {
                kind |= NOT_ASCII;
                at = afterCharacter(in, end, at);
            } else {
                throw unexpected(in, at);
            }
        }
    }

    /** The next byte that a string does not just hold: a mark, a backslash, a control character, a part of a longer character. */
    private static int nextSpecial(byte[] in, int end, int from) {
        int at = from;
        for (int last = end - Long.BYTES; at <= last; at += Long.BYTES) {
            long special = specialBytes(word(in, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (at < end && in[at] >= ' ' && in[at] != '"' && in[at] != '\\') {
            at++;
        }
        return at;
    }

    /** The high bit of the lowest special byte is set, and none below it. */
    private static long specialBytes(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((word - SPACES) & ~word) | word)
                & HIGH_BITS;
    }

    private static int afterEscape(byte[] in, int end, int backslash) {
        int at = backslash + 1;
        if (at >= end) {
            throw endsTooEarly(in, end);
        }
        switch (in[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 1;
            }
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (at + i >= end) {
                        throw endsTooEarly(in, end);
                    }
                    if (hex(in[at + i]) < 0) {
                        throw unexpected(in, at + i);
                    }
                }
                return at + 5;
            }
            default -> throw unexpected(in, at);
        }
    }

    /** The value of a hexadecimal digit; negative for what is none. */
    static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }

    /** A character of more than one byte in UTF-8: its length, and that as many bytes go on with it, as the library checks too. */
    private static int afterCharacter(byte[] in, int end, int at) {
        int more;
        if ((in[at] & 0xE0) == 0xC0) {
            more = 1;
        } else if ((in[at] & 0xF0) == 0xE0) {
            more = 2;
        } else if ((in[at] & 0xF8) == 0xF0) {
            more = 3;
        } else {
            throw unexpected(in, at);
        }
        for (int i = 1; i <= more; i++) {
            if (at + i >= end) {
                throw endsTooEarly(in, end);
            }
            if ((in[at + i] & 0xC0) != 0x80) {
                throw unexpected(in, at + i);
            }
        }
        return at + more + 1;
    }

    /** The first byte behind a number. */
    static int endOfNumber(byte[] in, int end, int from) {
        int at = in[from] == '-' ? from + 1 : from;
        if (at < end && in[at] == '0') {
            at++;
        } else {
            at = afterDigits(in, end, at);
        }
        if (at < end && in[at] == '.') {
            at = afterDigits(in, end, at + 1);
        }
        if (at < end && (in[at] | 0x20) == 'e') {
            at++;
            if (at < end && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            at = afterDigits(in, end, at);
        }
        if (at - from > LONGEST_NUMBER) {
            throw problem(in, at, "a number is too long");
        }
        return at;
    }

    private static int afterDigits(byte[] in, int end, int from) {
        int at = from;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw at == end ? endsTooEarly(in, end) : unexpected(in, at);
        }
        return at;
    }

    /** The first byte behind {@code true}, {@code false} or {@code null}. */
    static int endOfWord(byte[] in, int end, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (from + i >= end) {
                throw endsTooEarly(in, end);
            }
            if (in[from + i] != word.charAt(i)) {
                throw unexpected(in, from + i);
            }
        }
        return from + word.length();
    }

    static StreamReadException endsTooEarly(byte[] in, int end) {
        return problem(in, end, "the text ends too early");
    }

    static StreamReadException unexpected(byte[] in, int at) {
        return problem(in, at, "an unexpected character");
    }

    /** The problem and where it is; nothing of the text is quoted. */
    static StreamReadException problem(byte[] in, int at, String what) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (in[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new StreamReadException(null, what, new TokenStreamLocation(null, at, -1, line, at - start + 1));
    }
}
