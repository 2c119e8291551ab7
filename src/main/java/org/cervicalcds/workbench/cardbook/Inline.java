package org.cervicalcds.workbench.cardbook;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a line.
 *
 * @param address that the words lead to; null for none
 * @param style of words that are set apart; null for none
 */
public record Inline(String text, @Nullable String address, @Nullable String style) {
    static Inline text(String text) {
        return new Inline(text, null, null);
    }

    static Inline link(String address, String text) {
        return new Inline(text, address, null);
    }

    static Inline span(String style, String text) {
        return new Inline(text, null, style);
    }

    static Inline finding(String name) {
        return link("#finding-" + name, DisplayNames.name(name));
    }
}
