package org.cervicalcds.content.files;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays a site's file over the shipped one of the same name: maps are merged key by key, lists and single values take the place of the old.
 *
 * <p>Two files differ: a setting must be known already, since a misspelt one would change nothing in silence; vignettes are merged by title.
 */
final class OverlayMerge {
    private final String told;
    private final Problems problems;

    OverlayMerge(String told, Problems problems) {
        this.told = told;
        this.problems = problems;
    }

    JsonNode over(String path, JsonNode shipped, JsonNode site) {
        if (path.endsWith("/vignettes.yaml") && shipped.isArray() && site.isArray()) {
            return byTitle(shipped, site);
        }
        if (path.equals("settings.yaml") && site.isObject()) {
            for (String name : site.propertyNames()) {
                if (!shipped.has(name)) {
                    problems.unknown(told, name, "setting", name, shipped.propertyNames());
                }
            }
        }
        return merged(shipped, site);
    }

    private static JsonNode merged(JsonNode shipped, JsonNode site) {
        if (!shipped.isObject() || !site.isObject()) {
            return site;
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        shipped.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        site.properties().forEach(entry -> {
            JsonNode old = merged.get(entry.getKey());
            merged.set(entry.getKey(), old == null ? entry.getValue() : merged(old, entry.getValue()));
        });
        return merged;
    }

    private static JsonNode byTitle(JsonNode shipped, JsonNode site) {
        Map<String, JsonNode> own = new LinkedHashMap<>();
        site.forEach(vignette -> own.put(vignette.path("title").asString(""), vignette));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        shipped.forEach(vignette -> {
            JsonNode instead = own.remove(vignette.path("title").asString(""));
            all.add(instead == null ? vignette : instead);
        });
        // A title that stands twice in the site's own file is refused where vignettes are read.
        site.forEach(vignette -> {
            if (own.containsKey(vignette.path("title").asString(""))) {
                all.add(vignette);
            }
        });
        return all;
    }
}
