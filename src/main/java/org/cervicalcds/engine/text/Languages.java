package org.cervicalcds.engine.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;

/**
 * In which language a text is, and which words turn its statements round (docs/clinical.md, matching rule 7).
 *
 * <p>A text is read by the words of its own language: of the one that it says, else of the one that its words tell. Where neither tells,
 * and where only some words of its language are known, those of all languages count. A text that says to be in a language of which no
 * words are known is not read.
 */
public final class Languages {
    /** For texts in which nothing is ever negated. */
    public static final Languages NONE = new Languages(Map.of(), Set.of());

    /** Where a text may say that it is in no language or in several. */
    private static final Set<String> NOT_TOLD = Set.of("und", "mul", "mis", "zxx");

    /** So many words tell enough. */
    private static final int ENOUGH = 12;

    /** So many words of a text are looked at. */
    private static final int MOST_WORDS = 400;

    private final LanguageWords all;
    private final Map<String, LanguageWords> ofTexts = new HashMap<>();
    private final Set<String> known;
    private final String[] names;

    /** Which languages a word tells, a bit for each name. */
    private final Map<String, Integer> telling = new HashMap<>();

    private final Map<String, String> byThreeLetters = new HashMap<>();
    private final int longestTelling;

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
        ABBREVIATION,
        /** Tells that a text is in this language. */
        TELLING
    }

    /**
     * Puts the words of some languages together.
     *
     * @param words by language (ISO 639, small letters) and role; small letters, blanks between words. A question mark may stand among the
     *     negations
     * @param ofTexts languages whose words are complete enough to read a text by them alone, and to clear something by it
     */
    public Languages(Map<String, Map<Role, List<String>>> words, Collection<String> ofTexts) {
        Map<String, Map<Role, List<String>>> ordered = new LinkedHashMap<>(words);
        this.all = new LanguageWords(ordered.values());
        this.known = Set.copyOf(ordered.keySet());
        this.names = ordered.keySet().toArray(new String[0]);
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            byThreeLetters.put(threeLetters(name), name);
            int bit = 1 << i;
            Map<Role, List<String>> own = ordered.getOrDefault(name, Map.of());
            own.getOrDefault(Role.TELLING, List.of())
                    .forEach(word -> telling.merge(folded(word), bit, (one, other) -> one | other));
            if (ofTexts.contains(name)) {
                this.ofTexts.put(name, new LanguageWords(List.of(own)));
            }
        }
        this.longestTelling =
                telling.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    static String folded(String words) {
        return FoldedText.of(words.strip()).lower();
    }

    /** ISO 639-2 in the way of Java's tables; the code itself where they have none. */
    private static String threeLetters(String language) {
        try {
            return Locale.forLanguageTag(language).getISO3Language();
        } catch (MissingResourceException e) {
            return language;
        }
    }

    /** The languages of which some words are known. */
    public Set<String> known() {
        return known;
    }

    /** Says that the text is in a language of which words are known, or does not say in which it is. */
    boolean canRead(FreeText text) {
        String told = told(text);
        return told.isEmpty() || known.contains(told);
    }

    /** Says that what the text denies may clear something: it does not say that it is in a language that is read in part only. */
    boolean clears(FreeText text) {
        String told = told(text);
        return told.isEmpty() || ofTexts.containsKey(told);
    }

    /** The words by which a text is read. */
    LanguageWords of(FreeText text) {
        String told = told(text);
        if (told.isEmpty()) {
            told = ofTexts.size() == 1
                    ? ofTexts.keySet().iterator().next()
                    : toldByWords(text.folded().lower());
        }
        return ofTexts.getOrDefault(told, all);
    }

    /** The language that the text says, as it is named here; empty where it says none. */
    private String told(FreeText text) {
        String tag = text.language();
        int end = 0;
        while (end < tag.length() && Character.isLetter(tag.charAt(end))) {
            end++;
        }
        boolean isTag = end == tag.length() || end > 0 && "-_".indexOf(tag.charAt(end)) >= 0;
        if (end < 2 || end > 3 || !isTag) {
            return "";
        }
        String language = tag.substring(0, end).toLowerCase(Locale.ROOT);
        return NOT_TOLD.contains(language) ? "" : byThreeLetters.getOrDefault(language, language);
    }

    /** The language of which twice as many words stand in the text as of any other; empty where none is so far ahead. */
    private String toldByWords(String lower) {
        int[] counts = new int[names.length];
        int words = 0;
        int most = 0;
        for (int at = 0; at < lower.length() && words < MOST_WORDS && most < ENOUGH; ) {
            int end = Sentences.wordEnd(lower, at);
            if (end == at) {
                at++;
                continue;
            }
            words++;
            Integer bits = end - at > longestTelling ? null : telling.get(lower.substring(at, end));
            for (int i = 0; bits != null && i < counts.length; i++) {
                if ((bits & 1 << i) != 0) {
                    counts[i]++;
                    most = Math.max(most, counts[i]);
                }
            }
            at = end;
        }
        Set<String> near = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && 2 * counts[i] > most) {
                near.add(names[i]);
            }
        }
        return near.size() == 1 ? near.iterator().next() : "";
    }
}
