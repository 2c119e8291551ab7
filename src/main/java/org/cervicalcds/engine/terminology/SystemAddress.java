package org.cervicalcds.engine.terminology;

import java.util.Locale;

/**
 * The address of a code system, brought into the form in which addresses are compared (docs/clinical.md, matching rule 2): white space, the scheme,
 * {@code urn:oid:} or {@code oid:}, {@code www.}, upper and lower case, a slash at the end and a version behind a bar make no difference.
 */
public final class SystemAddress {
    private static final String OID = "urn:oid:";
    private static final String BARE_OID = "oid:";
    private static final String WWW = "www.";

    private SystemAddress() {}

    /** What two spellings of one address have in common. */
    public static String key(String address) {
        String key = strip(address);
        int bar = key.indexOf('|');
        if (bar > 0) {
            key = strip(key.substring(0, bar));
        }
        key = key.toLowerCase(Locale.ROOT);
        if (key.startsWith(OID)) {
            key = key.substring(OID.length());
        } else if (key.startsWith(BARE_OID)) {
            key = key.substring(BARE_OID.length());
        } else if (key.startsWith("http://") || key.startsWith("https://")) {
            key = key.substring(key.indexOf("//") + 2);
            key = key.startsWith(WWW) ? key.substring(WWW.length()) : key;
        }
        int end = key.length();
        while (end > 1 && key.charAt(end - 1) == '/') {
            end--;
        }
        return key.substring(0, end);
    }

    static boolean isPattern(String alias) {
        return alias.endsWith("*");
    }

    /** The beginning that an alias with * at its end stands for; a slash there is part of it. */
    static String beginning(String alias) {
        String key = key(alias.substring(0, alias.length() - 1) + "x");
        return key.substring(0, key.length() - 1);
    }

    static boolean covers(String alias, String key) {
        return isPattern(alias) ? key.startsWith(beginning(alias)) : key(alias).equals(key);
    }

    /** Without blanks at both ends: also those that do not break a line, and those without a width. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start == 0 && end == text.length() ? text : text.substring(start, end);
    }

    static boolean isBlank(char c) {
        return c <= ' '
                || (c >= 0x7f
                        && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff'));
    }
}
