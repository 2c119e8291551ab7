package org.cervicalcds.content.cards;

import org.jspecify.annotations.Nullable;

/**
 * What a publication says, in our words.
 *
 * @param doi without the address of the resolver
 * @param url of a readable copy, where there is no DOI
 */
public record EvidenceStatement(
        String id,
        String citation,
        @Nullable String doi,
        @Nullable String url,
        String strength,
        String says,
        String limits) {

    /** Where it can be read; null where no address was verified. */
    public @Nullable String address() {
        return doi != null ? "https://doi.org/" + doi : url;
    }
}
