package org.cervicalcds.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.Codes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Value sets with their rows as expansion. A row of ICD stands for all codes that begin with it: in {@code compose} it is a filter, in the
 * expansion the row itself, and CQL asks for a code together with those above it.
 */
final class ValueSetResources {
    private static final String KNOWN = "known-codes";
    private static final String ISSUED = "2000-01-01T00:00:00Z";

    private final Content content;
    private final Codes codes;
    private final String version;

    ValueSetResources(Content content, Codes codes, String version) {
        this.content = content;
        this.codes = codes;
        this.version = version;
    }

    static String address(String id) {
        return FhirJson.BASE + "/ValueSet/" + id;
    }

    /** The sets that are used, and one of every code that the content knows. */
    List<ObjectNode> resources() {
        List<ObjectNode> resources = new ArrayList<>();
        codes.used().forEach(set -> resources.add(resource(set)));
        resources.add(known());
        return resources;
    }

    private ObjectNode resource(ValueSet set) {
        ObjectNode resource = FhirJson.definition("ValueSet", set.id(), set.title(), version, true);
        Map<CodeSystem, List<String>> rows = content.terminology().codesOf(set);
        ObjectNode compose = resource.putObject("compose");
        ArrayNode contains = expansion(resource);
        rows.forEach((system, ofSystem) -> {
            include(compose, set, system, ofSystem);
            for (String row : ofSystem) {
                contained(contains, system, row, codes.label(set, system, row));
            }
        });
        excluded(compose, set, rows);
        return resource;
    }

    private void include(ObjectNode compose, ValueSet set, CodeSystem system, List<String> rows) {
        ObjectNode named = null;
        for (String row : rows) {
            boolean beginning = system.matching() == CodeSystem.Matching.UNDOTTED_PREFIX && !row.startsWith("=");
            if (beginning) {
                filter(FhirJson.array(compose, "include").addObject(), system, row);
            } else {
                if (named == null) {
                    named = FhirJson.array(compose, "include").addObject().put("system", system.uri());
                    named.putArray("concept");
                }
                ObjectNode concept = ((ArrayNode) named.get("concept")).addObject();
                concept.put("code", Codes.canonical(system, row));
                label(concept, codes.label(set, system, row));
            }
        }
    }

    private static void filter(ObjectNode include, CodeSystem system, String row) {
        include.put("system", system.uri());
        include.putArray("filter")
                .addObject()
                .put("property", "code")
                .put("op", "regex")
                .put("value", Codes.canonical(system, row).replace(".", "\\.") + ".*");
    }

    private void excluded(ObjectNode compose, ValueSet set, Map<CodeSystem, List<String>> rows) {
        new TreeMap<>(codes.text(set).never()).forEach((name, never) -> {
            for (CodeSystem system : rows.keySet()) {
                if (system.name().equals(name)) {
                    never.forEach(
                            row -> filter(FhirJson.array(compose, "exclude").addObject(), system, row));
                }
            }
        });
    }

    private static ArrayNode expansion(ObjectNode resource) {
        // The rows change with the version only; when they were written down says nothing, and would make every export
        // another.
        ObjectNode expansion = resource.putObject("expansion").put("timestamp", ISSUED);
        return expansion.putArray("contains");
    }

    private static void contained(ArrayNode contains, CodeSystem system, String row, @Nullable String label) {
        ObjectNode code = contains.addObject();
        code.put("system", system.uri()).put("code", Codes.canonical(system, row));
        label(code, label);
    }

    /** Our own words are no display of the system's. */
    private static void label(ObjectNode code, @Nullable String label) {
        if (label != null && !label.isEmpty()) {
            code.putArray("designation").addObject().put("language", "en").put("value", label);
        }
    }

    /** Every code that some set of the content holds: what is in none of them is not known here. */
    private ObjectNode known() {
        Map<String, TreeSet<String>> bySystem = new TreeMap<>();
        for (ValueSet set : content.terminology().valueSets()) {
            content.terminology()
                    .codesOf(set)
                    .forEach((system, rows) ->
                            rows.forEach(row -> bySystem.computeIfAbsent(system.uri(), uri -> new TreeSet<>())
                                    .add(Codes.canonical(system, row))));
        }
        ObjectNode resource = FhirJson.definition(
                "ValueSet", KNOWN, "Every code that some value set of the content holds", version, true);
        ArrayNode includes = resource.putObject("compose").putArray("include");
        ArrayNode contains = expansion(resource);
        bySystem.forEach((uri, all) -> {
            ArrayNode concepts = includes.addObject().put("system", uri).putArray("concept");
            all.forEach(code -> {
                concepts.addObject().put("code", code);
                contains.addObject().put("system", uri).put("code", code);
            });
        });
        return resource;
    }
}
