package org.cervicalcds.service.cdshooks.wire;

import org.cervicalcds.engine.entries.FhirReference;
import org.jspecify.annotations.Nullable;

/** Ids as clients send them: with or without a type in front (CDSH-REQ-16). */
public final class Ids {
    private Ids() {}

    /** The id without its type; null stays null. */
    static @Nullable String bare(@Nullable String id, String type) {
        if (id == null) {
            return null;
        }
        String stripped = id.strip();
        String prefix = type + "/";
        if (stripped.isEmpty() || stripped.equals(prefix)) {
            return null;
        }
        FhirReference named = FhirReference.of(stripped);
        boolean whole = stripped.startsWith(prefix) || stripped.contains("://");
        return whole && named.type().equals(type) ? named.id() : stripped;
    }

    /** The resource type of {@code Type/id}; empty where there is none (CDSH-HK-2). */
    static String type(@Nullable String reference) {
        if (reference == null) {
            return "";
        }
        FhirReference named = FhirReference.of(reference);
        if (named.form() == FhirReference.Form.TYPED) {
            return named.type();
        }
        String stripped = reference.strip();
        int slash = stripped.lastIndexOf('/');
        return slash < 0 ? "" : stripped.substring(stripped.lastIndexOf('/', slash - 1) + 1, slash);
    }

    /** Says that an id may stand in a URL: no character that means something there, and not only dots. */
    public static boolean isSafe(String id) {
        boolean onlyDots = true;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '-' && c != '.') {
                return false;
            }
            onlyDots &= c == '.';
        }
        return !onlyDots;
    }
}
