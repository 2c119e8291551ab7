package org.cervicalcds.content.findings;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.engine.terminology.ValueSet;

/** Reads {@code value-sets/}: one file a set, and those with CPT codes apart so that a site without a licence can switch them off. */
public final class ValueSetFiles {
    private final YamlFiles yaml;
    private final Map<String, CodeSystem> systems;
    private final Problems problems;
    private final TerminologyBuilder builder = new TerminologyBuilder();
    private final Map<String, ValueSetText> written = new LinkedHashMap<>();

    public ValueSetFiles(YamlFiles yaml, Map<String, CodeSystem> systems, Units units, Problems problems) {
        builder.units(units);
        this.yaml = yaml;
        this.systems = systems;
        this.problems = problems;
    }

    public Terminology read(boolean withCpt) {
        systems.values().forEach(builder::codeSystem);
        Set<String> ids = new HashSet<>();
        for (String path : yaml.below("value-sets")) {
            boolean apart = path.startsWith("value-sets/cpt/");
            if (!apart) {
                ids.add(id(path));
                main(path);
            }
        }
        for (String path : yaml.below("value-sets/cpt")) {
            if (!ids.contains(id(path))) {
                problems.add(
                        path,
                        "",
                        "adds to a value set that is not known: there is no value-sets/" + id(path) + ".yaml");
            }
            if (withCpt) {
                cpt(path);
            } else {
                yaml.leave(path);
            }
        }
        return builder.build();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".yaml".length());
    }

    private void main(String path) {
        Fields fields = yaml.read(path);
        ValueSet set = builder.valueSet(id(path), fields.text("title"), fields.flag("body-region", false));
        Map<String, Map<String, String>> codes = new LinkedHashMap<>();
        codes(fields, set, codes, true);
        fields.optional(
                "disabled",
                disabled -> disabled.eachObject((system, rows) -> {
                    checkSystem(disabled, system);
                    rows.eachObject((code, row) -> {
                        row.text("label");
                        row.text("reason");
                    });
                }));
        Map<String, List<String>> never = rows(fields, "never");
        never.forEach((system, rows) -> rows.forEach(row -> builder.never(set, system, row)));
        Map<String, List<String>> only = rows(fields, "only-with-neck-named");
        only.forEach((system, rows) -> rows.forEach(row -> builder.onlyWithNeckNamed(set, system, row)));
        Map<String, List<String>> withWords = onlyWithWords(fields, set);
        List<String> neverWithWords = fields.texts("never-with-words");
        if (!neverWithWords.isEmpty()) {
            builder.neverWithWords(set, neverWithWords);
        }
        written.put(
                set.id(),
                new ValueSetText(
                        set.id(),
                        set.title(),
                        fields.flag("unused", false),
                        set.bodyRegion(),
                        codes,
                        never,
                        only,
                        withWords,
                        neverWithWords));
        fields.end();
    }

    private Map<String, List<String>> onlyWithWords(Fields fields, ValueSet set) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        fields.optional("only-with-words", rule -> {
            List<String> words = rule.texts("words");
            rows.put("words", words);
            rule.optional(
                    "codes",
                    systems -> systems.each((system, ignored) -> {
                        if (checkSystem(systems, system)) {
                            List<String> codes = systems.texts(system);
                            codes.forEach(code -> checkForm(systems, system, code));
                            rows.put(system, codes);
                            builder.onlyWithWords(set, system, codes, words);
                        }
                    }));
        });
        return rows;
    }

    private void cpt(String path) {
        Fields fields = yaml.read(path);
        ValueSet set = builder.valueSet(id(path), fields.text("title"), false);
        ValueSetText main = written.get(set.id());
        codes(fields, set, main == null ? new LinkedHashMap<>() : main.codes(), false);
        fields.end();
    }

    private Map<String, List<String>> rows(Fields fields, String key) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        fields.optional(
                key,
                systems -> systems.each((system, ignored) -> {
                    if (checkSystem(systems, system)) {
                        List<String> codes = systems.texts(system);
                        codes.forEach(code -> checkForm(systems, system, code));
                        rows.put(system, codes);
                    }
                }));
        return rows;
    }

    /** The sets as they were written, by id. */
    public Map<String, ValueSetText> written() {
        return written;
    }

    private void codes(Fields fields, ValueSet set, Map<String, Map<String, String>> written, boolean ingredients) {
        Fields codes = fields.object("codes");
        codes.each((system, rows) -> {
            if (!checkSystem(codes, system)) {
                return;
            }
            codes.textsByName(system).forEach((code, label) -> {
                if (label.isEmpty()) {
                    problems.add(codes.file(), codes.path(system) + "." + code, "needs a label of our own");
                }
                checkForm(codes, system, code);
                builder.code(set, system, code, label);
                written.computeIfAbsent(system, ignored -> new LinkedHashMap<>())
                        .put(code, label);
                if (ingredients && system.equals("rxnorm")) {
                    builder.ingredient(set, label);
                }
            });
        });
    }

    private void checkForm(Fields fields, String system, String code) {
        String problem = CodeForms.problem(system, code);
        if (problem != null) {
            problems.add(fields.file(), fields.path(system) + "." + code, problem);
        }
    }

    private boolean checkSystem(Fields fields, String system) {
        CodeSystem known = systems.get(system);
        if (known != null && known.readAs() == null) {
            return true;
        }
        problems.unknown(fields.file(), fields.path(system), "code system", system, CodeSystemFiles.withRows(systems));
        return false;
    }

    /** Value sets named in a list, checked against what is known. */
    public static List<ValueSet> named(Fields fields, String key, Terminology terminology) {
        return fields.texts(key).stream()
                .map(id -> named(fields, key, id, terminology))
                .toList();
    }

    /** A value set by id; an unknown one is a problem and stands for an empty set. */
    public static ValueSet named(Fields fields, String key, String id, Terminology terminology) {
        fields.mentions().valueSet(id);
        ValueSet set = terminology.valueSet(id);
        if (set != null) {
            return set;
        }
        fields.problems()
                .unknown(
                        fields.file(),
                        fields.path(key),
                        "value set",
                        id,
                        terminology.valueSets().stream().map(ValueSet::id).toList());
        return new ValueSet(id, id, 0, false);
    }
}
