package org.cervicalcds.content.vignettes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.HookNames;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.content.findings.CodeSystemFiles;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the vignettes beside the cards, as strictly as the cards. */
public final class VignetteFiles {
    private static final Set<String> TIERS = Set.of("critical", "warning", "info");
    private static final Set<String> OUTCOMES = Set.of("critical", "warning", "info", "silent", "undetermined");

    private final YamlFiles yaml;
    private final Map<String, CodeSystem> systems;
    private final Problems problems = new Problems();

    private VignetteFiles(Content content) {
        this.yaml = new YamlFiles(content.files(), problems);
        this.systems = CodeSystemFiles.read(yaml, problems);
    }

    /**
     * All vignettes, by card and in the order written.
     *
     * @throws ContentException with all problems, where there are any
     */
    public static List<Vignette> read(Content content) {
        return new VignetteFiles(content).read("");
    }

    /** As {@link #read(Content)}, only those of one card. */
    public static List<Vignette> read(Content content, String card) {
        return new VignetteFiles(content).read(card);
    }

    /** @param only id of the card whose vignettes are read; empty for all cards */
    private List<Vignette> read(String only) {
        List<Vignette> vignettes = new ArrayList<>();
        for (String path : yaml.paths()) {
            if (path.endsWith(only + "/vignettes.yaml")) {
                JsonNode list = yaml.parse(path);
                if (!list.isArray()) {
                    problems.add(path, "", "must be a list of vignettes");
                    continue;
                }
                String card = path.substring(0, path.indexOf('/'));
                Set<String> titles = new HashSet<>();
                for (JsonNode node : list) {
                    Fields fields = new Fields(node, path, "[" + titles.size() + "]", problems);
                    Vignette vignette = vignette(card, fields);
                    if (!titles.add(vignette.title())) {
                        fields.problem("title", "'" + vignette.title() + "' stands twice");
                    }
                    vignettes.add(vignette);
                    fields.end();
                }
            }
        }
        problems.throwIfAny();
        return vignettes;
    }

    private Vignette vignette(String card, Fields fields) {
        String title = fields.text("title");
        String hook = fields.text("hook");
        HookNames.check(fields, "hook", List.of(hook));
        String expect = fields.text("expect");
        if (!OUTCOMES.contains(expect)) {
            problems.unknown(fields.file(), fields.path("expect"), "outcome", expect, OUTCOMES);
        }
        return new Vignette(
                card,
                title,
                hook,
                new VignetteRequest(fields, systems, hook).bytes(),
                expect,
                fields.isObject("because") ? null : fields.optionalText("because"),
                becauseOf(fields),
                fields.optionalText("summary"),
                fields.texts("says"),
                fields.texts("says-not"),
                optional(fields, "suggests"),
                optional(fields, "cards"));
    }

    private Map<String, String> becauseOf(Fields fields) {
        if (!fields.isObject("because")) {
            return Map.of();
        }
        Map<String, String> because = fields.textsByName("because");
        for (String tier : because.keySet()) {
            if (!TIERS.contains(tier)) {
                problems.unknown(fields.file(), fields.path("because"), "tier", tier, TIERS);
            }
        }
        return because;
    }

    private static @Nullable List<String> optional(Fields fields, String key) {
        return fields.has(key) ? fields.texts(key) : null;
    }
}
