package org.cervicalcds.service.trust.clients;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How answers and discovery look to one client; as it stands, CDS Hooks 2.0.1 without anything older or newer.
 *
 * @param anyOnly suggestions always come with {@code selectionBehavior} any, the only one that Epic takes (CDSH-CARD-7)
 * @param oldDelete a delete names its order in {@code resource}, as before 2.0 (CDSH-ACT-5)
 * @param markdownExtension cards say in Epic's extension that their detail is Markdown (CDSH-EXT-4)
 * @param plainText the detail of cards is plain text, for EHRs that show Markdown as it stands
 * @param versions discovery tells the version of the specification and of each hook, as 3.0 does (CDSH-DISC-10, CDSH-DISC-11)
 * @param dateTokens templates ask for no more of the past than cards look back, with {@code today()} as 3.0 has it; an observation without
 *     {@code effective[x]} does not come then (CDSH-PFT-9)
 * @param maxResults searches in templates carry {@code _maxresults} as 3.0 has it; a list that long counts as cut; {@code 0}: they do not (CDSH-PFT-6)
 * @param language of cards, such as {@code de}; of a client it goes before what its calls ask for in {@code Accept-Language}; of {@code cervical-cds.output}
 *     it holds where a call asks for none that is there; not set: English
 */
public record Output(
        @DefaultValue("false") boolean anyOnly,
        @DefaultValue("false") boolean oldDelete,
        @DefaultValue("false") boolean markdownExtension,
        @DefaultValue("false") boolean plainText,
        @DefaultValue("false") boolean versions,
        @DefaultValue("false") boolean dateTokens,
        @DefaultValue("0") int maxResults,
        @Nullable String language) {
    /** What every client of 2.0.1 understands. */
    public static final Output STRICT = new Output(false, false, false, false, false, false, 0, null);
}
