package org.cervicalcds.fhir.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.engine.chart.ChartScope;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** Words out of the XHTML and the attachments that a report carries. */
final class Narrative {
    /** What is read of one text at most, in characters: one more than of a report, so that it shows that there is more. */
    static final int LONGEST = ChartScope.REPORT_TEXT_MAX + 1;

    /** What is looked at for them: markup and pictures take room. */
    private static final int LONGEST_MARKUP = 3 * LONGEST;

    /** Elements inside a line of text; every other one but br starts a paragraph, and so a sentence. */
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "big", "cite", "code", "dfn", "em", "font", "i", "kbd", "q", "samp", "small",
            "span", "strong", "sub", "sup", "tt", "u", "var");

    private static final Set<String> UNSEEN = Set.of("head", "script", "style", "template", "title");

    private Narrative() {}

    /** The words of an XHTML fragment; every element that is not inline starts a paragraph, and so a sentence. */
    static String words(String xhtml) {
        return words(Jsoup.parse(cut(xhtml, LONGEST_MARKUP), "", Parser.xmlParser()));
    }

    /** Says that it is so long that its end is not looked at. */
    static boolean isTooLong(String markup) {
        return markup.length() > LONGEST_MARKUP;
    }

    /** The words of a text that may be marked up where none is expected. */
    static String plain(String text) {
        return text.contains("</") || text.contains("<br") ? words(text) : text;
    }

    private static String words(Element document) {
        Words words = new Words();
        document.filter(words);
        return words.text.toString().strip();
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    /** Gathers text; of several blanks in a row one stays, a line break or an empty line where there was one. */
    private static final class Words implements NodeFilter {
        private final StringBuilder text = new StringBuilder(256);

        @Override
        public FilterResult head(Node node, int depth) {
            if (text.length() >= LONGEST) {
                return FilterResult.STOP;
            }
            if (node instanceof TextNode words) {
                add(words.getWholeText());
            } else if (node instanceof Element element) {
                if (UNSEEN.contains(element.normalName())) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                breakAt(element);
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                breakAt(element);
            }
            return FilterResult.CONTINUE;
        }

        private void breakAt(Element element) {
            if (element.normalName().equals("br")) {
                space('\n');
            } else if (!INLINE.contains(element.normalName())) {
                paragraph();
            }
        }

        private void paragraph() {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) <= ' ') {
                end--;
            }
            text.setLength(end);
            if (end > 0) {
                text.append("\n\n");
            }
        }

        private void add(String words) {
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                if (c <= ' ' || c == '\u00a0') {
                    space(' ');
                } else {
                    text.append(c);
                }
            }
        }

        private void space(char c) {
            int last = text.length() - 1;
            if (last < 0) {
                return;
            }
            char before = text.charAt(last);
            if (c == '\n' && before == ' ') {
                text.setCharAt(last, '\n');
            } else if (before != ' ' && before != '\n') {
                text.append(c);
            }
        }
    }

    /**
     * The words of an attachment in base64, as far as {@link #LONGEST}: plain text, HTML, XHTML and RTF.
     *
     * @return empty for what is none of these or cannot be decoded
     */
    static String attached(@Nullable String contentType, String base64) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        int most = (type.equals("text/plain") ? LONGEST : LONGEST_MARKUP) / 3 * 4;
        try {
            return switch (type) {
                case "text/plain" -> plain(decoded(base64, most), charset(contentType));
                case "text/html" -> html(decoded(base64, most), charset(contentType));
                case "application/xhtml+xml" -> words(new String(decoded(base64, most), utf8(charset(contentType))));
                case "text/rtf", "application/rtf", "application/x-rtf", "text/richtext", "text/markdown" ->
                    rtf(decoded(base64, most), charset(contentType));
                case "", "application/octet-stream" -> untyped(decoded(base64, most));
                default -> "";
            };
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] decoded(String base64, int most) {
        return Base64.getMimeDecoder().decode(cut(base64, most));
    }

    private static String plain(byte[] text, @Nullable Charset charset) {
        return new String(text, utf8(charset)).replace("\ufeff", "").strip();
    }

    /** Where the type names no character set, the page does. */
    private static String html(byte[] page, @Nullable Charset charset) {
        try {
            return words(Jsoup.parse(new ByteArrayInputStream(page), charset == null ? null : charset.name(), ""));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }

    /** RTF by its beginning; text where nothing in it is no text; empty for anything else. */
    private static String untyped(byte[] form) {
        if (isRtf(form)) {
            return cut(RtfWords.of(form), LONGEST);
        }
        String text = plain(form, null);
        boolean isText = text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c) || c == '\ufffd');
        return !isText || text.startsWith("%PDF") ? "" : cut(plain(text), LONGEST);
    }

    private static boolean isRtf(byte[] text) {
        return new String(text, 0, Math.min(text.length, 16), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .startsWith("{\\rtf");
    }

    /** Some name plain text so. */
    private static String rtf(byte[] text, @Nullable Charset charset) {
        return cut(isRtf(text) ? RtfWords.of(text) : plain(text, charset), LONGEST);
    }

    private static Charset utf8(@Nullable Charset named) {
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    private static @Nullable Charset charset(@Nullable String contentType) {
        int at = contentType == null ? -1 : contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (contentType == null || at < 0) {
            return null;
        }
        String name =
                contentType.substring(at + 8).split(";", 2)[0].replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
