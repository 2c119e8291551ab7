package org.cervicalcds.engine.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Phrases looked for in free text, outside negated sentences (docs/clinical.md, matching rule 7).
 *
 * <p>A match does not count when, in the same sentence, a negation stands within five words before it or a dismissal within five words
 * after it ("No fracture. Bamboo spine.": the bamboo spine counts; "fracture cannot be excluded" negates nothing). Time grows with the
 * length of the text only, whatever is written in it.
 */
public final class Wording {
    /** Stands in no text. */
    public static final Wording NONE = new Wording(List.of(), false, false, Languages.NONE);

    private final List<Entry> entries;
    private final Languages languages;
    private final boolean listsNegated;
    private final @Nullable Triggers triggers;

    private record Entry(
            Phrase phrase,
            @Nullable Phrase then,
            @Nullable Phrase notAbout,
            @Nullable Phrase unlessAbout,
            @Nullable Phrase neverAbout,
            @Nullable Triggers triggers) {}

    /**
     * A phrase as the content writes it: expressions made of whole words, case ignored.
     *
     * @param phrase what is looked for
     * @param then what must follow later in the same sentence; null for nothing
     * @param notAbout a sentence about this does not count …
     * @param unlessAbout … unless it is about this too
     * @param neverAbout a sentence about this never counts
     */
    public record Source(
            String phrase,
            @Nullable String then,
            @Nullable String notAbout,
            @Nullable String unlessAbout,
            @Nullable String neverAbout) {
        public static Source of(String phrase) {
            return new Source(phrase, null, null, null, null);
        }
    }

    /**
     * Compiles the phrases.
     *
     * @param stems the phrases are stems and need not be whole words
     * @param listsNegated a negation reaches to the end of a list, as in an image report
     * @throws java.util.regex.PatternSyntaxException where one is no expression that can be matched in linear time
     */
    public Wording(List<Source> sources, boolean stems, boolean listsNegated, Languages languages) {
        this.entries = sources.stream()
                .map(source -> new Entry(
                        new Phrase(source.phrase(), stems),
                        phrase(source.then()),
                        phrase(source.notAbout()),
                        phrase(source.unlessAbout()),
                        phrase(source.neverAbout()),
                        Triggers.of(List.of(PhraseSyntax.folded(source.phrase())))))
                .toList();
        this.languages = languages;
        this.listsNegated = listsNegated;
        this.triggers = Triggers.of(sources.stream()
                .map(source -> PhraseSyntax.folded(source.phrase()))
                .toList());
    }

    private static @Nullable Phrase phrase(@Nullable String expression) {
        return expression == null ? null : new Phrase(expression, false);
    }

    /** Says whether one of the phrases stands in the text and is not negated. */
    public boolean isIn(FreeText text) {
        return !text.isEmpty()
                && (triggers == null || triggers.mayBeIn(text))
                && languages.canRead(text)
                && isFoundIn(text, true);
    }

    /** Says that none of the phrases stands in the text as far as its language is known, and that it was read to its end. */
    public boolean isSurelyNotIn(FreeText text) {
        return !text.isCut() && !isIn(text);
    }

    /** Says that the text is read to its end, in a language of which words are known. */
    public boolean isReadWhole(FreeText text) {
        return !text.isCut() && languages.canRead(text);
    }

    /** Without a look at the triggers first. */
    boolean isFoundIn(FreeText text) {
        return isFoundIn(text, false);
    }

    private boolean isFoundIn(FreeText text, boolean withTriggers) {
        for (Entry entry : entries) {
            Triggers own = withTriggers ? entry.triggers() : null;
            boolean may = own == null || own.areIn(text.folded().lower());
            if (may && isFound(entry, own, text.sentences(languages))) {
                return true;
            }
        }
        return false;
    }

    /** Looks into the sentences that hold what the phrase is made of; a phrase never goes beyond its sentence. */
    private boolean isFound(Entry entry, @Nullable Triggers own, Sentences sentences) {
        Triggers.Places places = own == null ? null : own.in(sentences.text().lower());
        for (int sentence = 0; sentence < sentences.sentences(); sentence++) {
            int place = places == null ? 0 : places.next(sentences.start(sentence));
            if (place < 0) {
                return false;
            }
            if (place < sentences.end(sentence) && isFound(entry, sentences, sentence)) {
                return true;
            }
        }
        return false;
    }

    /** Every word is tried at most once, and the sentence looked through at most once more for what it is about. */
    private boolean isFound(Entry entry, Sentences sentences, int sentence) {
        boolean judged = false;
        int lastThen = -1;
        for (int word = sentences.firstWord(sentence); word < sentences.firstWord(sentence + 1); word++) {
            int end = entry.phrase().endAt(sentences, word);
            if (end < 0 || isNegated(sentences, word)) {
                continue;
            }
            if (!judged) {
                judged = true;
                if (!isMeant(entry, sentences, sentence)) {
                    return false;
                }
                lastThen = entry.then() == null ? -1 : lastThen(entry.then(), sentences, sentence);
            }
            if (entry.then() == null
                    ? !sentences.isDismissed(sentences.wordUpTo(end, word))
                    : lastThen >= 0 && sentences.from(lastThen) >= end) {
                return true;
            }
        }
        return false;
    }

    private boolean isNegated(Sentences sentences, int word) {
        return listsNegated ? sentences.isNegatedInList(word) || sentences.isNeither(word) : sentences.isNegated(word);
    }

    private static boolean isMeant(Entry entry, Sentences sentences, int sentence) {
        if (entry.neverAbout() != null && entry.neverAbout().isIn(sentences, sentence)) {
            return false;
        }
        return entry.notAbout() == null
                || !entry.notAbout().isIn(sentences, sentence)
                || (entry.unlessAbout() != null && entry.unlessAbout().isIn(sentences, sentence));
    }

    /** The last word of a sentence at which the second part stands and is not dismissed; -1 for none. */
    private static int lastThen(Phrase then, Sentences sentences, int sentence) {
        for (int word = sentences.firstWord(sentence + 1) - 1; word >= sentences.firstWord(sentence); word--) {
            int end = then.endAt(sentences, word);
            if (end >= 0 && !sentences.isDismissed(sentences.wordUpTo(end, word))) {
                return word;
            }
        }
        return -1;
    }
}
