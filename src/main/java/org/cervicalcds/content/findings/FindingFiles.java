package org.cervicalcds.content.findings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.NameReferences;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.content.files.YamlValues;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.text.Languages;
import org.cervicalcds.engine.text.Wording;
import tools.jackson.databind.JsonNode;

/** Reads {@code findings/}: named facts, grouped by area; names are unique across files. */
public final class FindingFiles {
    /** The setting with the languages of texts. */
    static final String TEXT_LANGUAGES = "report-language";

    private final YamlFiles yaml;
    private final Problems problems;
    private final FindingKinds kinds;
    private final ImageKinds images;
    private final Map<String, FindingDefinition> findings = new LinkedHashMap<>();
    private final Map<String, String> fileOf = new HashMap<>();
    private final Map<String, FindingText> written = new LinkedHashMap<>();
    private final Map<String, List<Object>> writtenPhrases = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> writtenLanguages = new LinkedHashMap<>();

    public FindingFiles(
            YamlFiles yaml,
            Terminology terminology,
            Map<String, CodeSystem> systems,
            ContentSettings settings,
            Problems problems) {
        this.yaml = yaml;
        this.problems = problems;
        Languages languages = languages(settings);
        this.images = new ImageKinds(new ImageReportFile(yaml, terminology), languages);
        this.kinds = new FindingKinds(terminology, systems, settings, phrases(), languages, images);
    }

    /** The words that turn a statement round, by language. */
    private Languages languages(ContentSettings settings) {
        Map<String, Map<Languages.Role, List<String>>> words = new LinkedHashMap<>();
        yaml.required("language.yaml").eachObject((language, fields) -> {
            writtenLanguages.put(language, fields.plain());
            Map<Languages.Role, List<String>> own = new EnumMap<>(Languages.Role.class);
            for (Languages.Role role : Languages.Role.values()) {
                own.put(role, fields.texts(role.name().toLowerCase(Locale.ROOT).replace('_', '-')));
            }
            words.put(language, own);
        });
        return new Languages(words, ofTexts(settings, words.keySet()));
    }

    private Set<String> ofTexts(ContentSettings settings, Set<String> known) {
        if (!(settings.value(TEXT_LANGUAGES) instanceof String list)) {
            problems.add("settings.yaml", TEXT_LANGUAGES, "is missing");
            return Set.of();
        }
        Set<String> languages = new LinkedHashSet<>(List.of(list.strip().split(" *, *")));
        for (String language : languages) {
            if (!known.contains(language)) {
                problems.unknown(
                        "settings.yaml", TEXT_LANGUAGES, "language with words in language.yaml", language, known);
            }
        }
        return languages;
    }

    private Map<String, List<Wording.Source>> phrases() {
        Map<String, List<Wording.Source>> lists = new LinkedHashMap<>();
        Fields file = yaml.required("phrases.yaml");
        file.each((name, list) -> {
            writtenPhrases.put(name, YamlValues.list(list));
            List<Wording.Source> sources = new ArrayList<>();
            for (JsonNode element : file.elements(name)) {
                if (element.isValueNode()) {
                    sources.add(Wording.Source.of(element.asString()));
                } else {
                    Fields phrase = new Fields(element, file.file(), file.path(name), problems);
                    sources.add(new Wording.Source(
                            phrase.text("phrase"),
                            phrase.optionalText("then"),
                            phrase.optionalText("not-about"),
                            phrase.optionalText("unless-about"),
                            phrase.optionalText("never-about")));
                    phrase.end();
                }
            }
            lists.put(name, sources);
        });
        return lists;
    }

    public Map<String, FindingDefinition> read() {
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
                NameReferences mentions = fields.mentions();
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

    public FindingKinds kinds() {
        return kinds;
    }

    /** The findings as they were written, by name. */
    public Map<String, FindingText> written() {
        return written;
    }

    /** The words that turn a statement round as they were written, by language. */
    public Map<String, Map<String, Object>> writtenLanguages() {
        return writtenLanguages;
    }

    /** How image reports are read, as it was written. */
    public Map<String, Object> writtenImageReports() {
        return images.written();
    }

    /** The lists of phrases as they were written, by name. */
    public Map<String, List<Object>> writtenPhrases() {
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

    /** Checks the cards that findings name, and the lines of their tiers, once cards are known. */
    public void checkOtherCards(List<CardDefinition> cards) {
        Map<String, Set<String>> linesByCard = new LinkedHashMap<>();
        for (CardDefinition card : cards) {
            Set<String> lines = linesByCard.computeIfAbsent(card.id(), id -> new LinkedHashSet<>());
            card.tiers().forEach(tier -> lines.add(tier.line()));
        }
        findings.forEach((name, definition) -> {
            if (definition instanceof SimpleFindings.OtherCard other) {
                String file = fileOf.getOrDefault(name, "");
                Set<String> lines = linesByCard.get(other.card());
                if (lines == null) {
                    problems.unknown(file, name + ".card", "card", other.card(), linesByCard.keySet());
                } else if (!other.line().isEmpty() && !lines.contains(other.line())) {
                    problems.unknown(file, name + ".line", "line of the tiers", other.line(), lines);
                }
            }
        });
    }
}
