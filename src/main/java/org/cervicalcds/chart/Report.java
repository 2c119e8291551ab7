package org.cervicalcds.chart;

import org.jspecify.annotations.Nullable;

/**
 * Something that was done, with what was said about it: a DiagnosticReport, a Procedure or an ImagingStudy.
 *
 * @param status as it came; empty where missing
 * @param description ImagingStudy.description; empty otherwise
 * @param text conclusion, conclusionCode, narrative and plain-text forms of a report, one to a line
 * @param reason reason codes of a procedure, with the conditions they refer to
 * @param imaging what its words say it is an image of, where no code is known
 */
public record Report(
        String reference,
        Kind kind,
        String status,
        Concept code,
        String description,
        String text,
        Concept reason,
        Concept bodySite,
        @Nullable PartialDate date,
        boolean stated,
        ImagingWords imaging,
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

    Report settled(Concept resolvedReason, @Nullable EventDate when) {
        ImagingWords words = code.isKnown()
                ? ImagingWords.NONE
                : imaging != ImagingWords.NONE ? imaging : ImagingWords.of(code.words() + "\n" + description);
        return new Report(
                reference, kind, status, code, description, text, resolvedReason, bodySite, date, stated, words, when);
    }
}
