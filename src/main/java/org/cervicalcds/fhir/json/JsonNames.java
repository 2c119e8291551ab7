package org.cervicalcds.fhir.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of members, which are the same few in every text: what was read lately, by whomever, is not made again. */
public final class JsonNames {
    private static final int PLACES = 1024;
    private static final int LONGEST = 40;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final @Nullable Name[] LATELY = new Name[PLACES];

    private JsonNames() {}

    /** The first and the last eight bytes tell names apart that have no more than sixteen. */
    private record Name(long first, long last, byte[] bytes, String text) {
        boolean is(long start, long end, byte[] in, int from, int to) {
            int length = to - from;
            return first == start
                    && last == end
                    && bytes.length == length
                    && (length <= 2 * Long.BYTES || Arrays.equals(bytes, 0, length, in, from, to));
        }
    }

    public static String of(byte[] in, int from, int to) {
        int length = to - from;
        if (length > LONGEST || from + Long.BYTES > in.length) {
            return new String(in, from, length, StandardCharsets.ISO_8859_1);
        }
        long first = JsonBytes.word(in, from);
        long last = 0;
        if (length < Long.BYTES) {
            first &= (1L << (length * Byte.SIZE)) - 1;
        } else {
            last = JsonBytes.word(in, to - Long.BYTES);
        }
        int place = (int) ((first * MIX ^ (last + length)) * MIX >>> 54);
        Name known = LATELY[place];
        if (known != null && known.is(first, last, in, from, to)) {
            return known.text;
        }
        String text = new String(in, from, length, StandardCharsets.ISO_8859_1).intern();
        LATELY[place] = new Name(first, last, Arrays.copyOfRange(in, from, to), text);
        return text;
    }
}
