package org.cervicalcds.engine.text;

import java.util.List;
import org.cervicalcds.engine.text.ReportReading.Said;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an image report says of the neck (card specification, 0.8): history, reason and technique do not count, nor do sentences about
 * other parts of the body, and what is denied is told apart from what is there.
 *
 * <p>The text is cut into sentences once and each word is tried a fixed number of times: time grows with the length of the text only.
 */
public final class ReportReader {
    private final Languages languages;
    private final List<Kind> kinds;
    private final Phrase sectionsLeftOut;
    private final Phrase sentencesLeftOut;
    private final Phrase denying;
    private final Phrase limited;
    private final @Nullable Phrase normal;
    private final Phrase normalAlone;
    private final Phrase headingsOfAll;
    private final Regions regions;

    /**
     * The words of one kind of danger, each an expression made of whole words.
     *
     * @param words what names it
     * @param afterInjury what names it after an injury only; empty for nothing
     * @param never what holds its words and does not name it ("fracture risk"); null for nothing
     * @param old a sentence about this does not count …
     * @param fresh … unless it is about this too, not denied
     */
    public record KindSource(
            String name,
            List<String> words,
            List<String> afterInjury,
            @Nullable String never,
            @Nullable String old,
            @Nullable String fresh) {}

    /**
     * What tells the part of the body that a sentence is about.
     *
     * @param organs parts that are neither neck nor back
     * @param headingOrgans more of them, in a heading only
     * @param back levels of the back
     * @param neck what makes it a sentence about the neck all the same
     * @param neckUnlessBack more of it, where no level of the back is named
     */
    public record RegionSource(String organs, String headingOrgans, String back, String neck, String neckUnlessBack) {}

    /**
     * What tells that nothing is wrong.
     *
     * @param normal what calls the whole image normal
     * @param alone words that do so where they are a whole sentence …
     * @param headings … with no heading before them or one of these
     * @param denying without one of these a sentence denies nothing ("rule out fracture")
     * @param limited with one of these the report clears nothing
     */
    public record ClearSource(List<String> normal, String alone, String headings, String denying, String limited) {}

    /**
     * Compiles the words.
     *
     * @param sections a heading that begins so is left out with what follows, up to the next heading or blank line
     * @param sentences a heading that begins so is left out with the next sentence, as is every sentence that begins so or like a section
     * @throws java.util.regex.PatternSyntaxException where one is no expression that can be matched in linear time
     */
    public ReportReader(
            List<KindSource> kinds,
            List<String> sections,
            List<String> sentences,
            RegionSource regions,
            ClearSource clear,
            Languages languages) {
        this.languages = languages;
        this.kinds = kinds.stream().map(Kind::of).toList();
        this.sectionsLeftOut = anyOf(sections);
        this.sentencesLeftOut = anyOf(sentences);
        this.denying = phrase(clear.denying());
        this.limited = phrase(clear.limited());
        this.normal = clear.normal().isEmpty() ? null : anyOf(clear.normal());
        this.normalAlone = phrase(clear.alone());
        this.headingsOfAll = phrase(clear.headings());
        this.regions = new Regions(
                phrase(regions.organs()),
                phrase(regions.organs() + "|" + regions.headingOrgans()),
                phrase(regions.back()),
                phrase(regions.neck()),
                phrase(regions.neckUnlessBack()));
    }

    private static Phrase phrase(String expression) {
        return new Phrase(expression, false);
    }

    private static Phrase anyOf(List<String> expressions) {
        return phrase(String.join("|", expressions));
    }

    private record Kind(
            String name,
            Phrase words,
            @Nullable Phrase afterInjury,
            @Nullable Phrase never,
            @Nullable Phrase old,
            @Nullable Phrase fresh) {
        static Kind of(KindSource source) {
            return new Kind(
                    source.name(),
                    anyOf(source.words()),
                    source.afterInjury().isEmpty() ? null : anyOf(source.afterInjury()),
                    source.never() == null ? null : phrase(source.never()),
                    source.old() == null ? null : phrase(source.old()),
                    source.fresh() == null ? null : phrase(source.fresh()));
        }
    }

    /** Reads a report; a text is read once, and what was read is kept with it. */
    public ReportReading read(FreeText text) {
        return text.reading(this);
    }

    ReportReading readAnew(FreeText text) {
        return languages.canRead(text) ? new Pass(text.sentences(languages)).all() : new ReportReading();
    }

    /** Says that the text is read to its end, in a language of which words are known. */
    public boolean isReadWhole(FreeText text) {
        return !text.isCut() && languages.canRead(text);
    }

    /** Says that what the text denies is not there: all of it was read, in a language whose words are complete enough for that. */
    public boolean clears(FreeText text) {
        return !text.isCut() && languages.clears(text);
    }

    private enum Region {
        NECK,
        BACK,
        ELSEWHERE
    }

    private record Regions(Phrase organs, Phrase headingOrgans, Phrase back, Phrase neck, Phrase neckUnlessBack) {

        /**
         * What a sentence is about: what it says itself, else what the heading over it says.
         *
         * @param heading the sentence that is the heading; -1 for none
         */
        Region of(Sentences sentences, int sentence, int heading) {
            boolean isHeading = isHeading(sentences, sentence);
            boolean organ = (isHeading ? headingOrgans : organs).isIn(sentences, sentence);
            boolean level = back.isIn(sentences, sentence);
            boolean loosely = neckUnlessBack.isIn(sentences, sentence);
            if (neck.isIn(sentences, sentence) || (loosely && organ && !level)) {
                return Region.NECK;
            }
            if (organ || level) {
                return organ ? Region.ELSEWHERE : Region.BACK;
            }
            if (heading < 0 || neck.isIn(sentences, heading)) {
                return Region.NECK;
            }
            boolean levelOver = back.isIn(sentences, heading);
            boolean looselyOver = loosely || neckUnlessBack.isIn(sentences, heading);
            if (looselyOver && !levelOver) {
                return Region.NECK;
            }
            return headingOrgans.isIn(sentences, heading) ? Region.ELSEWHERE : levelOver ? Region.BACK : Region.NECK;
        }
    }

    private static boolean isHeading(Sentences sentences, int sentence) {
        return sentences.endsWithColon(sentence)
                && sentences.firstWord(sentence + 1) - sentences.firstWord(sentence) <= Sentences.HEADING_WORDS;
    }

    /** One way through a text. */
    private final class Pass {
        private final Sentences sentences;
        private final ReportReading reading = new ReportReading();

        /** The heading over the sentence at hand; -1 for none. */
        private int heading = -1;

        /** A blank line or another heading lies between. */
        private boolean headingIsFar;

        /** What the sentence at hand is about; null until it is asked for. */
        private @Nullable Region region;

        /** The sentence at hand denies something; null until it is asked for. */
        private @Nullable Boolean denies;

        Pass(Sentences sentences) {
            this.sentences = sentences;
        }

        ReportReading all() {
            boolean[] ends = endsOfSections();
            int sentence = 0;
            while (sentence < sentences.sentences()) {
                headingIsFar |= isAfterBlankLine(sentence);
                boolean isHeading = isHeading(sentences, sentence);
                if (isHeading && begins(sentencesLeftOut, sentence)) {
                    limits(sentence + 1);
                    sentence += 2;
                } else if (isHeading && begins(sectionsLeftOut, sentence)) {
                    sentence = afterSection(sentence, ends);
                } else {
                    headingIsFar |= isHeading;
                    read(sentence);
                    if (isHeading) {
                        heading = sentence;
                        headingIsFar = false;
                    }
                    sentence++;
                }
            }
            return reading;
        }

        /** For each sentence, whether a section ends before it or further on: a heading, or a blank line that is not right below the heading. */
        private boolean[] endsOfSections() {
            boolean[] further = new boolean[sentences.sentences() + 1];
            for (int sentence = sentences.sentences() - 1; sentence >= 0; sentence--) {
                further[sentence] = further[sentence + 1] || endsSection(sentence);
            }
            return further;
        }

        private boolean endsSection(int sentence) {
            return isHeading(sentences, sentence) || isAfterBlankLine(sentence);
        }

        private int afterSection(int heading, boolean[] ends) {
            int first = heading + 1;
            if (first < sentences.sentences() && isHeading(sentences, first)) {
                return first;
            }
            if (first + 1 > sentences.sentences() || !ends[first + 1]) {
                return first + 1;
            }
            int next = first + 1;
            while (next < sentences.sentences() && !endsSection(next)) {
                next++;
            }
            return next;
        }

        private boolean isAfterBlankLine(int sentence) {
            if (sentence == 0) {
                return false;
            }
            String text = sentences.text().lower();
            int to = sentences.from(sentences.firstWord(sentence));
            for (int at = sentences.end(sentence - 1); at < to; at++) {
                if (text.charAt(at) == '\n') {
                    return true;
                }
            }
            return false;
        }

        private boolean begins(Phrase phrase, int sentence) {
            return phrase.endAt(sentences, sentences.firstWord(sentence)) >= 0;
        }

        private void read(int sentence) {
            limits(sentence);
            if (isQuestion(sentence) || begins(sectionsLeftOut, sentence) || begins(sentencesLeftOut, sentence)) {
                return;
            }
            region = null;
            denies = null;
            for (Kind kind : kinds) {
                read(kind, sentence);
            }
            normal(sentence);
        }

        private void limits(int sentence) {
            if (sentence < sentences.sentences() && limited.isIn(sentences, sentence)) {
                reading.limit();
            }
        }

        /** "Fracture?" says nothing. */
        private boolean isQuestion(int sentence) {
            int end = sentences.end(sentence);
            String text = sentences.text().lower();
            return end < text.length() && text.charAt(end) == '?';
        }

        private void read(Kind kind, int sentence) {
            int coveredTo = -1;
            Boolean isOld = null;
            for (int word = sentences.firstWord(sentence); word < sentences.firstWord(sentence + 1); word++) {
                int never = kind.never() == null ? -1 : kind.never().endAt(sentences, word);
                coveredTo = Math.max(coveredTo, never);
                if (sentences.from(word) < coveredTo) {
                    continue;
                }
                int end = kind.words().endAt(sentences, word);
                boolean afterInjury = end < 0;
                if (afterInjury && kind.afterInjury() != null) {
                    end = kind.afterInjury().endAt(sentences, word);
                }
                if (end < 0) {
                    continue;
                }
                int last = sentences.wordUpTo(end, word);
                if (sentences.isNeither(word)) {
                    continue;
                }
                if (sentences.isNegatedInList(word) || sentences.isDismissed(last)) {
                    denied(kind, sentence, word, last);
                    continue;
                }
                isOld = isOld == null ? isOld(kind, sentence) : isOld;
                if (!isOld) {
                    said(kind, sentence, word, last, afterInjury);
                }
            }
        }

        private void denied(Kind kind, int sentence, int word, int last) {
            if (region(sentence) == Region.NECK && denies(sentence) && !isDoubtful(word, last)) {
                reading.add(kind.name(), Said.DENIED);
            }
        }

        private boolean isDoubtful(int word, int last) {
            return sentences.isDoubtful(word) || sentences.isDoubtful(last);
        }

        private void said(Kind kind, int sentence, int word, int last, boolean afterInjury) {
            // A heading far above may be that of another paragraph: it hides no danger, and lets nothing be cleared.
            Region where = headingIsFar ? regions.of(sentences, sentence, -1) : region(sentence);
            if (where == Region.ELSEWHERE) {
                return;
            }
            Said sure = isDoubtful(word, last) ? Said.POSSIBLE : Said.SURE;
            reading.add(kind.name(), where == Region.BACK ? Said.OF_THE_BACK : afterInjury ? Said.AFTER_INJURY : sure);
        }

        private boolean isOld(Kind kind, int sentence) {
            return isSaid(kind.old(), sentence) && !isSaid(kind.fresh(), sentence);
        }

        /** Stands in the sentence and is not denied ("has not healed"). */
        private boolean isSaid(@Nullable Phrase phrase, int sentence) {
            if (phrase == null) {
                return false;
            }
            for (int word = sentences.firstWord(sentence); word < sentences.firstWord(sentence + 1); word++) {
                if (!sentences.isNegatedInList(word) && phrase.endAt(sentences, word) >= 0) {
                    return true;
                }
            }
            return false;
        }

        private Region region(int sentence) {
            Region known = region;
            if (known == null) {
                known = regions.of(sentences, sentence, heading);
                region = known;
            }
            return known;
        }

        /** A word that denies stands in the sentence, or in the answer after its colon. */
        private boolean denies(int sentence) {
            Boolean known = denies;
            if (known == null) {
                known = denying.isIn(sentences, sentence)
                        || (sentences.endsWithColon(sentence)
                                && sentence + 1 < sentences.sentences()
                                && denying.isIn(sentences, sentence + 1));
                denies = known;
            }
            return known;
        }

        private void normal(int sentence) {
            int first = sentences.firstWord(sentence);
            int after = sentences.firstWord(sentence + 1);
            boolean alone = after == first + 1
                    && normalAlone.endAt(sentences, first) >= 0
                    && (heading < 0 || headingsOfAll.isIn(sentences, heading));
            if ((alone || isCalledNormal(first, after)) && region(sentence) == Region.NECK) {
                reading.callNormal();
            }
        }

        private boolean isCalledNormal(int first, int after) {
            if (normal == null) {
                return false;
            }
            for (int word = first; word < after; word++) {
                int end = normal.endAt(sentences, word);
                if (end >= 0) {
                    int last = sentences.wordUpTo(end, word);
                    if (!sentences.isNegatedInList(word)
                            && !sentences.isNeither(word)
                            && !sentences.isDismissed(last)
                            && !isDoubtful(word, last)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
