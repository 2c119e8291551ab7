package org.cervicalcds.content.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.words.PlainNames;
import org.cervicalcds.engine.words.PlainNames.PlainName;

/** Reads {@code names.yaml}: plain names of what the record holds, by value set and code; the first that fits is used. */
public final class NameFile {
    private final List<Object> written = new ArrayList<>();
    private final List<PlainName> names = new ArrayList<>();

    public NameFile(YamlFiles yaml, Terminology terminology, FindingKinds kinds) {
        if (yaml.paths().contains("names.yaml")) {
            Fields file = yaml.read("names.yaml");
            file.eachObject((name, fields) -> {
                if (name.length() > PlainNames.LONGEST) {
                    fields.problem("", "is longer than " + PlainNames.LONGEST + " characters");
                }
                CodeFilter codes = new CodeFilter(kinds.rows(fields, "codes"), Map.of());
                ValueSetFiles.named(fields, "of", terminology)
                        .forEach(set -> names.add(new PlainName(set, codes, name)));
                written.add(List.of(name, fields.plain()));
            });
        }
    }

    public PlainNames names() {
        return new PlainNames(List.copyOf(names));
    }

    /** The names as they were written, in their order. */
    public List<Object> written() {
        return List.copyOf(written);
    }
}
