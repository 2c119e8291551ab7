package org.cervicalcds.engine.entries;

import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done, with what was said about it: a DiagnosticReport, a Procedure or an ImagingStudy.
 *
 * @param status as it came; empty where missing
 * @param description ImagingStudy.description; empty otherwise
 * @param text conclusion, conclusionCode, narrative and attached texts of a report, an empty line between them
 * @param conclusion conclusionCode of a report
 * @param reason reason codes of a procedure, with the conditions they refer to
 * @param imaging what its words say it is an image of, where no code is known
 * @param unread something was not read: a kind that is no text, only its address, markup that is too long, a result that did not come
 *     ("report not read")
 */
public record Report(
        String reference,
        Kind kind,
        String status,
        Concept code,
        String description,
        FreeText text,
        Concept conclusion,
        Concept reason,
        Concept bodySite,
        @Nullable PartialDate date,
        boolean stated,
        ImagingWords imaging,
        boolean unread,
        @Nullable EventDate event)
        implements Entry {

    /** The FHIR resource it was read from. */
    public enum Kind {
        DIAGNOSTIC_REPORT,
        PROCEDURE,
        IMAGING_STUDY
    }

    /** Says that it was done and, for a report, that it stands: not preliminary, not cancelled. */
    public boolean isDone() {
        return switch (kind) {
            case DIAGNOSTIC_REPORT ->
                status.equals("final")
                        || status.equals("amended")
                        || status.equals("corrected")
                        || status.equals("appended");
            case PROCEDURE -> status.equals("completed");
            case IMAGING_STUDY -> status.equals("available");
        };
    }

    /** Says that it was dictated and not signed yet. */
    public boolean isPreliminary() {
        return kind == Kind.DIAGNOSTIC_REPORT && status.equals("preliminary");
    }

    /**
     * The same report with what its results say in words.
     *
     * @param lacking one of them was not read
     */
    public Report with(String results, boolean lacking) {
        String words =
                text.isEmpty() ? results : results.isEmpty() ? text.written() : text.written() + "\n\n" + results;
        return new Report(
                reference,
                kind,
                status,
                code,
                description,
                FreeText.of(words, text.language()),
                conclusion,
                reason,
                bodySite,
                date,
                stated,
                imaging,
                unread || lacking,
                event);
    }

    /** The same with what its references name, and so many characters of its text. */
    public Report settled(Concept resolvedReason, @Nullable EventDate when, int mostCharacters) {
        ImagingWords words = code.isKnown()
                ? ImagingWords.NONE
                : imaging != ImagingWords.NONE ? imaging : ImagingWords.of(code.words() + "\n" + description);
        return new Report(
                reference,
                kind,
                status,
                code,
                description,
                text.upTo(mostCharacters),
                conclusion,
                resolvedReason,
                bodySite,
                date,
                stated,
                words,
                unread,
                when);
    }
}
