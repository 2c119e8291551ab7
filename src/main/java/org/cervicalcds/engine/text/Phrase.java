package org.cervicalcds.engine.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.BitSet;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** One expression, tried at the beginnings of words: each try looks at a few words only, and RE2 reads each letter of them once. */
final class Phrase {
    private final Pattern pattern;
    private final boolean keepsCase;
    private final @Nullable BitSet beginnings;

    /**
     * Compiles an expression.
     *
     * @param stem it may stand anywhere in a word; else it is made of whole words
     */
    Phrase(String expression, boolean stem) {
        String folded = PhraseSyntax.folded(expression);
        keepsCase = PhraseSyntax.keepsCase(expression);
        beginnings = stem ? null : PhraseSyntax.beginnings(folded);
        // Without the \\A, RE2 would look for the first letters far behind the place.
        String whole = stem ? "\\A[\\pL\\pN_]*(?:" + folded + ")" : "\\A(?:" + folded + ")(?:[^\\pL\\pN_]|$)";
        try {
            pattern = Pattern.compile(whole, keepsCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new PatternSyntaxException(e.getDescription(), expression, -1);
        }
    }

    boolean mayBeginWith(char lower) {
        return beginnings == null || lower >= 0x80 || beginnings.get(lower);
    }

    /** Where the phrase ends that begins at a word, in its sentence; -1 where none does. */
    int endAt(Sentences sentences, int word) {
        FoldedText text = sentences.text();
        int from = sentences.from(word);
        if (!mayBeginWith(text.lower().charAt(from))) {
            return -1;
        }
        int to = sentences.end(sentences.sentenceOf(word));
        Matcher matcher = pattern.matcher(new Slice(keepsCase ? text.cased() : text.lower(), from, to));
        if (!matcher.lookingAt()) {
            return -1;
        }
        return from + matcher.end();
    }

    /** Whether it stands anywhere in a sentence, negated or not. */
    boolean isIn(Sentences sentences, int sentence) {
        for (int word = sentences.firstWord(sentence); word < sentences.firstWord(sentence + 1); word++) {
            if (endAt(sentences, word) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** A part of a text, not copied. */
    private record Slice(String text, int from, int to) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Slice(text, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
