package org.cervicalcds.workbench.cardbook;

/** Writes HTML; everything that is not a tag is escaped. */
public final class Html {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /** A start tag with attributes as name, value, name, value. */
    public Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    /** An end tag that ends the line. */
    public Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    /** An end tag inside a line. */
    public Html end(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** Text, escaped. */
    public Html text(String text) {
        escape(text);
        return this;
    }

    /** A whole element that holds text. */
    public Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Text in a span of this class. */
    public Html span(String style, String text) {
        return open("span", "class", style).text(text).end("span");
    }

    /** A link in a line. */
    public Html link(String address, String text) {
        return open("a", "href", address).text(text).end("a");
    }

    /** HTML that is safe already. */
    public Html safe(String html) {
        out.append(html);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
