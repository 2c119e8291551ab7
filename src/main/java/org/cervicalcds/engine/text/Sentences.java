package org.cervicalcds.engine.text;

import java.util.Arrays;
import org.cervicalcds.engine.text.Languages.Role;
import org.jspecify.annotations.Nullable;

/**
 * The words of a text with what their sentences say of them, each looked through once
 * (docs/clinical.md, matching rule 7): where a phrase that starts or ends at a
 * word does not count.
 */
final class Sentences {
    /** How many words away a negation or a dismissal still holds. */
    private static final int REACH = 5;

    /** The most letters of a word before the dot of an abbreviation. */
    private static final int LONGEST_ABBREVIATED = 5;

    /** The most words of a heading. */
    static final int HEADING_WORDS = 4;

    /** How far before a colon the family may be named. */
    private static final int FAMILY_WORDS = 6;

    private static final int NEGATED = 1;
    private static final int DISMISSED = 1 << 1;
    private static final int NEGATED_IN_LIST = 1 << 2;
    private static final int NEITHER = 1 << 3;
    private static final int DOUBTFUL = 1 << 4;
    private static final int CLAUSE = 1 << 5;
    private static final int QUESTIONED = 1 << 6;
    private static final int FAMILY_COLON = 1 << 7;

    private final FoldedText text;
    private final LanguageWords language;
    private int words;
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int[] sentenceOf = new int[16];
    private byte[] marks = new byte[16];
    private int sentences;
    private int[] firstWord = new int[4];
    private int[] starts = new int[4];
    private int[] ends = new int[4];
    private boolean[] colons = new boolean[4];
    private boolean[] guarded = {};

    private Sentences(FoldedText text, LanguageWords language) {
        this.text = text;
        this.language = language;
    }

    static Sentences of(FoldedText text, LanguageWords language) {
        Sentences read = new Sentences(text, language);
        read.new Cut().all();
        read.guarded = new boolean[read.sentences];
        return read;
    }

    /** What is said of a word; the negations of its sentence are looked for when the first of its words is asked for. */
    private int marks(int word) {
        int sentence = sentenceOf[word];
        if (!guarded[sentence]) {
            guarded[sentence] = true;
            new Guards(sentence).all();
            if (colons[sentence] && sentence + 1 < sentences) {
                answer(sentence);
            }
        }
        return marks[word];
    }

    FoldedText text() {
        return text;
    }

    int words() {
        return words;
    }

    int from(int word) {
        return from[word];
    }

    int to(int word) {
        return to[word];
    }

    int sentenceOf(int word) {
        return sentenceOf[word];
    }

    int sentences() {
        return sentences;
    }

    /** The first word of a sentence; for the number of sentences, the number of words. */
    int firstWord(int sentence) {
        return sentence == sentences ? words : firstWord[sentence];
    }

    int start(int sentence) {
        return starts[sentence];
    }

    int end(int sentence) {
        return ends[sentence];
    }

    boolean endsWithColon(int sentence) {
        return colons[sentence];
    }

    /** A phrase that starts here does not count. */
    boolean isNegated(int word) {
        return (marks(word) & NEGATED) != 0;
    }

    /** As {@link #isNegated}, where a negation reaches to the end of a list. */
    boolean isNegatedInList(int word) {
        return (marks(word) & NEGATED_IN_LIST) != 0;
    }

    /** A phrase that ends here does not count. */
    boolean isDismissed(int word) {
        return (marks(word) & DISMISSED) != 0;
    }

    /** In a report a phrase that starts here is neither said nor denied. */
    boolean isNeither(int word) {
        return (marks(word) & NEITHER) != 0;
    }

    boolean isDoubtful(int word) {
        return (marks(word) & DOUBTFUL) != 0;
    }

    /** The word in which a place lies or before which it lies next. */
    int wordUpTo(int place, int word) {
        int last = word;
        while (last + 1 < words && from[last + 1] < place) {
            last++;
        }
        return last;
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || (c >= 0x80 && Character.isLetterOrDigit(c))
                || (c >= 'A' && c <= 'Z');
    }

    /** Where the word ends that starts here; the place itself where none does. */
    static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && (isLetter(text.charAt(end)) || isEnding(text, start, end))) {
            end++;
        }
        return end;
    }

    /** The apostrophe of "can't" and "father's". */
    private static boolean isEnding(String text, int start, int at) {
        if (text.charAt(at) != '\'' || at == start || at + 1 == text.length()) {
            return false;
        }
        char next = text.charAt(at + 1);
        return (next == 't' || next == 's') && (at + 2 == text.length() || !isLetter(text.charAt(at + 2)));
    }

    static int wordsIn(String text) {
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int end = wordEnd(text, at);
            if (end > at) {
                count++;
                at = end;
            } else {
                at++;
            }
        }
        return count;
    }

    private String word(int word) {
        return text.lower().substring(from[word], to[word]);
    }

    /** The longest words of a role that start with this word and stay in its sentence; null for none. */
    private LanguageWords.@Nullable Entry guard(int word, Role role) {
        if (word >= words) {
            return null;
        }
        for (LanguageWords.Entry guard : language.beginningWith(word(word))) {
            if (guard.is(role) && stands(guard, word)) {
                return guard;
            }
        }
        return null;
    }

    private boolean is(int word, Role role) {
        return guard(word, role) != null;
    }

    private boolean stands(LanguageWords.Entry guard, int word) {
        String words = guard.words();
        int start = from[word];
        if (guard.count() == 1) {
            return true;
        }
        int end = start + words.length();
        return end <= ends[sentenceOf[word]]
                && text.lower().startsWith(words, start)
                && (end == text.lower().length() || !isLetter(text.lower().charAt(end)));
    }

    /** A colon and "no": what stands before it is not so. */
    private void answer(int sentence) {
        int answer = firstWord[sentence + 1];
        boolean says =
                is(answer, Role.DISMISSAL) || is(answer, Role.ANSWER_NO) && !isNegationOfMore(answer, sentence + 1);
        if (says) {
            for (int word = Math.max(firstWord[sentence], answer - REACH); word < answer; word++) {
                marks[word] |= DISMISSED;
            }
        }
    }

    /** "No" that negates what follows it, and is no answer: "Fracture: no displacement". */
    private boolean isNegationOfMore(int answer, int sentence) {
        int next = answer + 1;
        if (!is(answer, Role.NEGATION) || next >= firstWord(sentence + 1) || (marks[next] & CLAUSE) != 0) {
            return false;
        }
        boolean pause = text.lower().substring(to[answer], from[next]).indexOf(',') >= 0;
        return !pause && !is(next, Role.ANSWER_GOES_ON);
    }

    /** Cuts a text into sentences and words. */
    private final class Cut {
        private final String lower = text.lower();
        private final int[] lines = text.lineStarts();
        private final boolean hasSmallLetters = hasSmallLetters(text.cased());
        private int line;
        private int lineWord;
        private int linePlace;
        private int start;
        private int first;
        private int clause;

        void all() {
            int at = 0;
            while (at < lower.length()) {
                if (line < lines.length && lines[line] == at) {
                    line++;
                    line(at);
                }
                char c = lower.charAt(at);
                int end = isLetter(c) ? wordEnd(lower, at) : at;
                if (end > at) {
                    word(at, end);
                    at = end;
                    continue;
                }
                switch (c) {
                    case '.' -> {
                        if (!isBetweenDigits(at) && !isInAbbreviation(at)) {
                            end(at, false);
                        }
                    }
                    case ';', '!', '\n' -> end(at, false);
                    case '?' -> question(at);
                    case ':' -> colon(at);
                    default -> {}
                }
                at++;
            }
            end(lower.length(), false);
        }

        private void word(int begin, int end) {
            if (words == from.length) {
                int more = 2 * words;
                from = Arrays.copyOf(from, more);
                to = Arrays.copyOf(to, more);
                sentenceOf = Arrays.copyOf(sentenceOf, more);
                marks = Arrays.copyOf(marks, more);
            }
            from[words] = begin;
            to[words] = end;
            sentenceOf[words] = sentences;
            marks[words] |= (byte) clause;
            clause = 0;
            words++;
        }

        private void end(int place, boolean colon) {
            if (words > first) {
                if (sentences == firstWord.length) {
                    int more = 2 * sentences;
                    firstWord = Arrays.copyOf(firstWord, more);
                    starts = Arrays.copyOf(starts, more);
                    ends = Arrays.copyOf(ends, more);
                    colons = Arrays.copyOf(colons, more);
                }
                firstWord[sentences] = first;
                starts[sentences] = start;
                ends[sentences] = place;
                colons[sentences] = colon;
                sentences++;
                first = words;
            }
            start = place + 1;
            if (lower.length() > place && lower.charAt(place) == '\n') {
                lineWord = words;
                linePlace = place + 1;
            }
        }

        /** The dot belongs to an abbreviation that begins with the last word or the one before it. */
        private boolean isInAbbreviation(int at) {
            for (int word = words - 1; word >= Math.max(first, words - 2); word--) {
                if (to[word] - from[word] > LONGEST_ABBREVIATED) {
                    return false;
                }
                for (LanguageWords.Entry guard : language.beginningWith(Sentences.this.word(word))) {
                    if (guard.is(Role.ABBREVIATION)
                            && from[word] + guard.words().length() > at
                            && lower.startsWith(guard.words(), from[word])) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean isBetweenDigits(int at) {
            return at > 0
                    && at + 1 < lower.length()
                    && Character.isDigit(lower.charAt(at - 1))
                    && Character.isDigit(lower.charAt(at + 1));
        }

        /** After a word and before a new beginning it ends a question; elsewhere it puts in question what follows. */
        private void question(int at) {
            boolean afterWord = at > 0 && isLetter(lower.charAt(at - 1));
            boolean beforeBeginning = at + 2 >= lower.length()
                    || (lower.charAt(at + 1) == ' '
                            && Character.isUpperCase(text.cased().charAt(at + 2)));
            if (afterWord && beforeBeginning) {
                end(at, false);
            } else if (language.questionMarkNegates()) {
                clause |= QUESTIONED;
            }
        }

        private void colon(int at) {
            if (isBetweenDigits(at)) {
                return;
            }
            for (int word = Math.max(first, words - FAMILY_WORDS); word < words; word++) {
                if (isFamily(word, at)) {
                    clause |= FAMILY_COLON;
                    return;
                }
            }
            if (lineWord > first && words > lineWord && words - lineWord <= HEADING_WORDS) {
                end(linePlace - 1, false);
                start = linePlace;
                for (int word = lineWord; word < words; word++) {
                    sentenceOf[word] = sentences;
                }
                first = lineWord;
            }
            end(at, true);
        }

        private boolean isFamily(int word, int colon) {
            for (LanguageWords.Entry guard : language.beginningWith(Sentences.this.word(word))) {
                if ((guard.is(Role.FAMILY_HISTORY) || guard.is(Role.RELATIVE))
                        && (guard.count() == 1 || lower.startsWith(guard.words(), from[word]))) {
                    return from[word] + guard.words().length() <= colon;
                }
            }
            return false;
        }

        private void line(int at) {
            lineWord = words;
            linePlace = at;
            char c = lower.charAt(at);
            boolean bullet = !isLetter(c) && "-*\u2022\u00b7\u25cf\u25aa".indexOf(c) >= 0;
            if (bullet) {
                end(at, false);
                start = at;
            } else if (hasSmallLetters
                    && Character.isUpperCase(text.cased().charAt(at))
                    && words > first
                    && (clause & FAMILY_COLON) == 0
                    && (isAnswer() || !goesOn(words - 1))) {
                clause |= CLAUSE;
            }
        }

        /** One word after a colon: what a form was filled in with. */
        private boolean isAnswer() {
            return words - 1 == first && sentences > 0 && colons[sentences - 1];
        }

        private boolean goesOn(int word) {
            for (LanguageWords.Entry guard : language.beginningWith(Sentences.this.word(word))) {
                if (guard.is(Role.LINE_GOES_ON) && guard.count() == 1) {
                    return true;
                }
            }
            return false;
        }

        private static boolean hasSmallLetters(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isLowerCase(text.charAt(i))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Marks the words of one sentence, from left to right. */
    private final class Guards {
        private final int first;
        private final int last;
        private int clause;
        private int negatedTo = -1;
        private int negatedInReportTo = -1;
        private int listFrom = -1;
        private int list;
        private int turned = -1;

        Guards(int sentence) {
            this.first = firstWord(sentence);
            this.last = firstWord(sentence + 1) - 1;
            this.clause = first;
        }

        void all() {
            for (int word = first; word <= last; word++) {
                int mark = marks[word];
                if ((mark & CLAUSE) != 0) {
                    clause = word;
                    negatedTo = -1;
                    negatedInReportTo = -1;
                    list = 0;
                }
                if ((mark & QUESTIONED) != 0) {
                    few(word - 1, REACH);
                }
                LanguageWords.Entry[] guards = language.beginningWith(word(word));
                if (list != 0 && guards.length > 0 && endsList(word)) {
                    list = 0;
                }
                mark(word);
                for (LanguageWords.Entry guard : guards) {
                    if (stands(guard, word)) {
                        take(guard, word);
                    }
                }
            }
        }

        private void mark(int word) {
            int mark = word <= negatedTo ? NEGATED : 0;
            if (word <= negatedInReportTo || (list == NEGATED_IN_LIST && word >= listFrom)) {
                mark |= NEGATED_IN_LIST;
            }
            if (list == NEITHER && word >= listFrom) {
                mark |= NEITHER;
            }
            marks[word] |= (byte) mark;
        }

        private boolean endsList(int word) {
            return is(word, Role.LIST_END)
                    || (is(word, Role.AND) && word < last && is(word + 1, Role.LIST_END_AFTER_AND));
        }

        private void take(LanguageWords.Entry guard, int word) {
            int end = word + guard.count() - 1;
            if (guard.is(Role.NEGATION) && !turnsRound(end)) {
                negation(end, false);
            }
            if (guard.is(Role.NOT) && !turnsRound(end)) {
                negation(end, true);
            }
            if (guard.is(Role.NEGATION_OF_FEW) || guard.is(Role.RELATIVE)) {
                few(end, REACH);
            }
            if (guard.is(Role.NEGATION_OF_ONE)) {
                few(end, 1);
            }
            if (guard.is(Role.EXCLUDING) && !isTurned(word)) {
                few(end, REACH);
            }
            if (guard.is(Role.FAMILY_HISTORY) || (guard.is(Role.RELATIVE) && hasColonAfter(end))) {
                few(end, last - end);
            }
            if (guard.is(Role.DISMISSAL) && !isTurned(word)) {
                for (int before = Math.max(clause, word - REACH); before < word; before++) {
                    marks[before] |= DISMISSED;
                }
            }
            if (guard.is(Role.DOUBT)) {
                int to = Math.min(last, end + REACH);
                for (int near = Math.max(clause, word - REACH); near <= to; near++) {
                    marks[near] |= DOUBTFUL;
                }
            }
            if (guard.is(Role.TURNING)) {
                turned = Math.max(turned, end);
            }
        }

        private boolean hasColonAfter(int word) {
            for (int next = word + 1; next <= Math.min(last, word + FAMILY_WORDS); next++) {
                if ((marks[next] & FAMILY_COLON) != 0) {
                    return true;
                }
            }
            return false;
        }

        private boolean isTurned(int word) {
            return turned >= 0 && (turned == word - 1 || (turned == word - 2 && is(word - 1, Role.ADVERB)));
        }

        /** "Not" of "cannot be excluded", "not yet ruled out", "no se puede descartar": it negates nothing itself. */
        private boolean turnsRound(int end) {
            int next = end + 1;
            for (int words = 0; words < 3 && next <= last; words++, next++) {
                if (is(next, Role.DISMISSAL) || is(next, Role.EXCLUDING)) {
                    return isReachedByTurning(end, next);
                }
            }
            return false;
        }

        private boolean isReachedByTurning(int not, int guard) {
            for (int word = Math.max(first, not - 3); word <= not; word++) {
                LanguageWords.Entry turning = guard(word, Role.TURNING);
                if (turning != null) {
                    int end = word + turning.count() - 1;
                    if (end >= not && (end == guard - 1 || (end == guard - 2 && is(guard - 1, Role.ADVERB)))) {
                        return true;
                    }
                }
            }
            return false;
        }

        private void few(int end, int reach) {
            negatedTo = Math.max(negatedTo, end + reach);
            negatedInReportTo = Math.max(negatedInReportTo, end + reach);
        }

        private void negation(int end, boolean not) {
            negatedTo = Math.max(negatedTo, end + REACH);
            listFrom = end + 1;
            int kept = within(end + 1, Role.KEPT_AFTER_NOT)
                    ? end + 1
                    : within(end + 2, Role.KEPT_AFTER_NOT) ? end + 2 : -1;
            if (not && kept >= 0) {
                negatedInReportTo = Math.max(negatedInReportTo, kept);
                return;
            }
            int of = halfNegation(end);
            if (of >= 0) {
                negatedInReportTo = Math.max(negatedInReportTo, of - 1);
                list = 0;
                return;
            }
            boolean neither = within(end + 1, Role.NO_NEW) || within(end + 2, Role.NO_NEW);
            list = neither ? NEITHER : NEGATED_IN_LIST;
        }

        private boolean within(int word, Role role) {
            return word <= last && is(word, role);
        }

        /** The word "of" in "no change of"; -1 where none is. */
        private int halfNegation(int end) {
            int until = Math.min(last, end + REACH);
            for (int word = end + 1; word <= until; word++) {
                if (is(word, Role.HALF_NEGATION)) {
                    for (int of = word + 1; of <= Math.min(last, word + REACH - 1); of++) {
                        if (is(of, Role.HALF_NEGATION_OF)) {
                            return of;
                        }
                    }
                }
            }
            return -1;
        }
    }
}
