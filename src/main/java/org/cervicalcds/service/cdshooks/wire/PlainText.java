package org.cervicalcds.service.cdshooks.wire;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/** The detail of a card for EHRs that show Markdown as it stands: no marks, a line for each point, links with their address behind them. */
final class PlainText {
    private static final Parser PARSER = Parser.builder().build();
    private static final TextContentRenderer RENDERER = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.COMPACT)
            .build();

    private PlainText() {}

    static String of(String markdown) {
        return RENDERER.render(PARSER.parse(markdown));
    }
}
