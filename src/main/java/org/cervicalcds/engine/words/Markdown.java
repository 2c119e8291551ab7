package org.cervicalcds.engine.words;

/** Makes text that came from a record safe to show. */
public final class Markdown {
    private static final String SPECIAL = "\\`*_{}[]<>()#+-.!|~&:@";

    private Markdown() {}

    /** Puts a backslash before every character that GitHub Flavored Markdown could read as markup or as a link. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                escaped.append("&lt;");
            } else if (c == '&') {
                escaped.append("&amp;");
            } else {
                if (SPECIAL.indexOf(c) >= 0 && isMarkup(text, i)) {
                    escaped.append('\\');
                }
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Dots, hyphens and the like between letters or digits are ordinary writing. */
    private static boolean isMarkup(String text, int i) {
        char c = text.charAt(i);
        if (c == '.' && isAfterWww(text, i)) {
            return true;
        }
        if (c == '.' || c == '-' || c == '+' || c == '(' || c == ')') {
            return i == 0;
        }
        return true;
    }

    /** "www." alone is a link for GitHub Flavored Markdown (extended autolinks). */
    private static boolean isAfterWww(String text, int dot) {
        return dot >= 3 && text.regionMatches(true, dot - 3, "www", 0, 3);
    }

    /** Control characters and line breaks become blanks. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean blank = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isWhitespace(c)) {
                if (!blank) {
                    line.append(' ');
                    blank = true;
                }
            } else {
                line.append(c);
                blank = false;
            }
        }
        return line.toString().strip();
    }

    /** At most that many characters, cut at a word where one ends in reach, never inside a surrogate pair. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        int blank = text.lastIndexOf(' ', end);
        if (blank > longest / 2) {
            end = blank;
        } else if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).strip() + "…";
    }
}
