package org.cervicalcds.content;

import java.util.List;
import java.util.Map;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CdsService;
import org.cervicalcds.findings.FindingCatalogue;
import org.cervicalcds.terminology.Terminology;

/**
 * The card content, checked and compiled.
 *
 * @param files what it was read from
 */
public record Content(
        Terminology terminology,
        Settings settings,
        FindingCatalogue findings,
        Map<String, EvidenceStatement> evidence,
        CardDeck deck,
        List<CdsService> services,
        ContentFiles files) {

    /**
     * Reads and checks all files.
     *
     * @throws ContentException with all problems, where there are any
     */
    public static Content load(ContentFiles files) {
        return new ContentLoader(files).load();
    }
}
