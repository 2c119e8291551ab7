package org.cervicalcds.workbench.cardbook;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Shows the Markdown of a card as a client would, and the places of its templates as what they stand for. */
final class DetailText {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), StrikethroughExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)(?:\\.([a-z-]+))?}");

    private DetailText() {}

    /** Markdown as HTML; tags inside it are shown, not obeyed. */
    static String html(String markdown) {
        return RENDERER.render(PARSER.parse(markdown));
    }

    /** As {@link #html}, of a template: each place is marked. */
    static String template(String markdown) {
        return marked(html(markdown));
    }

    /** Plain text of a template as HTML: each place is marked. */
    static String plain(String template) {
        return marked(new Html().text(template).toString());
    }

    private static String marked(String html) {
        return PLACE.matcher(html).replaceAll(place -> {
            String name = place.group(1).replace('-', ' ');
            String part = place.group(2);
            String words = part == null ? name : name + ": " + part.replace('-', ' ');
            return Matcher.quoteReplacement("<span class=\"place\">" + words + "</span>");
        });
    }
}
