package org.cervicalcds.hooks;

import org.jspecify.annotations.Nullable;

/** Ids as clients send them: with or without a type in front (CDSH-REQ-16). */
final class Ids {
    private Ids() {}

    /** The id without its type; null stays null. */
    static @Nullable String bare(@Nullable String id, String type) {
        if (id == null) {
            return null;
        }
        String stripped = id.strip();
        String prefix = type + "/";
        if (stripped.startsWith(prefix)) {
            stripped = stripped.substring(prefix.length());
        } else {
            int at = stripped.lastIndexOf("/" + prefix);
            if (at > 0 && stripped.contains("://")) {
                stripped = stripped.substring(at + 1 + prefix.length());
            }
        }
        return stripped.isEmpty() ? null : stripped;
    }

    /** The resource type of {@code Type/id}; empty where there is none (CDSH-HK-2). */
    static String type(@Nullable String reference) {
        if (reference == null) {
            return "";
        }
        String stripped = reference.strip();
        int slash = stripped.lastIndexOf('/');
        return slash < 0 ? "" : stripped.substring(stripped.lastIndexOf('/', slash - 1) + 1, slash);
    }

    /** Says that an id may stand in a URL: no character that means something there, and not only dots. */
    static boolean isSafe(String id) {
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
