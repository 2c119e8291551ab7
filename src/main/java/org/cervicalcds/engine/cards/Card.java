package org.cervicalcds.engine.cards;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A card with its words filled in, ready to be sent.
 *
 * @param id id of the card definition, sent as the code of {@code source.topic}
 * @param summary under 140 characters, one line, no Markdown (CDSH-CARD-2)
 * @param detail GitHub Flavored Markdown; what came from the record is escaped (CDSH-CARD-3)
 * @param selectionBehavior {@code any} or {@code at-most-one}; present exactly when there are suggestions (CDSH-CARD-8)
 * @param candidate what decides whether it is suppressed; never sent
 * @param language of all its words
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
        Candidate candidate,
        Locale language) {

    /** An English card. */
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
        this(
                id,
                indicator,
                summary,
                detail,
                source,
                suggestions,
                selectionBehavior,
                overrideReasons,
                links,
                new Candidate(id, indicator, List.of()),
                Locale.ENGLISH);
    }

    /** References of the resources its tier rests on, draft orders left out. */
    public List<String> evidence() {
        return candidate.evidence();
    }

    /** The card with words around its summary, of which {@code {0}} is that, where both fit into it; else the card as it is. */
    Card opened(String opening) {
        String opened = opening.replace("{0}", summary);
        return opened.length() >= SummaryLength.LIMIT
                ? this
                : new Card(
                        id,
                        indicator,
                        opened,
                        detail,
                        source,
                        suggestions,
                        selectionBehavior,
                        overrideReasons,
                        links,
                        candidate,
                        language);
    }

    /** Where the advice comes from. */
    public record Source(String label, String url) {}

    /** A way to the literature behind the card; always of type absolute. */
    public record Link(String label, String url) {}
}
