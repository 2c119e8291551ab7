package org.cervicalcds.workbench.cardbook;

import java.util.List;
import org.cervicalcds.pages.Labels;
import org.jspecify.annotations.Nullable;

/**
 * The whole book.
 *
 * @param labels its own words
 * @param open language that stands open beside the English; null for none
 * @param style of a book that stands alone; null where the service serves it with its style beside it
 * @param languages of the cards
 * @param unsigned how many of the cards that are on nobody has signed as they are
 */
public record BookPage(
        Labels labels,
        @Nullable String open,
        @Nullable String style,
        List<String> languages,
        int unsigned,
        long on,
        List<CardPage> cards,
        Appendix appendix) {

    /** The same book with other labels, or another language beside the English. */
    public String address(String inLabels, @Nullable String beside) {
        return "card-book?labels=" + inLabels + (beside == null ? "" : "&language=" + beside);
    }
}
