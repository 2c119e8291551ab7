package org.cervicalcds.service.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one card, as a client says it.
 *
 * @param card the uuid the card was sent with, or whatever the client calls it (CDSH-FB-3)
 * @param suggestions uuids of those that were accepted
 * @param reason a coded reason, of ours or of the client (CDSH-FB-9)
 * @param comment the clinician's own words; the first {@value #LONGEST_COMMENT} characters are kept (CDSH-FB-13)
 * @param at when it happened; null where the client does not say (CDSH-FB-7)
 */
public record FeedbackItem(
        String card,
        Outcome outcome,
        List<String> suggestions,
        @Nullable Reason reason,
        @Nullable String comment,
        @Nullable Instant at) {

    /** How much of a comment is kept, in characters. */
    public static final int LONGEST_COMMENT = 4000;

    /** Whether the user took up a suggestion of the card or went against it. */
    public enum Outcome {
        ACCEPTED,
        OVERRIDDEN;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A coded reason; its system and display are often left out. */
    public record Reason(@Nullable String system, String code, @Nullable String display) {}

    /** Without the clinician's words. */
    @Override
    public String toString() {
        return "FeedbackItem[" + outcome + "]";
    }
}
