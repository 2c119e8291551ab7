package org.cervicalcds.terminology;

import java.util.List;
import java.util.Locale;

/** A code system with the addresses it is known under and how its rows match a code that came in. */
public record CodeSystem(String name, String uri, List<String> aliases, Matching matching) {

    /** How a row of a value set matches a code. */
    public enum Matching {
        /** Same code, character for character. */
        EXACT,
        /** Upper case, dots dropped, the row is a prefix of the code; a row that starts with = is the whole code. */
        UNDOTTED_PREFIX,
        /** Upper case, dots dropped, then the same. */
        UNDOTTED_EXACT
    }

    /** Brings a code or a row into the form that is compared. */
    public String normal(String code) {
        return matching == Matching.EXACT
                ? code.strip()
                : code.strip().replace(".", "").toUpperCase(Locale.ROOT);
    }

    /** Says whether a row covers a code. */
    public boolean matches(String row, String code) {
        String wanted = normal(row);
        String given = normal(code);
        if (wanted.startsWith("=")) {
            return given.equals(wanted.substring(1));
        }
        return matching == Matching.UNDOTTED_PREFIX ? given.startsWith(wanted) : given.equals(wanted);
    }
}
