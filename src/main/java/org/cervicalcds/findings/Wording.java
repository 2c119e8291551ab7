package org.cervicalcds.findings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Phrases looked for in free text, outside negated sentences.
 *
 * <p>A match does not count when, in the same sentence, a negation stands within five words before it or a dismissal within five words
 * after it ("No fracture. Bamboo spine.": the bamboo spine counts; "fracture cannot be excluded" negates nothing).
 */
public final class Wording {
    private static final int REACH = 5;
    private static final Pattern NEGATION_BEFORE = Pattern.compile(
            "(?<![\\w'])(?:no|not|without|denies|negative for|ruled out|rule out|r/o|family history)(?!\\w)|\\?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DISMISSAL_AFTER = Pattern.compile(
            "(?<!\\bcannot be )(?<!\\bcan['’]t be )(?<!\\bnot )\\b(?:ruled out|excluded|not seen)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("\\S+");

    private final List<Phrase> phrases;
    private final @Nullable Triggers triggers;

    /**
     * One phrase.
     *
     * @param pattern what is looked for
     * @param notAbout a sentence about this does not count …
     * @param unlessAbout … unless it is about this too
     */
    private record Phrase(Pattern pattern, @Nullable Pattern notAbout, @Nullable Pattern unlessAbout) {}

    /** A phrase as the content writes it: regular expressions, case ignored. */
    public record Source(String phrase, @Nullable String notAbout, @Nullable String unlessAbout) {}

    /**
     * Compiles the phrases.
     *
     * @param stems the phrases are stems and need not be whole words
     * @throws java.util.regex.PatternSyntaxException where one is no regular expression
     */
    public Wording(List<Source> sources, boolean stems) {
        this.phrases = sources.stream()
                .map(source -> new Phrase(
                        compile(stems ? source.phrase() : "(?<!non-)(?<!\\w)(?:" + source.phrase() + ")(?!\\w)"),
                        source.notAbout() == null ? null : compile(source.notAbout()),
                        source.unlessAbout() == null ? null : compile(source.unlessAbout())))
                .toList();
        this.triggers = Triggers.of(sources.stream().map(Source::phrase).toList());
    }

    private static Pattern compile(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** Says whether one of the phrases stands in the text and is not negated. */
    public boolean isIn(String text) {
        return isIn(text, triggers == null ? null : PlainText.lowerCase(text));
    }

    /** As {@link #isIn(String)} of what a concept says in words. */
    boolean isIn(Concept concept) {
        return isIn(concept.words(), concept.plainWords());
    }

    /** @param plain the text in lower case; null where it is not all ASCII, and so case is no plain matter */
    private boolean isIn(String text, @Nullable String plain) {
        if (text.isEmpty() || (plain != null && triggers != null && !triggers.anyIn(plain))) {
            return false;
        }
        return isFoundIn(text);
    }

    /** Without a look at the triggers first. */
    boolean isFoundIn(String text) {
        for (Phrase phrase : phrases) {
            Matcher matcher = phrase.pattern().matcher(text);
            while (matcher.find()) {
                if (counts(phrase, text, matcher.start(), matcher.end())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean counts(Phrase phrase, String text, int start, int end) {
        int from = sentenceStart(text, start);
        int to = sentenceEnd(text, end);
        if (phrase.notAbout() != null) {
            String sentence = text.substring(from, to);
            boolean alsoAbout = phrase.unlessAbout() != null
                    && phrase.unlessAbout().matcher(sentence).find();
            if (!alsoAbout && phrase.notAbout().matcher(sentence).find()) {
                return false;
            }
        }
        return !negatedBefore(text.substring(from, start)) && !dismissedAfter(text.substring(end, to));
    }

    private static boolean negatedBefore(String before) {
        int[] words = new int[REACH];
        int count = 0;
        Matcher word = WORD.matcher(before);
        while (word.find()) {
            words[count++ % REACH] = word.start();
        }
        int reach = count < REACH ? 0 : words[count % REACH];
        Matcher negation = NEGATION_BEFORE.matcher(before);
        while (negation.find()) {
            if (negation.end() > reach) {
                return true;
            }
        }
        return false;
    }

    private static boolean dismissedAfter(String after) {
        Matcher word = WORD.matcher(after);
        int reach = after.length();
        for (int i = 0; word.find(); i++) {
            if (i == REACH) {
                reach = word.start();
                break;
            }
        }
        Matcher dismissal = DISMISSAL_AFTER.matcher(after);
        return dismissal.find() && dismissal.start() < reach;
    }

    private static int sentenceStart(String text, int at) {
        for (int i = at - 1; i >= 0; i--) {
            if (endsSentence(text, i)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static int sentenceEnd(String text, int at) {
        for (int i = at; i < text.length(); i++) {
            if (endsSentence(text, i)) {
                return i;
            }
        }
        return text.length();
    }

    /** Full stop, semicolon, colon or line break; a full stop between digits ends nothing. */
    private static boolean endsSentence(String text, int i) {
        char c = text.charAt(i);
        if (c == '.') {
            return !(i > 0
                    && i + 1 < text.length()
                    && Character.isDigit(text.charAt(i - 1))
                    && Character.isDigit(text.charAt(i + 1)));
        }
        return c == ';' || c == ':' || c == '\n' || c == '\r';
    }
}
