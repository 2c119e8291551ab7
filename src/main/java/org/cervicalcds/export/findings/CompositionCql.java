package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.EntriesOfFinding;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;

/**
 * Findings made of others. The logic of CQL is the same three-valued one; for tiers that take what is unknown for absent there is a second
 * reading of whatever rests on an absence.
 *
 * @param assumed the findings that have a second reading
 * @param isElsewhere says that a finding is defined in the library of shared findings, seen from the one that is written
 */
public record CompositionCql(Evidence evidence, Set<String> assumed, Predicate<String> isElsewhere) {
    private static final String ASSUMING = " taking unknown for absent";

    /** The name of a finding as a tier reads it. */
    String reading(String finding, boolean assuming) {
        return assuming && assumed.contains(finding) ? finding + ASSUMING : finding;
    }

    /** Refers to a finding as a tier reads it. */
    public String refer(String finding, boolean assuming) {
        return (isElsewhere.test(finding) ? "Findings." : "") + name(reading(finding, assuming));
    }

    public Written write(String finding, Composition composition, boolean withEntries) {
        List<Definition> definitions = new ArrayList<>();
        definitions.addAll(reading(finding, composition, withEntries, false));
        if (assumed.contains(finding)) {
            definitions.addAll(reading(finding, composition, withEntries, true));
        }
        return new Written(Extent.GENERATED, definitions, evidence.open().contains(finding));
    }

    private List<Definition> reading(String finding, Composition composition, boolean withEntries, boolean assuming) {
        List<String> parts = new ArrayList<>();
        composition.allOf().forEach(part -> parts.add(refer(part, assuming)));
        composition.given().forEach(part -> parts.add(refer(part, assuming)));
        if (!composition.someOf().isEmpty()) {
            List<String> some = composition.someOf().stream()
                    .map(part -> refer(part, assuming))
                    .toList();
            parts.add(
                    composition.atLeast() == 1
                            ? parts.isEmpty() && composition.noneOf().isEmpty()
                                    ? String.join("\n  or ", some)
                                    : CqlText.any(some)
                            : "Chart.AtLeast(" + composition.atLeast() + ", { " + String.join(", ", some) + " })");
        }
        composition
                .noneOf()
                .forEach(part ->
                        parts.add(assuming ? "(" + refer(part, false) + " is not true)" : "not " + refer(part, false)));
        List<Definition> definitions = new ArrayList<>();
        String own = reading(finding, assuming);
        definitions.add(Search.define(
                own, Stream.of(String.join("\n  and ", parts).split("\n")).toList()));
        if (withEntries) {
            entries(finding, own, composition, assuming, definitions);
        }
        return definitions;
    }

    private void entries(
            String finding, String own, Composition composition, boolean assuming, List<Definition> definitions) {
        List<String> parts = Stream.concat(composition.allOf().stream(), composition.someOf().stream())
                .toList();
        List<String> readings = parts.stream()
                .map(part -> assuming && evidence.withEntries().contains(part) ? reading(part, true) : part)
                .toList();
        Evidence all = assuming ? evidence.alsoOf(readings) : evidence;
        String sure = all.entries(readings);
        if (assuming) {
            definitions.add(Definition.of(
                    own + " entries",
                    "if " + name(finding) + " is not null then " + Search.entries(finding),
                    "  else if " + name(own) + " then " + sure,
                    "  else Chart.\"No entries\""));
            return;
        }
        definitions.add(
                Definition.of(own + " entries", "if " + name(own) + " then " + sure, "  else Chart.\"No entries\""));
        if (evidence.open().contains(finding)) {
            String maybe = evidence.isOpen(parts) ? ", " + evidence.openEntries(parts) : "";
            definitions.add(Definition.of(
                    own + " open entries",
                    "if " + name(own) + " is null then flatten { " + evidence.entries(parts) + maybe + " }",
                    "  else if " + name(own) + " then "
                            + (maybe.isEmpty() ? "Chart.\"No entries\"" : evidence.openEntries(parts)),
                    "  else Chart.\"No entries\""));
        }
    }

    Written write(String finding, EntriesOfFinding definition, Set<String> needs) {
        List<Definition> definitions = new ArrayList<>();
        definitions.addAll(reading(finding, definition, needs, false));
        if (assumed.contains(finding)) {
            definitions.addAll(reading(finding, definition, needs, true));
        }
        return new Written(Extent.GENERATED, definitions, evidence.open().contains(finding));
    }

    private List<Definition> reading(String finding, EntriesOfFinding definition, Set<String> needs, boolean assuming) {
        String own = reading(finding, assuming);
        String whole = reading(definition.of(), assuming);
        boolean open = !assuming && evidence.open().contains(finding);
        List<String> window = Windows.conditions(definition.window(), "E");
        List<String> conditions = new ArrayList<>(window);
        if (!definition.notAmong().isEmpty()) {
            conditions.add("not (E.ref in Chart.Refs(" + evidence.entries(definition.notAmong()) + "))");
        }
        List<Definition> definitions = new ArrayList<>();
        definitions.add(Search.define(own + " entries", Definition.query(Search.entries(whole), "E", conditions, "E")));
        if (open) {
            definitions.add(Search.define(
                    own + " open entries",
                    Definition.query(Search.openEntries(definition.of()), "E", conditions, "E")));
        }
        String keys = CqlText.strings(needs.stream().sorted().toList());
        definitions.add(Definition.of(
                own,
                "if " + name(whole) + " is null then null as Boolean",
                "  else if not " + name(whole) + " then false",
                "  else " + Search.answer(own, open, keys)));
        return definitions;
    }
}
