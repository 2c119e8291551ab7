package org.cervicalcds.engine.text;

/**
 * Which groups of three letters a text may hold, as 256 bits: a look that costs next to nothing and tells of most texts that a phrase can't
 * stand in them. It may say yes where the text says no, never the other way round.
 */
final class LetterTriples {
    /** A longer text holds so many that the look tells nothing. */
    private static final int LONGEST = 1_000;

    private static final LetterTriples ANY = new LetterTriples(-1, -1, -1, -1);

    private long a;
    private long b;
    private long c;
    private long d;

    private LetterTriples(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** Of a text as it was written; letters beyond ASCII and long texts may hold anything. */
    static LetterTriples of(String text) {
        if (text.length() > LONGEST) {
            return ANY;
        }
        LetterTriples found = new LetterTriples(0, 0, 0, 0);
        int before = ' ';
        int last = ' ';
        for (int i = 0; i < text.length(); i++) {
            int here = text.charAt(i);
            if (here >= 0x80) {
                return ANY;
            }
            if (here >= 'A' && here <= 'Z') {
                here |= 0x20;
            } else if (!(here >= 'a' && here <= 'z') && !(here >= '0' && here <= '9')) {
                if (last == ' ') {
                    continue;
                }
                here = ' ';
            }
            found.add(before, last, here);
            before = last;
            last = here;
        }
        return found;
    }

    private void add(int first, int second, int third) {
        int place = (first * 961 + second * 31 + third) & 0xff;
        long bit = 1L << place;
        switch (place >>> 6) {
            case 0 -> a |= bit;
            case 1 -> b |= bit;
            case 2 -> c |= bit;
            default -> d |= bit;
        }
    }

    /** Whether a text with these may hold one with those. */
    boolean mayHold(LetterTriples those) {
        return (those.a & ~a) == 0 && (those.b & ~b) == 0 && (those.c & ~c) == 0 && (those.d & ~d) == 0;
    }

    /** Of letters somewhere in a text: small letters, digits and single blanks, at least three. */
    static LetterTriples within(String letters) {
        LetterTriples found = new LetterTriples(0, 0, 0, 0);
        for (int i = 2; i < letters.length(); i++) {
            found.add(letters.charAt(i - 2), letters.charAt(i - 1), letters.charAt(i));
        }
        return found;
    }
}
