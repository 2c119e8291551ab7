package org.cervicalcds.engine.text;

import java.util.BitSet;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A phrase as the content writes it, made fit for folded text: small letters, a blank for a hyphen, {@code \w} for every letter.
 *
 * <p>What repeats without limit must stay inside a word ({@code \w*}): then a phrase looks at a few words only, and a search through a
 * text takes time that grows with its length only.
 */
final class PhraseSyntax {
    private final String phrase;
    private final boolean keepsCase;
    private final StringBuilder folded = new StringBuilder();
    private int at;

    /** The last element may stand for a blank or for more than one word. */
    private boolean maybeBlank;

    private PhraseSyntax(String phrase) {
        this.phrase = phrase;
        this.keepsCase = phrase.contains("(?-i");
    }

    /**
     * The expression for folded text.
     *
     * @throws PatternSyntaxException where it repeats without limit beyond a word, or has what cannot be matched in linear time
     */
    static String folded(String phrase) {
        PhraseSyntax syntax = new PhraseSyntax(phrase);
        while (syntax.at < phrase.length()) {
            syntax.element();
        }
        return syntax.folded.toString();
    }

    /** Says that upper and lower case matter in some part of it. */
    static boolean keepsCase(String phrase) {
        return phrase.contains("(?-i");
    }

    private void element() {
        char c = phrase.charAt(at);
        switch (c) {
            case '\\' -> escape(false);
            case '[' -> letterClass();
            case '(' -> opening();
            case ')' -> {
                folded.append(c);
                maybeBlank = true;
                at++;
            }
            case '*', '+' -> {
                refuseUnlimited();
                folded.append(c);
                at++;
            }
            case '{' -> counted();
            case '.' -> {
                folded.append(c);
                maybeBlank = true;
                at++;
            }
            case '-', ' ' -> {
                folded.append(' ');
                maybeBlank = true;
                at++;
            }
            case '|', '?', '^', '$' -> {
                folded.append(c);
                at++;
            }
            default -> {
                folded.append(keepsCase ? c : Character.toLowerCase(c == '\u2019' ? '\'' : c));
                maybeBlank = false;
                at++;
            }
        }
    }

    private void escape(boolean inClass) {
        if (at + 1 == phrase.length()) {
            throw problem("ends in a backslash");
        }
        char c = phrase.charAt(at + 1);
        switch (c) {
            case 'w' -> folded.append(inClass ? "\\pL\\pN_" : "[\\pL\\pN_]");
            case 'd', 'b' -> folded.append('\\').append(c);
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw problem("has \\" + c + "; of letters behind a backslash only \\w, \\d and \\b may be used");
                }
                folded.append('\\').append(c);
            }
        }
        maybeBlank = false;
        at += 2;
    }

    private void letterClass() {
        folded.append('[');
        at++;
        boolean blank = false;
        if (at < phrase.length() && phrase.charAt(at) == '^') {
            folded.append('^');
            at++;
            blank = true;
        }
        while (at < phrase.length() && phrase.charAt(at) != ']') {
            char c = phrase.charAt(at);
            if (c == '\\') {
                escape(true);
            } else if (c == '[') {
                throw problem("has a class inside a class");
            } else {
                boolean isHyphen = c == '-'
                        && (folded.charAt(folded.length() - 1) == '['
                                || at + 1 < phrase.length() && phrase.charAt(at + 1) == ']');
                blank |= isHyphen || c == ' ';
                folded.append(isHyphen ? ' ' : keepsCase ? c : Character.toLowerCase(c));
                at++;
            }
        }
        if (at == phrase.length()) {
            throw problem("has a class that does not end");
        }
        folded.append(']');
        at++;
        maybeBlank = blank;
    }

    private void opening() {
        folded.append('(');
        at++;
        if (at < phrase.length() && phrase.charAt(at) == '?') {
            int colon = phrase.indexOf(':', at);
            String flags = colon < 0 ? "" : phrase.substring(at + 1, colon);
            if (!flags.isEmpty() && !flags.equals("-i") || colon < 0) {
                throw problem("has a group that is neither plain nor (?: or (?-i:");
            }
            folded.append(phrase, at, colon + 1);
            at = colon + 1;
        } else {
            folded.append("?:");
        }
        maybeBlank = false;
    }

    private void counted() {
        int end = phrase.indexOf('}', at);
        if (end < 0 || !phrase.substring(at, end + 1).matches("\\{\\d{1,2}(,(\\d{1,2})?)?}")) {
            throw problem("counts with something other than {1}, {1,2} up to 99");
        }
        if (phrase.charAt(end - 1) == ',') {
            refuseUnlimited();
        }
        folded.append(phrase, at, end + 1);
        at = end + 1;
    }

    private void refuseUnlimited() {
        if (maybeBlank) {
            throw problem(
                    "repeats more than a word without limit; use {0,3} with words, or 'then' for what follows later in the sentence");
        }
    }

    private PatternSyntaxException problem(String what) {
        return new PatternSyntaxException(what, phrase, at);
    }

    /** The characters with which a match of a folded expression can begin; null where that is not plain. */
    static @Nullable BitSet beginnings(String folded) {
        BitSet found = new BitSet(128);
        return new Beginnings(folded, found).alternatives(0) < 0 ? null : found;
    }

    /** Reads the first element of each alternative. */
    private record Beginnings(String folded, BitSet found) {

        /** Reads up to the end of the group or text and gives the place after it; -1 where the beginning is not plain. */
        int alternatives(int start) {
            int at = start;
            while (true) {
                int next = first(at);
                if (next < 0) {
                    return -1;
                }
                at = next;
                int depth = 0;
                while (at < folded.length()) {
                    char c = folded.charAt(at);
                    if (c == '\\') {
                        at++;
                    } else if (c == '[') {
                        at = folded.indexOf(']', at);
                    } else if (c == '(') {
                        depth++;
                    } else if (c == ')' && depth-- == 0) {
                        return at + 1;
                    } else if (c == '|' && depth == 0) {
                        break;
                    }
                    at++;
                }
                if (at >= folded.length()) {
                    return at;
                }
                at++;
            }
        }

        /** Reads one element; where it may be missing also the next. */
        private int first(int start) {
            if (start >= folded.length()) {
                return -1;
            }
            char c = folded.charAt(start);
            int end;
            if (c == '(') {
                int colon = folded.indexOf(':', start);
                end = colon < 0 ? -1 : alternatives(colon + 1);
            } else if (c == '[') {
                end = letters(start);
            } else if (c < 0x80 && Character.isLetterOrDigit(c)) {
                found.set(Character.toLowerCase(c));
                end = start + 1;
            } else {
                return -1;
            }
            if (end < 0 || end >= folded.length()) {
                return end;
            }
            boolean maybeMissing = "?*".indexOf(folded.charAt(end)) >= 0 || folded.startsWith("{0", end);
            if (!maybeMissing) {
                return end;
            }
            int after = folded.charAt(end) == '{' ? folded.indexOf('}', end) + 1 : end + 1;
            return first(after);
        }

        private int letters(int start) {
            int end = folded.indexOf(']', start);
            for (int i = start + 1; i < end; i++) {
                char c = folded.charAt(i);
                boolean isRange = c == '-';
                if (c >= 0x80 || isRange || !Character.isLetterOrDigit(c)) {
                    return -1;
                }
                found.set(Character.toLowerCase(c));
            }
            return end + 1;
        }
    }
}
