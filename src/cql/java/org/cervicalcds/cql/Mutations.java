package org.cervicalcds.cql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.cql.References.Defined;
import org.cervicalcds.engine.cards.CardDefinition;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * Takes generated lines away, one at a time, until with each some comparison with the service fails: in vignettes and changed ones, and with
 * findings that are said to be something.
 */
final class Mutations {
    /** What the word is for a finding that CQL leaves open. */
    private static final String OPEN = "unknown";

    private final Random random = new Random(1);

    private final ShippedCql cql;
    private final Fidelity fidelity;
    private final ServiceValues service;
    private final ReferenceEngine engine;
    private final Translation translation;
    private final References references;
    private final Map<Defined, ExpressionDef> definitions;
    private final List<Taken> left = new ArrayList<>();
    private final Map<Taken, Seen> seen = new IdentityHashMap<>();

    /** How far the lines came that were not missed. */
    enum Seen {
        NOT_COMPARED("nothing that is compared rests on it"),
        NO_CHANGE("what it stands in stays the same without it"),
        NO_DIFFERENCE("what it stands in changes, and no comparison");

        final String words;

        Seen(String words) {
            this.words = words;
        }
    }

    /** A line by its library. */
    record Taken(String library, Line line) {
        Defined of() {
            return new Defined(library, line.name(), line.of() instanceof org.hl7.elm.r1.FunctionDef);
        }

        @Override
        public String toString() {
            return library + ", " + line.name() + ": " + line.what();
        }
    }

    /**
     * How far a line reaches.
     *
     * @param compared what is compared with the service and rests on it without anything else between that is
     * @param between these and whatever stands between
     */
    private record Reach(Set<Defined> compared, Set<Defined> between) {}

    /**
     * @param every so many-th line is taken away
     * @param from the first of them
     */
    Mutations(ShippedCql cql, List<String> libraries, int every, int from) {
        this.cql = cql;
        this.fidelity = cql.fidelity(cql.content());
        this.service = new ServiceValues(fidelity);
        this.engine = cql.engine();
        this.translation = cql.translation();
        this.references = new References(translation.inMemory());
        this.definitions = translation.definitions();
        int at = 0;
        for (String library : libraries) {
            for (Line line : Line.in(
                    library(library), Objects.requireNonNull(cql.cards().cql().get(library)))) {
                if (at++ % every == from) {
                    left.add(new Taken(library, line));
                }
            }
        }
    }

    /** Forgets the lines that a list of lines does not name. */
    void keepOnly(String lines) {
        left.removeIf(taken -> !lines.contains(taken + ": "));
    }

    Seen seen(Taken taken) {
        return seen.getOrDefault(taken, Seen.NOT_COMPARED);
    }

    private Library library(String name) {
        return Objects.requireNonNull(translation.inMemory().get(name));
    }

    /** Those that were not missed so far. */
    List<Taken> left() {
        return List.copyOf(left);
    }

    /** Takes each line away that was not missed so far, and leaves out those that this vignette misses. */
    void play(Vignette vignette) {
        Map<Defined, Object> values = service.of(vignette, definitions.keySet());
        left.removeIf(missed(vignette, values, left, said -> false, running -> {})::contains);
    }

    /**
     * Plays charts that vary what a finding rests on, as long as a line of that finding was not missed.
     *
     * @param times so many changes of each of some charts in which it is present
     */
    void vary(List<Vignette> vignettes, int times) {
        Variations variations = new Variations(cql, vignettes);
        ofFindings().forEach((finding, lines) -> variations
                .of(finding, times)
                .takeWhile(chart -> !lines.isEmpty())
                .forEach(chart -> {
                    Set<Taken> found = missed(
                            chart,
                            service.of(chart, finding, definitions.keySet()),
                            lines,
                            said -> false,
                            running -> {});
                    lines.removeIf(found::contains);
                    left.removeIf(found::contains);
                }));
    }

    /** The lines that were not missed, by the finding they are of. */
    private Map<String, List<Taken>> ofFindings() {
        Map<String, List<Taken>> byFinding = new LinkedHashMap<>();
        for (Taken taken : left) {
            if (taken.library().equals(Fidelity.FINDINGS)) {
                byFinding
                        .computeIfAbsent(fidelity.findingOf(taken.line().name()), name -> new ArrayList<>())
                        .add(taken);
            }
        }
        return byFinding;
    }

    /**
     * Plays changed vignettes with findings that are said to be what makes a finding or a tier of a card present, absent or unknown.
     *
     * @param times so often for each finding and each tier of which a line was not missed
     */
    void assign(AssignedFindings said, Fidelity saying, MixedCharts charts, List<Vignette> vignettes, int times) {
        ServiceValues values = new ServiceValues(saying);
        ofFindings().forEach((finding, lines) -> {
            List<Vignette> with = vignettes.stream()
                    .filter(vignette -> fidelity.all(vignette.hook()).contains(finding))
                    .toList();
            for (int i = 0; i < times && !lines.isEmpty() && !with.isEmpty(); i++) {
                Vignette vignette = charts.changed(any(with), i);
                said.assign(saying.player().chart(vignette), finding);
                Set<Taken> found =
                        missed(vignette, values.ofFindings(vignette, definitions.keySet()), lines, said, saying);
                lines.removeIf(found::contains);
                left.removeIf(found::contains);
            }
        });
        for (CardDefinition card : saying.content().deck().definitions()) {
            for (CardDefinition.Tier tier : card.tiers()) {
                List<Vignette> with = vignettes.stream()
                        .filter(vignette -> tier.hooks().contains(vignette.hook()))
                        .toList();
                for (int i = 0; i < times && !with.isEmpty(); i++) {
                    // Some on any hook, some without a patient.
                    Vignette vignette = charts.changed(any(i % 8 == 6 ? vignettes : with), i);
                    if (i % 8 == 7) {
                        vignette = ChangedCharts.withoutPatient(vignette);
                    }
                    said.assign(saying.player().chart(vignette), card, tier, vignette.hook());
                    List<Taken> lines = left.stream()
                            .filter(taken -> !taken.library().equals(Fidelity.FINDINGS)
                                    || taken.line().name().startsWith("gate "))
                            .toList();
                    Set<Taken> found = missed(vignette, values.of(vignette, definitions.keySet()), lines, said, saying);
                    left.removeIf(found::contains);
                }
            }
        }
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private Set<Taken> missed(
            Vignette vignette, Map<Defined, Object> values, List<Taken> lines, AssignedFindings said, Fidelity saying) {
        return missed(
                vignette,
                values,
                lines.stream().filter(taken -> !said.says(taken.of())).toList(),
                said::says,
                running -> said.say(running, saying.call(vignette), saying.now()));
    }

    /**
     * @param said what stays as it is said to be
     * @param begun with the engine of CQL, before anything is evaluated
     */
    private Set<Taken> missed(
            Vignette vignette,
            Map<Defined, Object> values,
            List<Taken> lines,
            Predicate<Defined> said,
            Consumer<CqlEngine> begun) {
        HookCall call = fidelity.call(vignette);
        CqlEngine running = engine.engine(call);
        translation.inMemory().keySet().forEach(library -> engine.keepAll(running, library));
        // The first evaluation sets the parameters.
        engine.evaluate(running, "CervicalChart", List.of("Has patient"), call, fidelity.now());
        begun.accept(running);
        // Where the two differ already nothing is compared, but what CQL leaves open must not be said to be otherwise.
        Map<Defined, Object> compared = new LinkedHashMap<>(values);
        compared.entrySet().removeIf(entry -> {
            Object now = ServiceValues.asCompared(entry.getKey(), again(running, entry.getKey()));
            return !now.equals(entry.getValue()) && !now.equals(OPEN);
        });
        Map<Defined, Reach> reaches = new HashMap<>();
        // ELM is compared part by part, which takes long.
        Set<Taken> missed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Taken taken : lines) {
            Reach reach = reaches.computeIfAbsent(taken.of(), of -> reach(of, compared.keySet(), said));
            boolean asked = taken.of().isFunction() || engine.has(running, taken.of());
            if (asked && !reach.compared().isEmpty()) {
                seen.putIfAbsent(taken, Seen.NO_CHANGE);
                if (isMissed(taken, reach, compared, running)) {
                    missed.add(taken);
                }
            }
        }
        return missed;
    }

    private boolean isMissed(Taken taken, Reach reach, Map<Defined, Object> compared, CqlEngine running) {
        Map<Defined, ExpressionResult> before = engine.forget(running, reach.between());
        taken.line().take().run();
        try {
            if (!taken.of().isFunction() && isSame(again(running, taken.of()), valueOf(before.get(taken.of())))) {
                return false;
            }
            seen.put(taken, Seen.NO_DIFFERENCE);
            for (Defined one : reach.compared()) {
                Object without = ServiceValues.asCompared(one, again(running, one));
                boolean mayBeOpen = before.containsKey(one) && valueOf(before.get(one)) == null;
                if (!without.equals(compared.get(one)) && !(mayBeOpen && without.equals(OPEN))) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException e) {
            return true;
        } finally {
            taken.line().back().run();
            engine.restore(running, reach.between(), before);
        }
    }

    private @Nullable Object again(CqlEngine running, Defined one) {
        return engine.again(running, library(one.library()), Objects.requireNonNull(definitions.get(one)));
    }

    private static @Nullable Object valueOf(@Nullable ExpressionResult result) {
        return result == null ? null : result.getValue();
    }

    /** Equal as far as that can be told; what cannot be told counts as different. */
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Iterable<?> some && other instanceof Iterable<?> others) {
            Iterator<?> next = others.iterator();
            for (Object element : some) {
                if (!next.hasNext() || !isSame(element, next.next())) {
                    return false;
                }
            }
            return !next.hasNext();
        }
        if (one instanceof Tuple some && other instanceof Tuple others) {
            return some.getElements().keySet().equals(others.getElements().keySet())
                    && some.getElements().entrySet().stream()
                            .allMatch(entry -> isSame(
                                    entry.getValue(), others.getElements().get(entry.getKey())));
        }
        return one == other
                || one != null
                        && other != null
                        && one.getClass() == other.getClass()
                        && one.toString().equals(other.toString());
    }

    private Reach reach(Defined of, Set<Defined> compared, Predicate<Defined> said) {
        Set<Defined> stops = new LinkedHashSet<>();
        Set<Defined> between = new HashSet<>(Set.of(of));
        Deque<Defined> next = new ArrayDeque<>(Set.of(of));
        while (!next.isEmpty()) {
            Defined one = next.pop();
            if (compared.contains(one)) {
                stops.add(one);
                continue;
            }
            for (Defined user : references.usedBy(one)) {
                if (!said.test(user) && between.add(user)) {
                    next.push(user);
                }
            }
        }
        return new Reach(stops, between);
    }
}
