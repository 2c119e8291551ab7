package org.cervicalcds.engine.text;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text in which what does not matter is alike (docs/clinical.md, matching rule 7): white space and line breaks inside a paragraph are one blank, a blank
 * line is one line break, a hyphen or dash between two words is a blank, composed and decomposed letters are the same.
 *
 * @param cased with upper and lower case as written
 * @param lower in lower case, letter by letter at the same places
 * @param lineStarts the places where a line began that now goes on after a blank
 */
record FoldedText(String cased, String lower, int[] lineStarts) {
    private static final int[] NO_LINES = {};

    /** Of accents on one letter more than so many say nothing, and sorting them costs time. */
    private static final int MOST_ACCENTS = 4;

    static FoldedText of(String written) {
        String text = isPlain(written) ? written : null;
        int[] lines = NO_LINES;
        if (text == null) {
            Folding folding = new Folding(composed(written));
            text = folding.text();
            lines = folding.lineStarts();
        }
        return new FoldedText(text, lower(text), lines);
    }

    /** As most texts of codes are: nothing to fold. */
    private static boolean isPlain(String text) {
        char before = 'x';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7f || c < ' ' || c == '-' || c == '`' || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != Character.toLowerCase(c)) {
                char[] letters = text.toCharArray();
                for (int k = i; k < letters.length; k++) {
                    letters[k] = Character.toLowerCase(letters[k]);
                }
                return new String(letters);
            }
        }
        return text;
    }

    /** Compatible characters as one (NFKC): no-break space, full-width letters, ligatures, letters with accents of their own. */
    private static String composed(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) < 0x80) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int accents = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            accents = isAccent(c) ? accents + 1 : 0;
            if (accents <= MOST_ACCENTS) {
                kept.appendCodePoint(c);
            }
        }
        return Normalizer.normalize(kept, Normalizer.Form.NFKC);
    }

    private static boolean isAccent(int c) {
        return c >= 0x300
                && switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }

    /** One pass over a text. */
    private static final class Folding {
        private final String from;
        private final StringBuilder to;
        private int[] lines = NO_LINES;
        private int lineCount;
        private int at;

        Folding(String from) {
            this.from = from;
            this.to = new StringBuilder(from.length());
            while (at < from.length()) {
                char c = from.charAt(at);
                if (isSpace(c)) {
                    space();
                } else if (isHyphen(c)) {
                    hyphen();
                } else {
                    if (c == '\u2019' || c == '\u2018' || c == '\u02bc' || c == '`') {
                        to.append('\'');
                    } else if (Character.getType(c) != Character.FORMAT) {
                        to.append(c);
                    }
                    at++;
                }
            }
        }

        String text() {
            return to.toString();
        }

        int[] lineStarts() {
            return Arrays.copyOf(lines, lineCount);
        }

        private static boolean isSpace(char c) {
            return c <= ' '
                    || c == 0x7f
                    || (c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85));
        }

        private static boolean isHyphen(char c) {
            return c == '-' || (c >= '\u2010' && c <= '\u2015') || c == '\u2212' || c == '\u2043';
        }

        private static boolean isBreak(char c) {
            return c == '\n' || c == '\r' || c == '\u2028' || c == 0x85 || c == 0x0b || c == 0x0c;
        }

        /** White space in a row: a blank, or a line break where a line is left empty. */
        private void space() {
            int breaks = 0;
            while (at < from.length() && isSpace(from.charAt(at))) {
                char c = from.charAt(at);
                if (c == '\u2029') {
                    breaks += 2;
                } else if (isBreak(c) && !(c == '\n' && at > 0 && from.charAt(at - 1) == '\r')) {
                    breaks++;
                }
                at++;
            }
            if (to.isEmpty() || at == from.length()) {
                return;
            }
            to.append(breaks > 1 ? '\n' : ' ');
            if (breaks == 1) {
                line();
            }
        }

        private void line() {
            if (lineCount == lines.length) {
                lines = Arrays.copyOf(lines, Math.max(8, 2 * lineCount));
            }
            lines[lineCount++] = to.length();
        }

        /** Between two words a blank, also where the line ends with it; elsewhere itself. */
        private void hyphen() {
            at++;
            boolean afterWord = !to.isEmpty() && Character.isLetterOrDigit(to.charAt(to.length() - 1));
            char next = at < from.length() ? from.charAt(at) : ' ';
            if (afterWord && Character.isLetterOrDigit(next)) {
                to.append(' ');
            } else if (!(afterWord && isBreak(next))) {
                to.append('-');
            }
        }
    }
}
