package org.cervicalcds.fhir;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words out of the XHTML and the attachments that a report carries. */
final class Narrative {
    /** What is read of one text at most, in characters. */
    static final int LONGEST = 64 * 1024;

    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "big", "cite", "code", "dfn", "em", "i", "kbd", "q", "samp", "small", "span",
            "strong", "sub", "sup", "tt", "u", "var");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    private Narrative() {}

    /** The words of an XHTML fragment; every element that is not inline starts a new line, and so a new sentence. */
    static String words(String xhtml) {
        StringBuilder words = new StringBuilder(Math.min(xhtml.length(), LONGEST));
        int at = 0;
        while (at < xhtml.length() && words.length() < LONGEST) {
            char c = xhtml.charAt(at);
            if (c == '<') {
                at = tag(xhtml, at, words);
            } else if (c == '&') {
                at = entity(xhtml, at, words);
            } else if (c <= ' ') {
                space(words, ' ');
                at++;
            } else {
                at = word(xhtml, at, words);
            }
        }
        return words.toString().strip();
    }

    private static int word(String xhtml, int at, StringBuilder words) {
        int end = at + 1;
        while (end < xhtml.length()) {
            char c = xhtml.charAt(end);
            if (c <= ' ' || c == '<' || c == '&') {
                break;
            }
            end++;
        }
        words.append(xhtml, at, end);
        return end;
    }

    private static int tag(String xhtml, int at, StringBuilder words) {
        boolean comment = xhtml.startsWith("<!--", at);
        int end = comment ? xhtml.indexOf("-->", at) : xhtml.indexOf('>', at);
        if (end < 0) {
            return xhtml.length();
        }
        if (!comment) {
            int from = xhtml.charAt(at + 1) == '/' ? at + 2 : at + 1;
            int to = from;
            while (to < end && Character.isLetterOrDigit(xhtml.charAt(to))) {
                to++;
            }
            if (!INLINE.contains(xhtml.substring(from, to).toLowerCase(Locale.ROOT))) {
                space(words, '\n');
            }
        }
        return end + (comment ? 3 : 1);
    }

    /** Adds white space; of several in a row one stays, a line break where there was one. */
    private static void space(StringBuilder words, char c) {
        int last = words.length() - 1;
        if (last < 0) {
            return;
        }
        char before = words.charAt(last);
        if (c == '\n' && before == ' ') {
            words.setCharAt(last, '\n');
        } else if (before != ' ' && before != '\n') {
            words.append(c);
        }
    }

    private static int entity(String xhtml, int at, StringBuilder words) {
        int end = at + 1;
        while (end < xhtml.length() && (Character.isLetterOrDigit(xhtml.charAt(end)) || xhtml.charAt(end) == '#')) {
            end++;
        }
        if (end == xhtml.length() || xhtml.charAt(end) != ';' || end == at + 1) {
            words.append('&');
            return at + 1;
        }
        String name = xhtml.substring(at + 1, end);
        String known = name.startsWith("#") ? character(name.substring(1)) : ENTITIES.get(name);
        if (known == null || known.isBlank()) {
            space(words, ' ');
        } else {
            words.append(known);
        }
        return end + 1;
    }

    private static @Nullable String character(String number) {
        try {
            int codePoint = number.startsWith("x") || number.startsWith("X")
                    ? Integer.parseInt(number.substring(1), 16)
                    : Integer.parseInt(number);
            return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The words of an attachment in base64, as far as {@link #LONGEST}; empty for what is not plain text. */
    static String attached(@Nullable String contentType, String base64) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("text/plain")) {
            return "";
        }
        int most = LONGEST / 3 * 4;
        try {
            byte[] decoded =
                    Base64.getMimeDecoder().decode(base64.length() > most ? base64.substring(0, most) : base64);
            return new String(decoded, charset(contentType)).strip();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Charset charset(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at >= 0) {
            String name = contentType
                    .substring(at + 8)
                    .split(";", 2)[0]
                    .replace("\"", "")
                    .strip();
            try {
                return Charset.forName(name);
            } catch (IllegalArgumentException e) {
                return StandardCharsets.UTF_8;
            }
        }
        return StandardCharsets.UTF_8;
    }
}
