package org.cervicalcds.chart;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text in which upper and lower case are a plain matter. */
public final class PlainText {
    private PlainText() {}

    /** The text in lower case; null where it has a character beyond ASCII. */
    public static @Nullable String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return null;
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
