package org.cervicalcds.workbench.sandbox;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value of a resource as a search parameter sees it. */
sealed interface SearchValue permits SearchValue.Token, SearchValue.Link, SearchValue.Words, TimeSpan {

    /** The text by which two values of the same parameter are ordered. */
    String sortKey();

    /**
     * A code with its system. An {@code implied} system is one the element fixes by its definition, as for a status, so that the resource does
     * not name it.
     */
    record Token(@Nullable String system, String code, boolean implied) implements SearchValue {
        @Override
        public String sortKey() {
            return code;
        }
    }

    /** A reference to another resource, without the address of the server. */
    record Link(@Nullable String type, String id) implements SearchValue {
        @Override
        public String sortKey() {
            return id;
        }
    }

    /** A piece of free text, compared without regard to case and accents. */
    record Words(String text) implements SearchValue {
        @Override
        public String sortKey() {
            return folded(text);
        }

        static String folded(String text) {
            return Normalizer.normalize(text, Normalizer.Form.NFD)
                    .replaceAll("\\p{M}", "")
                    .toLowerCase(Locale.ROOT)
                    .strip();
        }
    }
}
