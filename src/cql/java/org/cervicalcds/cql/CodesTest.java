package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.export.CqlExport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.EvaluationExpressionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationFunctionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationParams;

/**
 * The library of codes reads addresses, codes and units as the service does; and each of its lines taken away makes some of these
 * comparisons fail.
 */
class CodesTest {
    private static final String LIBRARY = "CervicalCodes";
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    /** A call of a function, and what it must give. */
    private record Case(String function, List<Object> arguments, @Nullable Object expected) {
        @Override
        public String toString() {
            return function + arguments;
        }
    }

    private static Case is(String function, @Nullable Object expected, Object... arguments) {
        return new Case(function, Arrays.asList(arguments), expected);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Map<String, CodeSystem> systems = new TreeMap<>();
        CONTENT.terminology().codeSystems().forEach(system -> systems.put(system.name(), system));
        Map<String, CodeSystem> withRows = new TreeMap<>();
        CONTENT.terminology().valueSets().forEach(set -> CONTENT.terminology()
                .codesOf(set)
                .keySet()
                .forEach(system -> withRows.put(system.name(), system)));
        for (CodeSystem system : systems.values()) {
            CodeSystem rows = withRows.get(system.readAs() == null ? system.name() : system.readAs());
            List<String> addresses = new ArrayList<>(system.aliases());
            addresses.add(system.uri());
            for (String address : addresses) {
                String whole = address.replace("*", "2026");
                if (rows != null) {
                    cases.add(is("SystemOf", rows.uri(), whole));
                    cases.add(is("SystemOf", rows.uri(), " " + whole.toUpperCase(Locale.ROOT) + "/|2026"));
                    if (system.leading() != null) {
                        cases.add(is("WithoutLeading", "X1", whole, system.leading() + "X1"));
                        cases.add(is("WithoutLeading", "YX1", whole, "YX1"));
                        cases.add(is("WithoutLeading", system.leading() + "X1", "urn:none", system.leading() + "X1"));
                    }
                } else {
                    cases.add(is("SystemOf", whole, whole));
                }
            }
        }
        withRows.forEach((name, system) -> {
            String uri = system.uri();
            cases.add(is("NameOf", name, uri));
            cases.add(is("IsKnownSystem", true, uri));
            cases.add(is("HasPrefixes", system.matching() == CodeSystem.Matching.UNDOTTED_PREFIX, uri));
            cases.add(is("IsIcd10", name.equals("icd-10") || name.equals("icd-10-cm"), uri));
            CodeSystem other = system.otherwise() == null ? null : systems.get(system.otherwise());
            cases.add(is("Otherwise", other == null ? null : other.uri(), uri));
            switch (system.matching()) {
                case UNDOTTED_PREFIX -> {
                    cases.add(is("Normal", "S12.9XXA", uri, " s129xxa"));
                    cases.add(is("Normal", "M54.2", uri, "M54.2+"));
                    cases.add(is("Normal", "M54", uri, "m54"));
                }
                case UNDOTTED_EXACT -> {
                    cases.add(is("Normal", "805.00", uri, "80500"));
                    cases.add(is("Normal", "E885.9", uri, "e8859"));
                    cases.add(is("Normal", "E885", uri, "E885"));
                }
                case EXACT -> cases.add(is("Normal", "a-1.2", uri, " a-1.2 "));
            }
        });
        cases.add(is("SystemOf", "urn:none", "urn:none"));
        cases.add(is("NameOf", "", "urn:none"));
        cases.add(is("IsKnownSystem", false, "urn:none"));
        CONTENT.text().units().forEach((unit, spellings) -> {
            cases.add(is("UnitOf", unit, unit, ""));
            spellings.forEach(spelling -> {
                cases.add(is("UnitOf", unit, spelling, "no such unit"));
                cases.add(is("UnitOf", unit, "no such unit", " " + spelling + " "));
            });
        });
        cases.add(is("UnitOf", "wk", "{week(s)}", ""));
        cases.add(is("UnitOf", "furlong", " furlong", "mile"));
        cases.add(is("UnitOf", "kg", "{kg}", ""));
        for (String unit : CqlExport.massUnits()) {
            BigDecimal kilograms = CONTENT.terminology().units().convert(new BigDecimal("70000000"), unit, "kg");
            cases.add(is("KilogramsOf", kilograms, new BigDecimal("70000000"), unit));
        }
        cases.add(is("KilogramsOf", new BigDecimal("70"), new BigDecimal("70"), "kg{dry}"));
        cases.add(is("KilogramsOf", null, new BigDecimal("70"), "mL"));
        CONTENT.text().valueSets().values().forEach(set -> set.never()
                .forEach((system, rows) -> rows.forEach(row -> {
                    if (!isInSomeSet(system, row)) {
                        cases.add(is("IsNever", true, row));
                        cases.add(is("IsNever", true, row + "1"));
                    }
                })));
        cases.add(is("IsNever", false, "M54.2"));
        return cases;
    }

    private static boolean isInSomeSet(String system, String code) {
        return CONTENT.text().valueSets().values().stream()
                .anyMatch(set -> set.codes().getOrDefault(system, Map.of()).keySet().stream()
                                .anyMatch(code::startsWith)
                        && set.never().getOrDefault(system, List.of()).stream().noneMatch(code::startsWith));
    }

    private static boolean holds(ReferenceEngine engine, Translation translation, Case one) {
        HookCall none = new HookCall(Map.of(), Map.of());
        CqlEngine running = engine.engine(none);
        EvaluationExpressionRef call = new EvaluationFunctionRef(one.function(), null, one.arguments());
        var results = running.evaluate(new EvaluationParams(
                        Map.of(translation.identifier(LIBRARY), List.of(call)),
                        null,
                        new HashMap<>(),
                        null,
                        ZonedDateTime.now(CONTENT.zone())))
                .getOnlyResultOrThrow();
        var result = results.get(call);
        Object value = result == null ? null : result.getValue();
        if (value instanceof BigDecimal number && one.expected() instanceof BigDecimal expected) {
            return number.subtract(expected).abs().compareTo(new BigDecimal("0.00000001")) <= 0;
        }
        return Objects.equals(value, one.expected());
    }

    @Test
    void readsCodesAsTheServiceDoesAndEachLineIsMissed() {
        CqlPackage cards = CqlPackage.of(CqlExport.of(CONTENT).files());
        Map<String, String> codes = new LinkedHashMap<>();
        String cql = Objects.requireNonNull(cards.cql().get(LIBRARY));
        codes.put(LIBRARY, cql);
        Translation translation = Translation.of(codes);
        assertThat(translation.problems()).isEmpty();
        ReferenceEngine engine = new ReferenceEngine(translation, Map.of());
        List<Case> cases = cases();
        assertThat(cases).filteredOn(one -> !holds(engine, translation, one)).isEmpty();
        List<String> unnoticed = new ArrayList<>();
        List<Line> lines = Line.in(Objects.requireNonNull(translation.inMemory().get(LIBRARY)), cql);
        References references = new References(translation.inMemory());
        for (Line line : lines) {
            Set<String> functions =
                    references.reached(Set.of(new References.Defined(LIBRARY, line.name(), true))).stream()
                            .map(References.Defined::name)
                            .collect(Collectors.toSet());
            line.take().run();
            if (cases.stream()
                    .filter(one -> functions.contains(one.function()))
                    .allMatch(one -> holdsStill(engine, translation, one))) {
                unnoticed.add(line.name() + ": " + line.what() + ": " + line.text());
            }
            line.back().run();
        }
        System.out.println(lines.size() + " lines of codes taken away in " + cases.size() + " comparisons");
        assertThat(unnoticed).isEmpty();
    }

    private static boolean holdsStill(ReferenceEngine engine, Translation translation, Case one) {
        try {
            return holds(engine, translation, one);
        } catch (RuntimeException e) {
            return false;
        }
    }
}
