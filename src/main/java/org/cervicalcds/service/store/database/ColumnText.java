package org.cervicalcds.service.store.database;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text on its way into a column: no NUL and no half surrogates, which PostgreSQL refuses, and no longer than the column. */
public final class ColumnText {
    private ColumnText() {}

    public static String fit(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest);
        if (!cut.isEmpty() && cut.length() < text.length() && Character.isHighSurrogate(cut.charAt(cut.length() - 1))) {
            cut = cut.substring(0, cut.length() - 1);
        }
        // Encoding replaces half surrogates.
        String whole = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return whole.indexOf('\0') < 0 ? whole : whole.replace('\0', '\uFFFD');
    }

    public static @Nullable String fitOrNull(@Nullable String text, int longest) {
        return text == null ? null : fit(text, longest);
    }
}
