package org.cervicalcds.engine.entries;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a FHIR reference names, whatever form it came in: relative, absolute, with a version, a URN, a contained resource, a bare id.
 *
 * @param type resource type; empty where the form does not tell
 * @param id id of the resource, the URN in lower case, or the id of the contained resource; empty for {@link Form#NONE}
 * @see <a href="https://hl7.org/fhir/R4/references.html">FHIR R4, references</a>
 */
public record FhirReference(Form form, String type, String id) {
    private static final FhirReference NONE = new FhirReference(Form.NONE, "", "");
    private static final String VERSION = "/_history";

    /** How the reference names its resource. */
    public enum Form {
        /** By type and id, on whatever server. */
        TYPED,
        /** By a URN, which the {@code fullUrl} of an entry resolves. */
        URN,
        /** As a resource that the referring one contains. */
        CONTAINED,
        /** By an id alone. */
        BARE,
        /** By an identifier, a condition or nothing that could be resolved. */
        NONE
    }

    /** Reads a reference; null and what names nothing give {@link Form#NONE}. */
    public static FhirReference of(@Nullable String reference) {
        String text = reference == null ? "" : reference.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        if (text.charAt(0) == '#') {
            return text.length() == 1 ? NONE : new FhirReference(Form.CONTAINED, "", text.substring(1));
        }
        if (isUrn(text)) {
            return new FhirReference(Form.URN, "", text.toLowerCase(Locale.ROOT));
        }
        int end = endOfAddress(text);
        if (end == text.length()) {
            return path(text);
        }
        FhirReference named = path(text.substring(0, end));
        return named.form == Form.TYPED ? named : NONE;
    }

    /** Where a query, a fragment or a version behind a bar begins: no id has such signs. */
    private static int endOfAddress(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '?' || c == '#' || c == '|') {
                return i;
            }
        }
        return text.length();
    }

    /** Says that a reference or {@code fullUrl} is a URN. */
    public static boolean isUrn(String text) {
        return text.regionMatches(true, 0, "urn:", 0, 4);
    }

    private static FhirReference path(String text) {
        int end = text.length();
        int version = text.lastIndexOf(VERSION);
        if (version > 0 && (version + VERSION.length() == end || text.charAt(version + VERSION.length()) == '/')) {
            end = version;
        }
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        int slash = text.lastIndexOf('/', end - 1);
        if (slash < 0) {
            return end == 0 ? NONE : new FhirReference(Form.BARE, "", text.substring(0, end));
        }
        String type = text.substring(text.lastIndexOf('/', slash - 1) + 1, slash);
        return isType(type) ? new FhirReference(Form.TYPED, type, text.substring(slash + 1, end)) : NONE;
    }

    private static boolean isType(String text) {
        if (text.isEmpty() || text.charAt(0) < 'A' || text.charAt(0) > 'Z') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What two forms of one reference have in common: {@code Type/id}, else what it says. */
    public String key() {
        return form == Form.TYPED ? type + "/" + id : id;
    }
}
