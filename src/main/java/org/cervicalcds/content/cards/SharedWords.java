package org.cervicalcds.content.cards;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;

/** Reads {@code words.yaml}: words that several cards use; a word of the card's own goes before the shared one of that name. */
final class SharedWords {
    private final Map<String, Words> words = new LinkedHashMap<>();
    private final Map<String, Object> written = new LinkedHashMap<>();

    SharedWords(YamlFiles yaml, Set<String> findings, CardTemplates templates, Problems problems) {
        if (yaml.paths().contains("words.yaml")) {
            Fields file = yaml.read("words.yaml");
            words.putAll(read(file, findings, templates));
            written.putAll(file.plain());
        }
    }

    Set<String> names() {
        return words.keySet();
    }

    /** Words by name: a text for each finding, of which the first or all are used. */
    static Map<String, Words> read(Fields fields, Set<String> findings, CardTemplates templates) {
        Map<String, Words> words = new LinkedHashMap<>();
        fields.eachObject((name, word) -> {
            boolean every = word.has("all");
            String key = every ? "all" : "first";
            if (!word.has(key)) {
                word.problem("first", "is missing (or all)");
            }
            Map<String, Template> texts = new LinkedHashMap<>();
            word.textsByName(key).forEach((finding, text) -> {
                if (findings.contains(finding)) {
                    texts.put(finding, templates.parse(text));
                } else {
                    word.problems().unknown(word.file(), word.path(key), "finding", finding, findings);
                }
            });
            String otherwise = word.optionalText("otherwise");
            String ifUnknown = word.optionalText("if-unknown");
            String usual = otherwise == null ? "" : otherwise;
            words.put(name, new Words(every, texts, usual, ifUnknown == null ? usual : ifUnknown));
        });
        return words;
    }

    /** Adds those that the places of a card ask for. */
    void add(Map<String, Words> card, Collection<String> places) {
        for (String place : places) {
            Words shared = words.get(place);
            if (shared != null) {
                card.putIfAbsent(place, shared);
            }
        }
    }

    /** What was written about some words, for the hash of a card. */
    Map<String, Object> written(Collection<String> names) {
        Map<String, Object> some = new TreeMap<>(written);
        some.keySet().retainAll(names);
        return some;
    }
}
