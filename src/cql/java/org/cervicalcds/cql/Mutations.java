package org.cervicalcds.cql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteResult;
import org.cervicalcds.cql.References.Defined;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * Takes generated lines away, one at a time, until with each some comparison of some vignette with the service fails: of its outcome, of
 * the tier that is shown, of a suggestion, of a finding.
 */
final class Mutations {
    private final Fidelity fidelity;
    private final ReferenceEngine engine;
    private final Translation translation;
    private final References references;
    private final Map<Defined, ExpressionDef> definitions = new HashMap<>();
    private final List<Taken> left = new ArrayList<>();

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

    /** @param every so many-th line is taken away */
    Mutations(Fidelity fidelity, ReferenceEngine engine, Translation translation, List<String> libraries, int every) {
        this.fidelity = fidelity;
        this.engine = engine;
        this.translation = translation;
        this.references = new References(translation.inMemory());
        translation.inMemory().forEach((name, library) -> {
            var statements = library.getStatements();
            if (statements != null) {
                statements.getDef().forEach(definition -> {
                    if (!(definition instanceof org.hl7.elm.r1.FunctionDef)) {
                        definitions.put(new Defined(name, definition.getName(), false), definition);
                    }
                });
            }
        });
        int at = 0;
        for (String library : libraries) {
            for (Line line : Line.in(library(library))) {
                if (at++ % every == 0) {
                    left.add(new Taken(library, line));
                }
            }
        }
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
        VignetteResult played = fidelity.player().play(vignette);
        HookCall call = fidelity.call(vignette);
        CqlEngine running = engine.engine(call);
        Map<Defined, Object> compared = compared(vignette, played, call, running);
        Map<Defined, Reach> reaches = new HashMap<>();
        left.removeIf(taken -> {
            Reach reach = reaches.computeIfAbsent(taken.of(), of -> reach(of, compared.keySet()));
            boolean asked = taken.of().isFunction() || engine.has(running, taken.of());
            return asked && !reach.compared().isEmpty() && isMissed(taken, reach, compared, running);
        });
    }

    private boolean isMissed(Taken taken, Reach reach, Map<Defined, Object> compared, CqlEngine running) {
        Map<Defined, ExpressionResult> before = engine.forget(running, reach.between());
        taken.line().take().run();
        try {
            if (!taken.of().isFunction() && isSame(again(running, taken.of()), valueOf(before.get(taken.of())))) {
                return false;
            }
            for (Defined one : reach.compared()) {
                if (!word(again(running, one)).equals(compared.get(one))) {
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

    private static Object word(@Nullable Object value) {
        return value == null ? "unknown" : value;
    }

    private Reach reach(Defined of, Set<Defined> compared) {
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
                if (between.add(user)) {
                    next.push(user);
                }
            }
        }
        return new Reach(stops, between);
    }

    /** What of the vignette is compared with the service, with what both say; where they differ already nothing is. */
    private Map<Defined, Object> compared(Vignette vignette, VignetteResult played, HookCall call, CqlEngine running) {
        Map<Defined, Object> service = new LinkedHashMap<>();
        fidelity.product(vignette, fidelity.read(vignette.card()))
                .forEach((name, word) -> service.put(
                        new Defined(Fidelity.FINDINGS, name, false),
                        word.equals("unknown") ? word : (Object) word.equals("present")));
        service.put(new Defined(Fidelity.ANSWER, vignette.card(), false), played.outcome());
        fidelity.sent(vignette, played)
                .forEach((name, made) -> service.put(new Defined(Fidelity.ANSWER, name, false), made));
        service.keySet().retainAll(definitions.keySet());
        translation.inMemory().keySet().forEach(library -> engine.keepAll(running, library));
        // The first evaluation sets the parameters.
        engine.evaluate(running, Fidelity.ANSWER, List.of(vignette.card()), call, fidelity.now());
        service.entrySet()
                .removeIf(entry -> !word(again(running, entry.getKey())).equals(entry.getValue()));
        return service;
    }
}
