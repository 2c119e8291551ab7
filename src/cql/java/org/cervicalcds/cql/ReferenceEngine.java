package org.cervicalcds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kotlin.Pair;
import org.cervicalcds.cql.References.Defined;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.data.DataProvider;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.EvaluationExpressionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationParams;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.fhir.model.R4FhirModelResolver;
import org.opencds.cqf.cql.engine.model.ModelResolver;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.terminology.CodeSystemInfo;
import org.opencds.cqf.cql.engine.terminology.TerminologyProvider;
import org.opencds.cqf.cql.engine.terminology.ValueSetInfo;

/** The reference engine of CQL over the data of one call at a time. */
public final class ReferenceEngine {
    private static final String FHIR = "http://hl7.org/fhir";

    private final Translation translation;
    private final TerminologyProvider terminology;
    private final Map<String, List<String>> expansions;
    private final ModelResolver model = new R4FhirModelResolver(FhirContext.forR4Cached());

    public ReferenceEngine(Translation translation, Map<String, List<String>> expansions) {
        this.translation = translation;
        this.terminology = new Expansions(expansions);
        this.expansions = expansions;
    }

    /** The codes of the value set with this name, as system and code. */
    List<String> codes(String name) {
        return expansions.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/" + name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** An engine over the data of one call, with what it has evaluated so far. */
    CqlEngine engine(HookCall call) {
        DataProvider data = new CompositeDataProvider(
                model,
                (context, path, value, type, template, codePath, codes, valueSet, datePath, low, high, range) -> {
                    List<Resource> found = call.data().getOrDefault(type, List.of());
                    return List.<Object>copyOf(found);
                });
        Environment environment =
                new Environment(translation.libraries(), new HashMap<>(Map.of(FHIR, data)), terminology);
        return new CqlEngine(environment, new HashSet<>(Set.of(CqlEngine.Options.EnableExpressionCaching)));
    }

    /**
     * Evaluates some definitions of a library.
     *
     * @param now the evaluation time; its zone is that in which days are days
     * @return what each gives; null is unknown
     */
    public Map<String, @Nullable Object> evaluate(
            String library, List<String> definitions, HookCall call, ZonedDateTime now) {
        return evaluate(engine(call), library, definitions, call, now);
    }

    /** The same in an engine that may have evaluated something for the call before. */
    Map<String, @Nullable Object> evaluate(
            CqlEngine engine, String library, List<String> definitions, HookCall call, ZonedDateTime now) {
        VersionedIdentifier identifier = translation.identifier(library);
        Map<String, Object> parameters = new HashMap<>();
        call.parameters().forEach((name, value) -> parameters.put("CervicalChart." + name, value));
        parameters.putAll(call.parameters());
        var results = engine.evaluate(new EvaluationParams(
                        Map.of(
                                identifier,
                                definitions.stream()
                                        .map(EvaluationExpressionRef::new)
                                        .toList()),
                        new Pair<>("Patient", "p1"),
                        parameters,
                        null,
                        now))
                .getOnlyResultOrThrow();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        definitions.forEach(definition -> {
            var result = results.get(definition);
            values.put(definition, result == null ? null : result.getValue());
        });
        return values;
    }

    /** Keeps whatever is evaluated of a library: by itself the engine keeps 300 definitions of each. */
    void keepAll(CqlEngine engine, String library) {
        kept(engine, library);
    }

    private Map<String, ExpressionResult> kept(CqlEngine engine, String library) {
        var expressions = engine.getState().getCache().getExpressions();
        Map<String, ExpressionResult> kept = expressions.get(translation.identifier(library));
        if (!(kept instanceof TreeMap)) {
            kept = kept == null ? new TreeMap<>() : new TreeMap<>(kept);
            expressions.put(translation.identifier(library), kept);
        }
        return kept;
    }

    /** Whether an engine has evaluated a definition. */
    boolean has(CqlEngine engine, Defined definition) {
        return kept(engine, definition.library()).containsKey(definition.name());
    }

    /** Has an engine take what a definition gives as said, without evaluating it. */
    void say(CqlEngine engine, Defined definition, @Nullable Object value) {
        kept(engine, definition.library()).put(definition.name(), new ExpressionResult(value, Set.of()));
    }

    /** Lets an engine forget what it has evaluated of some definitions, and gives it back. */
    Map<Defined, ExpressionResult> forget(CqlEngine engine, Set<Defined> definitions) {
        Map<Defined, ExpressionResult> forgotten = new HashMap<>();
        for (Defined definition : definitions) {
            ExpressionResult result = kept(engine, definition.library()).remove(definition.name());
            if (result != null) {
                forgotten.put(definition, result);
            }
        }
        return forgotten;
    }

    /** Puts back what was forgotten in place of what was evaluated since. */
    void restore(CqlEngine engine, Set<Defined> definitions, Map<Defined, ExpressionResult> forgotten) {
        for (Defined definition : definitions) {
            Map<String, ExpressionResult> kept = kept(engine, definition.library());
            ExpressionResult before = forgotten.get(definition);
            if (before == null) {
                kept.remove(definition.name());
            } else {
                kept.put(definition.name(), before);
            }
        }
    }

    /**
     * Evaluates one definition in an engine that has evaluated others for the same call, without looking through all libraries again.
     *
     * @return what it gives; null is unknown
     */
    @Nullable
    Object again(CqlEngine engine, Library library, ExpressionDef definition) {
        State state = engine.getState();
        state.init(List.of(library));
        state.beginEvaluation();
        try {
            state.pushActivationFrame(definition, definition.getContext());
            return engine.getEvaluationVisitor().visitExpressionDef(definition, state);
        } finally {
            state.getStack().clear();
            state.clearEvaluatedResources();
            state.exitLibrary(true);
        }
    }

    /** Value sets by their expansion. */
    private static final class Expansions implements TerminologyProvider {
        private final Map<String, Set<String>> codes = new HashMap<>();

        Expansions(Map<String, List<String>> expansions) {
            expansions.forEach((address, all) -> codes.put(address, new HashSet<>(all)));
        }

        private Set<String> of(ValueSetInfo set) {
            Set<String> found = codes.get(set.getId());
            if (found == null) {
                throw new IllegalArgumentException("no value set is at " + set.getId());
            }
            return found;
        }

        @Override
        public boolean in(Code code, ValueSetInfo set) {
            return of(set).contains(code.getSystem() + "|" + code.getCode());
        }

        @Override
        public Iterable<Code> expand(ValueSetInfo set) {
            return of(set).stream()
                    .map(code -> new Code()
                            .withSystem(code.substring(0, code.indexOf('|')))
                            .withCode(code.substring(code.indexOf('|') + 1)))
                    .toList();
        }

        @Override
        public @Nullable Code lookup(Code code, CodeSystemInfo system) {
            return null;
        }
    }
}
