package org.cervicalcds.cql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.cql.References.Defined;
import org.cervicalcds.engine.terminology.CodeSystem;

/** Charts for one finding: with one resource more, and with one or two things changed of what it rests on, by the codes and words it asks for. */
final class Variations {
    private static final int CHARTS_OF_A_KIND = 3;

    /** So many vignettes are given one resource more. */
    private static final int HOSTS = 2;

    private static final int CODES_OF_A_SET = 5;
    private static final int WORDS_OF_A_FINDING = 30;

    private final Random random = new Random(1);
    private final Fidelity fidelity;
    private final ServiceValues service;
    private final ReferenceEngine engine;
    private final References references;
    private final Set<Defined> definitions;
    private final Map<String, String> systems;
    private final ChangedCharts charts;
    private final List<Vignette> vignettes;

    Variations(ShippedCql cql, List<Vignette> vignettes) {
        this.fidelity = cql.fidelity(cql.content());
        this.service = new ServiceValues(fidelity);
        this.engine = cql.engine();
        this.references = new References(cql.translation().inMemory());
        this.definitions = cql.translation().definitions().keySet();
        this.systems = cql.content().terminology().codeSystems().stream()
                .collect(Collectors.toMap(CodeSystem::name, CodeSystem::uri));
        this.charts = new ChangedCharts(vignettes, 1);
        this.vignettes = vignettes;
    }

    /** @param times so many changes of each of some charts in which the finding is present */
    Stream<Vignette> of(String finding, int times) {
        SingleChanges.Material from = new SingleChanges.Material(codes(finding), words(finding));
        List<SingleChanges.Change> says = from.says();
        List<Vignette> asked = asked(finding);
        Stream<Vignette> withOneMore = asked.isEmpty() || says.isEmpty()
                ? Stream.of()
                : charts.shapes().stream().flatMap(shape -> charts.withOneMore(any(asked), shape, any(says)).stream());
        return Stream.concat(
                withOneMore,
                resting(finding, asked, from).stream()
                        .flatMap(resting ->
                                charts.changedOnce(resting.chart(), resting.entries(), from, times).stream()));
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** Vignettes whose call asks for a finding, in any order. */
    private List<Vignette> asked(String finding) {
        List<Vignette> asked = new ArrayList<>(vignettes.stream()
                .filter(vignette -> fidelity.all(vignette.hook()).contains(finding))
                .toList());
        Collections.shuffle(asked, random);
        return asked;
    }

    /**
     * A chart in which a finding is present.
     *
     * @param entries some of those it rests on
     */
    private record Resting(Vignette chart, Set<String> entries) {}

    /** Some of each kind of entries that it can rest on: those of vignettes, and each with a code or word of the finding. */
    private List<Resting> resting(String finding, List<Vignette> asked, SingleChanges.Material from) {
        Map<String, List<Resting>> byKind = new LinkedHashMap<>();
        for (Vignette vignette : asked) {
            Set<String> entries = service.evidence(vignette, finding);
            String kind = entries.stream()
                    .map(reference -> reference.substring(0, reference.indexOf('/') + 1))
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining());
            keep(byKind, kind, new Resting(vignette, entries));
        }
        for (ChangedCharts.Shape shape : charts.shapes()) {
            for (SingleChanges.Change says : from.says()) {
                for (Vignette vignette : asked.subList(0, Math.min(HOSTS, asked.size()))) {
                    if (byKind.getOrDefault(shape.kind(), List.of()).size() < CHARTS_OF_A_KIND) {
                        charts.withOneMore(vignette, shape, says)
                                .filter(chart ->
                                        service.evidence(chart, finding).contains(shape.reference()))
                                .ifPresent(chart ->
                                        keep(byKind, shape.kind(), new Resting(chart, Set.of(shape.reference()))));
                    }
                }
            }
        }
        return byKind.values().stream().flatMap(List::stream).toList();
    }

    private static void keep(Map<String, List<Resting>> byKind, String kind, Resting resting) {
        List<Resting> some = byKind.computeIfAbsent(kind, k -> new ArrayList<>());
        if (some.size() < CHARTS_OF_A_KIND && !resting.entries().isEmpty()) {
            some.add(resting);
        }
    }

    /** The definitions that a finding is made of. */
    private List<Defined> parts(String finding) {
        return definitions.stream()
                .filter(defined -> defined.library().equals(Fidelity.FINDINGS)
                        && defined.name().startsWith(finding)
                        && fidelity.findingOf(defined.name()).equals(finding))
                .toList();
    }

    private Stream<String> literals(String finding) {
        return parts(finding).stream()
                .flatMap(part -> references.literals(part).stream())
                .distinct();
    }

    /** Some codes of each value set that a finding names, if there are any those that no other one has, and the codes it names itself. */
    private List<String> codes(String finding) {
        List<String> sets = parts(finding).stream()
                .flatMap(part -> references.valueSets(part).stream())
                .distinct()
                .toList();
        List<String> some = new ArrayList<>();
        for (String set : sets) {
            List<String> codes = new ArrayList<>(engine.codes(set));
            Collections.shuffle(codes, random);
            Set<String> others = sets.stream()
                    .filter(other -> !other.equals(set))
                    .flatMap(other -> engine.codes(other).stream())
                    .collect(Collectors.toSet());
            codes.sort(Comparator.comparing(others::contains));
            some.addAll(codes.subList(0, Math.min(CODES_OF_A_SET, codes.size())));
        }
        literals(finding).filter(literal -> literal.matches("\\d{5}")).forEach(cpt -> {
            int number = Integer.parseInt(cpt);
            List.of(String.valueOf(number - 1), String.valueOf(number + 1), cpt + "0")
                    .forEach(code -> some.add(systems.get("cpt") + "|" + code));
        });
        literals(finding)
                .forEach(literal -> systems.forEach((name, system) -> {
                    if (literal.startsWith(name + "|")) {
                        some.add(system + literal.substring(name.length()));
                    }
                }));
        return some;
    }

    /** Some words that a finding seeks. */
    private List<String> words(String finding) {
        List<String> words = new ArrayList<>(literals(finding)
                .flatMap(literal -> Arrays.stream(literal.split("\\|")))
                .map(pattern -> pattern.replaceAll("\\[[^]]*][*+?]?", "").replace(" ?", " "))
                .filter(word -> word.matches("[\\p{L}/' -]{3,}"))
                .distinct()
                .toList());
        Collections.shuffle(words, random);
        return words.subList(0, Math.min(WORDS_OF_A_FINDING, words.size()));
    }
}
