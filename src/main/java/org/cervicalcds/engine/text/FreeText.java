package org.cervicalcds.engine.text;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Words that people wrote into a record. What a search needs is prepared when it is first asked for, and then kept: letters are folded
 * once ({@link FoldedText}), sentences are cut and their negations found once ({@link Sentences}).
 *
 * <p>Not safe for use by several threads at once; a chart and its texts belong to one call.
 */
public final class FreeText {
    /** So many characters of a text are read; of a report, as many as the content says. */
    public static final int MOST = 20_000;

    public static final FreeText NONE = new FreeText("", "", false);

    private final String written;
    private final String language;
    private final boolean cut;
    private @Nullable LetterTriples triples;
    private @Nullable FoldedText folded;
    private @Nullable Languages cutBy;
    private @Nullable Sentences sentences;
    private @Nullable ReportReader reader;
    private @Nullable ReportReading reading;

    private FreeText(String written, String language, boolean cut) {
        this.written = written;
        this.language = language;
        this.cut = cut;
    }

    /** A text that is read to its end, however long it is, and does not say in which language it is. */
    public static FreeText of(String written) {
        return of(written, "");
    }

    /** @param language tag of the language that it says to be in (BCP 47), empty for none */
    public static FreeText of(String written, String language) {
        return written.isEmpty() ? NONE : new FreeText(written, language, false);
    }

    /** Several texts as one, each beginning in a line of its own, in the language of the first that tells one. */
    public static FreeText lines(FreeText... texts) {
        StringJoiner lines = new StringJoiner("\n");
        boolean cut = false;
        String language = "";
        for (FreeText text : texts) {
            lines.add(text.written);
            cut |= text.cut;
            language = language.isEmpty() ? text.language : language;
        }
        return new FreeText(lines.toString(), language, cut);
    }

    /** The text as far as it is read: up to so many characters. */
    public FreeText upTo(int characters) {
        return written.length() <= characters ? this : new FreeText(written.substring(0, characters), language, true);
    }

    /** Says that there is more of it, which is not read. */
    public boolean isCut() {
        return cut;
    }

    public boolean isEmpty() {
        return written.isEmpty();
    }

    /** The text as it was written, as far as it is read. */
    public String written() {
        return written;
    }

    /** The tag of the language that it says to be in; empty where it says none. */
    public String language() {
        return language;
    }

    LetterTriples triples() {
        LetterTriples known = triples;
        if (known == null) {
            known = LetterTriples.of(written);
            triples = known;
        }
        return known;
    }

    FoldedText folded() {
        FoldedText known = folded;
        if (known == null) {
            known = FoldedText.of(written);
            folded = known;
        }
        return known;
    }

    /** Its sentences, as its language cuts and negates them. */
    Sentences sentences(Languages languages) {
        Sentences known = sentences;
        if (known == null || cutBy != languages) {
            known = Sentences.of(folded(), languages.of(this));
            sentences = known;
            cutBy = languages;
        }
        return known;
    }

    /** What it says as an image report. */
    ReportReading reading(ReportReader by) {
        ReportReading known = reading;
        if (known == null || reader != by) {
            known = by.readAnew(this);
            reading = known;
            reader = by;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FreeText that
                && cut == that.cut
                && language.equals(that.language)
                && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written;
    }
}
