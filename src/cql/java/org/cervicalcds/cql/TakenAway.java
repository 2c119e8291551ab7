package org.cervicalcds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.cql.Agreements.Agreement;
import org.cervicalcds.cql.References.Defined;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;

/** Takes the lines of generated libraries away one by one, and looks which of them no comparison misses. */
final class TakenAway {
    private final Translation translation;
    private final ReferenceEngine engine;
    private final Fidelity fidelity;
    private final Agreements agreements;
    private final References references;
    private final Map<String, List<Line>> alive = new LinkedHashMap<>();
    private int lines;

    /** @param generated names of the libraries whose lines are taken away */
    TakenAway(
            Translation translation,
            ReferenceEngine engine,
            Fidelity fidelity,
            Agreements agreements,
            List<String> generated) {
        this.translation = translation;
        this.engine = engine;
        this.fidelity = fidelity;
        this.agreements = agreements;
        this.references = new References(translation.inMemory());
        generated.forEach(name -> {
            List<Line> own = Line.in(Objects.requireNonNull(translation.inMemory().get(name)));
            alive.put(name, new ArrayList<>(own));
            lines += own.size();
        });
    }

    /** How many lines there are. */
    int lines() {
        return lines;
    }

    /** Those that nothing has missed yet, as "library: definition: which". */
    List<String> unnoticed() {
        List<String> names = new ArrayList<>();
        alive.forEach((library, own) ->
                own.forEach(line -> names.add(library + ": " + line.name() + ": " + line.what())));
        return names;
    }

    /** Plays a vignette without each of the lines that are left. */
    void play(Vignette vignette) {
        new Playing(vignette).all();
    }

    /** One vignette, evaluated once in whole. */
    private final class Playing {
        private final HookCall call;
        private final CqlEngine running;
        private final Map<Defined, @Nullable Object> values = new HashMap<>();
        private final List<Agreement> agreed;

        Playing(Vignette vignette) {
            call = fidelity.call(vignette);
            running = engine.engine(call);
            // What is kept for so many definitions only would be evaluated again and again.
            running.getState().setContextValue("Patient", "p1");
            alive.keySet().forEach(this::kept);
            agreements
                    .definitions(vignette.card())
                    .forEach((library, names) -> engine.evaluate(running, library, names, call, fidelity.now()));
            alive.keySet().forEach(library -> kept(library)
                    .forEach((name, result) -> values.put(new Defined(library, name, false), result.getValue())));
            agreed = agreements.in(vignette, values);
        }

        private Map<String, ExpressionResult> kept(String library) {
            VersionedIdentifier identifier = translation.identifier(library);
            return running.getCache().getExpressions().computeIfAbsent(identifier, key -> new HashMap<>());
        }

        void all() {
            alive.forEach((library, own) -> own.removeIf(line -> isMissed(library, line)));
        }

        private boolean isMissed(String library, Line line) {
            Defined changed = new Defined(library, line.name(), line.of() instanceof FunctionDef);
            line.take().run();
            Set<Defined> forgotten = new LinkedHashSet<>();
            try {
                Set<Defined> differing = new HashSet<>();
                for (Defined first : references.first(changed)) {
                    if (values.containsKey(first)) {
                        forget(first, forgotten);
                        if (differs(first)) {
                            differing.add(first);
                        }
                    }
                }
                return !differing.isEmpty() && isMissed(differing, forgotten);
            } finally {
                line.back().run();
                forgotten.forEach(definition -> kept(definition.library())
                        .put(definition.name(), new ExpressionResult(values.get(definition), new HashSet<>())));
            }
        }

        private boolean differs(Defined definition) {
            try {
                return !String.valueOf(value(definition)).equals(String.valueOf(values.get(definition)));
            } catch (RuntimeException e) {
                return true;
            }
        }

        private boolean isMissed(Set<Defined> differing, Set<Defined> forgotten) {
            Set<Defined> reached = references.reached(differing);
            reached.stream().filter(values::containsKey).forEach(definition -> forget(definition, forgotten));
            for (Agreement agreement : agreed) {
                if (agreement.of().stream().anyMatch(reached::contains)) {
                    try {
                        List<@Nullable Object> now = new ArrayList<>();
                        agreement.of().forEach(definition -> now.add(value(definition)));
                        if (!agreement.holds().apply(now)) {
                            return true;
                        }
                    } catch (RuntimeException e) {
                        return true;
                    }
                }
            }
            return false;
        }

        private void forget(Defined definition, Set<Defined> forgotten) {
            kept(definition.library()).remove(definition.name());
            forgotten.add(definition);
        }

        private @Nullable Object value(Defined definition) {
            return engine.evaluate(
                            running, definition.library(), List.of(definition.name()), call, fidelity.now())
                    .get(definition.name());
        }
    }
}
