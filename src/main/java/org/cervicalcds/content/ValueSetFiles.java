package org.cervicalcds.content;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.terminology.CodeSystem;
import org.cervicalcds.terminology.Terminology;
import org.cervicalcds.terminology.TerminologyBuilder;
import org.cervicalcds.terminology.ValueSet;

/** Reads {@code value-sets/}: one file a set, and those with CPT codes apart so that a site without a licence can switch them off. */
final class ValueSetFiles {
    private final YamlFiles yaml;
    private final Map<String, CodeSystem> systems;
    private final Problems problems;
    private final TerminologyBuilder builder = new TerminologyBuilder();

    ValueSetFiles(YamlFiles yaml, Map<String, CodeSystem> systems, Problems problems) {
        this.yaml = yaml;
        this.systems = systems;
        this.problems = problems;
    }

    Terminology read(boolean withCpt) {
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
        codes(fields, set, true);
        fields.optional(
                "disabled",
                disabled -> disabled.eachObject((system, rows) -> {
                    checkSystem(disabled, system);
                    rows.eachObject((code, row) -> {
                        row.text("label");
                        row.text("reason");
                    });
                }));
        fields.optional(
                "never",
                never -> never.each((system, rows) -> {
                    if (checkSystem(never, system)) {
                        never.texts(system).forEach(row -> builder.never(set, system, row));
                    }
                }));
        fields.optional(
                "only-with-neck-named",
                only -> only.each((system, rows) -> {
                    if (checkSystem(only, system)) {
                        only.texts(system).forEach(row -> builder.onlyWithNeckNamed(set, system, row));
                    }
                }));
        fields.flag("unused", false);
        fields.end();
    }

    private void cpt(String path) {
        Fields fields = yaml.read(path);
        ValueSet set = builder.valueSet(id(path), fields.text("title"), false);
        codes(fields, set, false);
        fields.end();
    }

    private void codes(Fields fields, ValueSet set, boolean ingredients) {
        Fields codes = fields.object("codes");
        codes.each((system, rows) -> {
            if (!checkSystem(codes, system)) {
                return;
            }
            codes.textsByName(system).forEach((code, label) -> {
                if (label.isEmpty()) {
                    problems.add(codes.file(), codes.path(system) + "." + code, "needs a label of our own");
                }
                builder.code(set, system, code, label);
                if (ingredients && system.equals("rxnorm")) {
                    builder.ingredient(set, label);
                }
            });
        });
    }

    private boolean checkSystem(Fields fields, String system) {
        if (systems.containsKey(system)) {
            return true;
        }
        problems.unknown(fields.file(), fields.path(system), "code system", system, systems.keySet());
        return false;
    }

    /** Value sets named in a list, checked against what is known. */
    static List<ValueSet> named(Fields fields, String key, Terminology terminology) {
        return fields.texts(key).stream()
                .map(id -> named(fields, key, id, terminology))
                .toList();
    }

    /** A value set by id; an unknown one is a problem and stands for an empty set. */
    static ValueSet named(Fields fields, String key, String id, Terminology terminology) {
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
