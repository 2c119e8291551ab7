package org.cervicalcds.workbench.cardbook;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.content.ContentText;
import org.cervicalcds.content.findings.FindingText;

/** The findings of a page as nested lists: each is taken apart once, where it is met first. */
final class FindingTree {
    private final FindingWords words;
    private final ContentText text;
    private final Set<String> taken = new HashSet<>();

    FindingTree(FindingWords words, ContentText text) {
        this.words = words;
        this.text = text;
    }

    void write(Html html, Collection<String> names) {
        html.open("ul", "class", "tree");
        for (String name : names) {
            if (!taken.contains(name)) {
                item(html, name);
            }
        }
        html.close("ul");
    }

    private void item(Html html, String name) {
        FindingText finding = text.findings().get(name);
        html.open("li");
        words.named(html, name);
        if (finding == null) {
            html.text("");
        } else if (!taken.add(name)) {
            html.span("again", " (see above)");
        } else if (FindingWords.isComposed(finding)) {
            words.eachPart(finding, (heading, parts) -> part(html, heading, parts));
        } else {
            html.text(": ");
            words.definition(html, finding);
        }
        html.close("li");
    }

    private void part(Html html, String heading, List<String> parts) {
        html.open("div", "class", "part").span("heading", heading);
        html.open("ul");
        parts.forEach(part -> item(html, part));
        html.close("ul").close("div");
    }
}
