package org.cervicalcds.engine.terminology;

import java.util.Arrays;

/** The value sets a coding or concept belongs to; immutable. */
public final class Memberships {
    public static final Memberships NONE = new Memberships(new long[0]);

    private final long[] words;

    private Memberships(long[] words) {
        this.words = words;
    }

    static Memberships of(int index) {
        long[] words = new long[(index >> 6) + 1];
        words[index >> 6] = 1L << index;
        return new Memberships(words);
    }

    public boolean in(ValueSet set) {
        return in(set.index());
    }

    boolean in(int index) {
        int word = index >> 6;
        return word < words.length && (words[word] & (1L << index)) != 0;
    }

    /** Says that the coding is in no value set: it is not known to the content. */
    public boolean isEmpty() {
        return words.length == 0;
    }

    /** Both together. */
    public Memberships or(Memberships other) {
        if (other.isEmpty() || other == this) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        long[] longer = words.length >= other.words.length ? words : other.words;
        long[] shorter = longer == words ? other.words : words;
        long[] both = longer.clone();
        for (int i = 0; i < shorter.length; i++) {
            both[i] |= shorter[i];
        }
        return new Memberships(both);
    }

    /** These without the others. */
    public Memberships without(Memberships others) {
        if (isEmpty() || others.isEmpty()) {
            return this;
        }
        long[] left = words.clone();
        int used = 0;
        for (int i = 0; i < left.length; i++) {
            if (i < others.words.length) {
                left[i] &= ~others.words[i];
            }
            if (left[i] != 0) {
                used = i + 1;
            }
        }
        return used == 0 ? NONE : new Memberships(used == left.length ? left : Arrays.copyOf(left, used));
    }

    /** The index of the first set that is not before the given one; negative where there is none. */
    public int next(int from) {
        int word = from >> 6;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & (-1L << from);
        while (rest == 0) {
            if (++word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }
}
