package org.cervicalcds.workbench.cardbook;

import gg.jte.Content;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.pages.Templates;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Shows the Markdown of a card as a client would, and the places of its templates as what they stand for. */
public final class DetailText {
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
    public static Content html(String markdown) {
        return Templates.safe(rendered(markdown));
    }

    private static String rendered(String markdown) {
        return RENDERER.render(PARSER.parse(markdown));
    }

    /** As {@link #html}, of a template: each place is marked. */
    public static Content template(Template markdown) {
        return Templates.safe(marked(rendered(markdown.toString())));
    }

    /** Plain text of a template as HTML: each place is marked. */
    public static Content plain(String template) {
        return Templates.safe(marked(Templates.escaped(template)));
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
