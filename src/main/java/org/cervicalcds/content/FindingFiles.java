package org.cervicalcds.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.findings.FindingDefinition;
import org.cervicalcds.findings.SimpleFindings;
import org.cervicalcds.findings.Wording;
import org.cervicalcds.terminology.CodeSystem;
import org.cervicalcds.terminology.Terminology;
import tools.jackson.databind.JsonNode;

/** Reads {@code findings/}: named facts, grouped by area; names are unique across files. */
final class FindingFiles {
    private final YamlFiles yaml;
    private final Problems problems;
    private final FindingKinds kinds;
    private final Map<String, FindingDefinition> findings = new LinkedHashMap<>();
    private final Map<String, String> fileOf = new HashMap<>();
    private final Map<String, FindingText> written = new LinkedHashMap<>();
    private final Map<String, List<Object>> writtenPhrases = new LinkedHashMap<>();

    FindingFiles(
            YamlFiles yaml,
            Terminology terminology,
            Map<String, CodeSystem> systems,
            Settings settings,
            Problems problems) {
        this.yaml = yaml;
        this.problems = problems;
        this.kinds = new FindingKinds(terminology, systems, settings, phrases());
    }

    private Map<String, List<Wording.Source>> phrases() {
        Map<String, List<Wording.Source>> lists = new LinkedHashMap<>();
        Fields file = yaml.required("phrases.yaml");
        file.each((name, list) -> {
            writtenPhrases.put(name, PlainYaml.list(list));
            List<Wording.Source> sources = new ArrayList<>();
            for (JsonNode element : file.elements(name)) {
                if (element.isValueNode()) {
                    sources.add(new Wording.Source(element.asString(), null, null));
                } else {
                    Fields phrase = new Fields(element, file.file(), file.path(name), problems);
                    sources.add(new Wording.Source(
                            phrase.text("phrase"),
                            phrase.optionalText("not-about"),
                            phrase.optionalText("unless-about")));
                    phrase.end();
                }
            }
            lists.put(name, sources);
        });
        return lists;
    }

    Map<String, FindingDefinition> read() {
        for (String path : yaml.below("findings")) {
            yaml.read(path).eachObject((name, fields) -> {
                if (findings.containsKey(name)) {
                    problems.add(path, name, "is defined in " + fileOf.get(name) + " already");
                }
                if (!name.matches("[a-z][a-z0-9-]*")) {
                    problems.add(path, name, "must be written in lower case with hyphens");
                }
                String means = fields.optionalText("means");
                FindingDefinition definition = kinds.read(fields);
                if (definition != null) {
                    findings.put(name, definition);
                }
                Mentions mentions = fields.mentions();
                written.put(
                        name,
                        new FindingText(
                                name,
                                means,
                                fields.plain(),
                                mentions.valueSets(),
                                mentions.settings(),
                                mentions.phrases()));
                fileOf.put(name, path);
            });
        }
        checkNames();
        checkCircles();
        return findings;
    }

    /** The findings as they were written, by name. */
    Map<String, FindingText> written() {
        return written;
    }

    /** The lists of phrases as they were written, by name. */
    Map<String, List<Object>> writtenPhrases() {
        return writtenPhrases;
    }

    private void checkNames() {
        findings.forEach((name, definition) -> {
            for (String used : definition.uses()) {
                if (!fileOf.containsKey(used)) {
                    problems.unknown(fileOf.getOrDefault(name, ""), name, "finding", used, fileOf.keySet());
                }
            }
        });
    }

    private void checkCircles() {
        Set<String> done = new HashSet<>();
        for (String name : findings.keySet()) {
            visit(name, new ArrayList<>(), done);
        }
    }

    private void visit(String name, List<String> way, Set<String> done) {
        if (way.contains(name)) {
            problems.add(
                    fileOf.getOrDefault(name, ""),
                    name,
                    "is made of itself: " + String.join(" -> ", way) + " -> " + name);
            done.add(name);
            return;
        }
        FindingDefinition definition = findings.get(name);
        if (definition == null || done.contains(name)) {
            return;
        }
        way.add(name);
        definition.uses().forEach(used -> visit(used, way, done));
        way.remove(name);
        done.add(name);
    }

    /** Checks the cards that findings name, once cards are known. */
    void checkOtherCards(Set<String> cards) {
        findings.forEach((name, definition) -> {
            if (definition instanceof SimpleFindings.OtherCard other && !cards.contains(other.card())) {
                problems.unknown(fileOf.getOrDefault(name, ""), name + ".card", "card", other.card(), cards);
            }
        });
    }
}
