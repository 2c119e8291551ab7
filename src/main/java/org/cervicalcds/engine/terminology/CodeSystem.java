package org.cervicalcds.engine.terminology;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A code system with the addresses it is known under and how its rows match a code that came in (docs/clinical.md, matching rules 1 to 3 and 12).
 *
 * @param aliases further addresses; one that ends in * stands for all that begin so
 * @param marks signs at the end of a code that say nothing about its meaning
 * @param leading a letter in front of every code that the rows do not have; null for none
 * @param readAs name of the system whose rows these codes are looked up in; null where it has rows of its own
 * @param otherwise name of the system whose rows are tried where no row of this one covers the code; null for none
 */
public record CodeSystem(
        String name,
        String uri,
        List<String> aliases,
        Matching matching,
        String marks,
        @Nullable String leading,
        @Nullable String readAs,
        @Nullable String otherwise) {

    /** How a row of a value set matches a code. */
    public enum Matching {
        /** Same code, character for character. */
        EXACT,
        /** Upper case, dots dropped, the row is a prefix of the code; a row that starts with = is the whole code. */
        UNDOTTED_PREFIX,
        /** Upper case, dots dropped, then the same. */
        UNDOTTED_EXACT
    }

    /** A system with rows of its own and nothing else to heed. */
    public CodeSystem(String name, String uri, List<String> aliases, Matching matching) {
        this(name, uri, aliases, matching, "", null, null, null);
    }

    /** Brings a code or a row into the form that is compared: without blanks around it, of any kind, and without marks. */
    public String normal(String code) {
        String stripped = withoutMarks(SystemAddress.strip(code));
        return matching == Matching.EXACT ? stripped : stripped.replace(".", "").toUpperCase(Locale.ROOT);
    }

    private String withoutMarks(String code) {
        int end = code.length();
        while (end > 0 && (marks.indexOf(code.charAt(end - 1)) >= 0 || SystemAddress.isBlank(code.charAt(end - 1)))) {
            end--;
        }
        return end == code.length() ? code : code.substring(0, end);
    }

    /** The code without the letter that this system puts in front of each. */
    String withoutLeading(String code) {
        String stripped = SystemAddress.strip(code);
        return leading != null
                        && stripped.length() > leading.length()
                        && stripped.regionMatches(true, 0, leading, 0, leading.length())
                ? stripped.substring(leading.length())
                : code;
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

    /** Says whether records may send this system under that address, or people call it so. */
    public boolean isNamed(String nameOrAddress) {
        if (name.equalsIgnoreCase(nameOrAddress)) {
            return true;
        }
        String key = SystemAddress.key(nameOrAddress);
        return SystemAddress.key(uri).equals(key)
                || aliases.stream().anyMatch(alias -> SystemAddress.covers(alias, key));
    }
}
