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
import org.cervicalcds.engine.terminology.CodeSystem.Matching;
import org.cervicalcds.engine.terminology.SystemAddress;
import org.jspecify.annotations.Nullable;

/** Reads {@code code-systems.yaml}: the systems that value sets may name, and the addresses under which records send them. */
public final class CodeSystemFiles {
    private static final String FILE = "code-systems.yaml";

    private CodeSystemFiles() {}

    /** The systems by name, in the order written. */
    public static Map<String, CodeSystem> read(YamlFiles yaml, Problems problems) {
        Map<String, CodeSystem> systems = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        yaml.required(FILE).eachObject((name, fields) -> {
            CodeSystem system = new CodeSystem(
                    name,
                    fields.text("uri"),
                    fields.texts("aliases"),
                    fields.word("matching", Matching.class, null),
                    orEmpty(fields.optionalText("marks")),
                    fields.optionalText("leading"),
                    fields.optionalText("read-as"),
                    fields.optionalText("otherwise"));
            systems.put(name, system);
            take(system.uri(), "uri", fields, taken);
            system.aliases().forEach(alias -> take(alias, "aliases", fields, taken));
        });
        for (CodeSystem system : systems.values()) {
            refersTo(system, "read-as", system.readAs(), systems, problems);
            refersTo(system, "otherwise", system.otherwise(), systems, problems);
        }
        return systems;
    }

    private static void take(String address, String key, Fields fields, Set<String> taken) {
        if (!taken.add(SystemAddress.key(address))) {
            fields.problem(
                    key, "names the address '" + address + "', which is listed already, perhaps in another spelling");
        }
    }

    private static void refersTo(
            CodeSystem system, String key, @Nullable String other, Map<String, CodeSystem> systems, Problems problems) {
        if (other == null) {
            return;
        }
        CodeSystem target = systems.get(other);
        if (target == null) {
            problems.unknown(FILE, system.name() + "." + key, "code system", other, systems.keySet());
        } else if (target == system || target.readAs() != null) {
            problems.add(FILE, system.name() + "." + key, "must name another system that has rows of its own");
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Systems that value sets may name: those with rows of their own. */
    static List<String> withRows(Map<String, CodeSystem> systems) {
        return systems.values().stream()
                .filter(system -> system.readAs() == null)
                .map(CodeSystem::name)
                .toList();
    }
}
