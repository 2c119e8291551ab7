package org.cervicalcds.pages;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;

/** The templates of the pages, compiled with the program; what they show is escaped. */
public final class Templates {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

    private Templates() {}

    /**
     * A page as HTML.
     *
     * @param template its file below {@code src/main/jte}
     * @param view the one parameter of the template
     */
    public static String html(String template, Object view) {
        TemplateOutput html = new StringOutput();
        ENGINE.render(template, view, html);
        return html.toString();
    }

    /** HTML that is safe as it stands; all else in a template is escaped. */
    public static Content safe(String html) {
        return output -> output.writeContent(html);
    }

    /** Text as HTML. */
    public static String escaped(String text) {
        TemplateOutput html = new StringOutput();
        Escape.htmlContent(text, html);
        return html.toString();
    }
}
