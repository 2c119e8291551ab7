package org.cervicalcds.service.cdshooks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;

/** What a client that reads discovery is asked for. */
public final class PublishedTemplates {
    private PublishedTemplates() {}

    /** The prefetch templates of a hook by key, in the order of discovery. */
    public static Map<String, String> of(String hook, Path cards) {
        Content content = Content.load(ContentFiles.in(cards));
        PrefetchTemplates templates = new PrefetchTemplates(content.terminology());
        Map<String, String> published = new LinkedHashMap<>();
        for (Need need : content.deck().needs(hook)) {
            published.put(need.key(), templates.of(need));
        }
        return published;
    }
}
