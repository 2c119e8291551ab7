package org.cervicalcds.service.cdshooks.feedback;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one card.
 *
 * @param card the uuid the card was sent with, or whatever the client calls it (CDSH-FB-3)
 * @param acceptedSuggestions their uuids
 * @param reason why it was overridden; null where no coded reason was given
 * @param comment the clinician's own words, up to {@link FeedbackReader#LONGEST_COMMENT} characters; never to be logged (CDSH-FB-13)
 * @param at when it happened; null where the client does not say
 */
public record Feedback(
        String card,
        Outcome outcome,
        List<String> acceptedSuggestions,
        @Nullable Reason reason,
        @Nullable String comment,
        @Nullable Instant at) {

    /** Whether the user took up a suggestion of the card or went against it. */
    public enum Outcome {
        ACCEPTED,
        OVERRIDDEN
    }

    /** A coded reason; clients may send codes of their own (CDSH-OVR-5). */
    public record Reason(@Nullable String system, String code, @Nullable String display) {}

    @Override
    public String toString() {
        return "Feedback[" + outcome + "]";
    }
}
