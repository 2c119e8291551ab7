package org.cervicalcds.engine.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The words that turn a statement round, of all languages that the content knows (docs/clinical.md, matching rule 7). */
public final class Languages {
    /** For texts in which nothing is ever negated. */
    public static final Languages NONE = new Languages(Map.of());

    private static final GuardWords[] NO_WORDS = {};

    private final Map<String, GuardWords[]> byFirstWord = new HashMap<>();
    private final boolean questionMarkNegates;

    /** What words do to a statement in their sentence. */
    public enum Role {
        /** Negates what follows: five words, in an image report up to the end of the list. */
        NEGATION,
        /** As a negation, but before a word of {@link #KEPT_AFTER_NOT} it reaches no further ("not displaced"). */
        NOT,
        /** Negates five words that follow. */
        NEGATION_OF_FEW,
        /** Negates the next word only. */
        NEGATION_OF_ONE,
        /** Negates five words that follow, unless it is turned round ("rule out"; "cannot rule out"). */
        EXCLUDING,
        /** Negates five words before it, unless it is turned round ("excluded"; "cannot be excluded"). */
        DISMISSAL,
        /** Turns round what dismisses or excludes right after it. */
        TURNING,
        /** May stand between a turning and what it turns round. */
        ADVERB,
        /** A disease of the family: up to the end of the sentence, also over a colon. */
        FAMILY_HISTORY,
        /** One of the family: five words, after a colon up to the end of the sentence. */
        RELATIVE,
        /** After a colon: what stands before it is not so. */
        ANSWER_NO,
        /** May follow a negation that is an answer ("Fracture: no evidence"). */
        ANSWER_GOES_ON,
        /** Ends a negated list. */
        LIST_END,
        /** Ends a negated list before a word of {@link #LIST_END_AFTER_AND}. */
        AND,
        LIST_END_AFTER_AND,
        /** What is negated is this, not what it is of ("no change in the fracture"). */
        HALF_NEGATION,
        HALF_NEGATION_OF,
        /** After a negation: tells neither that there is one nor that there is none ("no new fracture"). */
        NO_NEW,
        KEPT_AFTER_NOT,
        /** What is near it is only thought of. */
        DOUBT,
        /** A line that ends with it goes on in the next. */
        LINE_GOES_ON,
        /** The dots in it end no sentence ("v. a."). */
        ABBREVIATION
    }

    /** Words in a row, folded, with all that they do. */
    record GuardWords(String words, int count, int roles) {
        boolean is(Role role) {
            return (roles & 1 << role.ordinal()) != 0;
        }
    }

    /**
     * Puts the words of some languages together.
     *
     * @param words small letters, blanks between words; of each role. A question mark may stand among the negations
     */
    public Languages(Map<Role, List<String>> words) {
        Map<String, Integer> roles = new HashMap<>();
        words.forEach((role, list) -> {
            for (String each : list) {
                String folded = FoldedText.of(each.strip()).lower();
                roles.merge(folded, 1 << role.ordinal(), (one, other) -> one | other);
            }
        });
        questionMarkNegates = roles.remove("?") != null;
        Map<String, List<GuardWords>> lists = new HashMap<>();
        roles.forEach((text, bits) -> {
            int end = Sentences.wordEnd(text, 0);
            if (end > 0) {
                lists.computeIfAbsent(text.substring(0, end).toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                        .add(new GuardWords(text, Sentences.wordsIn(text), bits));
            }
        });
        lists.forEach((first, list) -> {
            list.sort(
                    Comparator.comparingInt((GuardWords guard) -> -guard.words().length()));
            byFirstWord.put(first, list.toArray(NO_WORDS));
        });
    }

    boolean questionMarkNegates() {
        return questionMarkNegates;
    }

    /** Words that begin with this one, the longest first. */
    GuardWords[] beginningWith(String word) {
        GuardWords[] found = byFirstWord.get(word);
        if (found == null && word.endsWith("'s")) {
            found = byFirstWord.get(word.substring(0, word.length() - 2));
        }
        return found == null ? NO_WORDS : found;
    }
}
