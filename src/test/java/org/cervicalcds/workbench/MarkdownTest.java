package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markdown of cards becomes the elements it means, and never a script, a handler, a style or a foreign address that runs. */
class MarkdownTest extends InBrowser {
    private static final String DRAW =
            """
            async text => {
              const { markdown } = await import('./js/detail.js');
              const node = markdown(text);
              document.body.append(node);
              await new Promise(done => setTimeout(done, 30));
              const all = [...node.querySelectorAll('*')];
              const result = {
                html: node.innerHTML,
                tags: [...new Set(all.map(e => e.tagName.toLowerCase()))],
                attributes: [...new Set(all.flatMap(e => e.getAttributeNames()))],
                addresses: all.map(e => e.getAttribute('href')).filter(Boolean),
                ran: window.pwned === undefined ? 'no' : 'yes' };
              node.remove();
              return result;
            }""";

    private @org.jspecify.annotations.Nullable WorkbenchPage page;

    @BeforeAll
    void open() {
        page = desk().open("");
    }

    @AfterAll
    void close() {
        if (page != null) {
            page.close();
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> drawn(String markdown) {
        if (page == null) {
            throw new IllegalStateException("not open");
        }
        return (Map<String, Object>) page.evaluate(DRAW, markdown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>window.pwned=1</script>",
                "<img src=x onerror=window.pwned=1>",
                "<svg onload=window.pwned=1>",
                "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
                "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
                "<a href='javascript:window.pwned=1'>x</a>",
                "<style>*{display:none}</style>",
                "<details open ontoggle=window.pwned=1>",
                "<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>",
                "[x](javascript:window.pwned=1)",
                "[x](JaVaScRiPt:window.pwned=1)",
                "[x](java\tscript:window.pwned=1)",
                "[x](&#106;avascript:window.pwned=1)",
                "[x](\u0001javascript:window.pwned=1)",
                "[x](data:text/html,<script>window.pwned=1</script>)",
                "[x](vbscript:msgbox)",
                "[x](//evil.example)",
                "[x](blob:https://evil.example/1)",
                "[x](https://evil.example\" onmouseover=\"window.pwned=1)",
                "![x](https://evil.example/pixel.png)",
                "![x](x\" onerror=\"window.pwned=1)",
                "<javascript:window.pwned=1>",
                "<https://evil.example/\"onclick=window.pwned=1>",
                "`<img src=x onerror=window.pwned=1>`",
                "```html\n<script>window.pwned=1</script>\n```",
                "| a |\n|---|\n| <img src=x onerror=window.pwned=1> |",
                "> <script>window.pwned=1</script>",
                "1. <script>window.pwned=1</script>",
                "# <script>window.pwned=1</script>",
                "&lt;script&gt;window.pwned=1&lt;/script&gt;",
                "&#60;script&#62;window.pwned=1&#60;/script&#62;",
                "**<script>window.pwned=1</script>**",
                "[<img src=x onerror=window.pwned=1>](https://example.org)",
                "<br onclick=window.pwned=1>",
                "{{constructor.constructor('window.pwned=1')()}}"
            })
    void nothingOfItRuns(String attack) {
        Map<String, Object> drawn = drawn(attack);
        assertThat(drawn.get("ran")).isEqualTo("no");
        assertThat(strings(drawn, "tags"))
                .isSubsetOf(
                        "p",
                        "a",
                        "span",
                        "strong",
                        "em",
                        "s",
                        "code",
                        "pre",
                        "br",
                        "hr",
                        "ul",
                        "ol",
                        "li",
                        "blockquote",
                        "div",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "th",
                        "td");
        assertThat(strings(drawn, "attributes"))
                .isSubsetOf("href", "rel", "target", "class", "tabindex", "start", "scope");
        assertThat(strings(drawn, "addresses")).allMatch(address -> address.matches("https?://.+"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Map<String, Object> drawn, String key) {
        return (List<String>) drawn.getOrDefault(key, List.of());
    }

    @Test
    void emphasisIsKept() {
        assertThat(strings(drawn("**b** *e* ~~s~~ `c`"), "tags")).contains("strong", "em", "s", "code");
    }

    @Test
    void listsTablesAndLinksAreKept() {
        Map<String, Object> drawn =
                drawn("- a\n- b\n\n1. c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[t](https://example.org/a?b=c&d)");
        assertThat(strings(drawn, "tags")).contains("ul", "ol", "li", "table", "th", "td", "a");
        assertThat(strings(drawn, "addresses")).containsExactly("https://example.org/a?b=c&d");
    }

    /** Marks without partners, as many as are read as Markdown, and many more. */
    @ParameterizedTest
    @CsvSource({
        "'*a ',1000",
        "'**a ',500",
        "'`a ',6600",
        "[a](,200",
        "'_a ',1000",
        "![,200",
        "'<a ',6600",
        "'> ',10000",
        "'- ',10000",
        "&#,10000",
        "a|,10000",
        "'*a ',20000",
        "[a](,20000"
    })
    void longTextsOfLonelyMarksAreDrawnInTime(String mark, int times) {
        long start = System.nanoTime();
        assertThat(String.valueOf(drawn(mark.repeat(times)).get("html"))).startsWith("<");
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(5_000);
    }

    @Test
    void aTextThatIsTooLongIsShownAsItWasWritten() {
        assertThat(drawn("**b** ".repeat(4_000)).get("tags")).isEqualTo(List.of("p"));
    }
}
