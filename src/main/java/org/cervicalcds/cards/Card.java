package org.cervicalcds.cards;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A card with its words filled in, ready to be sent.
 *
 * @param id id of the card definition, sent as the code of {@code source.topic}
 * @param summary under 140 characters, one line, no Markdown (CDSH-CARD-2)
 * @param detail GitHub Flavored Markdown; what came from the record is escaped (CDSH-CARD-3)
 * @param selectionBehavior {@code any} or {@code at-most-one}; present exactly when there are suggestions (CDSH-CARD-8)
 * @param evidence references of the resources its tier rests on, draft orders left out; never sent
 */
public record Card(
        String id,
        Indicator indicator,
        String summary,
        String detail,
        Source source,
        List<Suggestion> suggestions,
        @Nullable String selectionBehavior,
        List<OverrideReason> overrideReasons,
        List<Link> links,
        List<String> evidence) {

    public Card(
            String id,
            Indicator indicator,
            String summary,
            String detail,
            Source source,
            List<Suggestion> suggestions,
            @Nullable String selectionBehavior,
            List<OverrideReason> overrideReasons,
            List<Link> links) {
        this(id, indicator, summary, detail, source, suggestions, selectionBehavior, overrideReasons, links, List.of());
    }

    /** Where the advice comes from. */
    public record Source(String label, String url) {}

    /** A way to the literature behind the card; always of type absolute. */
    public record Link(String label, String url) {}
}
