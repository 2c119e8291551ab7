package org.cervicalcds.fhir.reading;

import java.util.Arrays;
import org.cervicalcds.fhir.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * What was made of which bytes of a request lately, so that it is not made again: a record says the same systems, codes, names and days over
 * and over. A place in the table holds the last that fell on it.
 */
final class InternCache<T> {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int mask;
    private final int[] from;
    private final int[] to;
    private final @Nullable Object[] made;
    private byte[] source = {};

    /** A table of so many places, a power of two. */
    InternCache(int places) {
        this.mask = places - 1;
        this.from = new int[places];
        this.to = new int[places];
        this.made = new Object[places];
    }

    /** What was kept for the same bytes; null where nothing was. */
    @SuppressWarnings("unchecked")
    @Nullable
    T find(byte[] in, int start, int end) {
        if (in != source) {
            Arrays.fill(made, null);
            source = in;
            return null;
        }
        int place = hash(in, start, end) & mask;
        Object known = made[place];
        return known != null && Arrays.equals(in, from[place], to[place], in, start, end) ? (T) known : null;
    }

    /** Keeps what was made of these bytes. */
    void keep(byte[] in, int start, int end, T what) {
        if (in == source) {
            int place = hash(in, start, end) & mask;
            from[place] = start;
            to[place] = end;
            made[place] = what;
        }
    }

    /** Of the length and of the first, the middle and the last eight bytes. */
    static int hash(byte[] in, int start, int end) {
        int length = end - start;
        long hash;
        if (length >= Long.BYTES) {
            hash = JsonBytes.word(in, start) * MIX;
            hash = (hash ^ (hash >>> 29) ^ JsonBytes.word(in, start + (length - Long.BYTES) / 2)) * MIX;
            hash = (hash ^ (hash >>> 29) ^ JsonBytes.word(in, end - Long.BYTES)) * MIX;
        } else if (start + Long.BYTES <= in.length) {
            hash = (JsonBytes.word(in, start) & ((1L << (length * Byte.SIZE)) - 1)) * MIX;
        } else {
            hash = 0;
            for (int i = end - 1; i >= start; i--) {
                hash = hash << Byte.SIZE | (in[i] & 0xFF);
            }
            hash *= MIX;
        }
        hash = (hash ^ length) * MIX;
        return (int) (hash >>> 40);
    }
}
