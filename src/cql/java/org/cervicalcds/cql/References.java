package org.cervicalcds.cql;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.TupleElement;
import org.hl7.elm.r1.ValueSetRef;

/** Which definitions of several libraries are made of which. */
final class References {
    /** A definition by library and name; functions of one name are one. */
    record Defined(String library, String name, boolean isFunction) {}

    private final Map<Defined, Set<Defined>> usedBy = new HashMap<>();

    private final Map<Defined, Set<Defined>> uses = new HashMap<>();

    private final Map<Defined, Set<String>> valueSets = new HashMap<>();

    private final Map<Defined, Set<String>> literals = new HashMap<>();

    References(Map<String, Library> libraries) {
        libraries.forEach((name, library) -> {
            Map<String, String> aliases = new HashMap<>();
            var includes = library.getIncludes();
            if (includes != null) {
                includes.getDef().forEach(include -> aliases.put(include.getLocalIdentifier(), include.getPath()));
            }
            var statements = library.getStatements();
            if (statements != null) {
                for (ExpressionDef definition : statements.getDef()) {
                    Defined user = new Defined(name, definition.getName(), definition instanceof FunctionDef);
                    if (definition.getExpression() != null) {
                        walk(definition.getExpression(), name, aliases, user);
                    }
                }
            }
        });
    }

    private void walk(Element element, String library, Map<String, String> aliases, Defined user) {
        if (element instanceof ExpressionRef reference) {
            String alias = reference.getLibraryName();
            String of = alias == null ? library : aliases.getOrDefault(alias, alias);
            boolean function = reference instanceof org.hl7.elm.r1.FunctionRef;
            Defined used = new Defined(of, reference.getName(), function);
            usedBy.computeIfAbsent(used, key -> new LinkedHashSet<>()).add(user);
            uses.computeIfAbsent(user, key -> new LinkedHashSet<>()).add(used);
        }
        if (element instanceof ValueSetRef reference) {
            valueSets.computeIfAbsent(user, key -> new LinkedHashSet<>()).add(reference.getName());
        }
        if (element instanceof Literal literal && literal.getValue() != null) {
            literals.computeIfAbsent(user, key -> new LinkedHashSet<>()).add(literal.getValue());
        }
        for (Method getter : element.getClass().getMethods()) {
            if (getter.getName().startsWith("get")
                    && !getter.getName().contains("$")
                    && getter.getParameterCount() == 0) {
                Object part;
                try {
                    part = getter.invoke(element);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(getter.getName(), e);
                }
                if (part instanceof Element inner) {
                    walk(inner, library, aliases, user);
                } else if (part instanceof List<?> list) {
                    list.forEach(one -> {
                        if (one instanceof Element inner) {
                            walk(inner, library, aliases, user);
                        } else if (one instanceof TupleElement named && named.getValue() != null) {
                            walk(named.getValue(), library, aliases, user);
                        }
                    });
                }
            }
        }
    }

    /** The names of the value sets that a definition names. */
    Set<String> valueSets(Defined one) {
        return valueSets.getOrDefault(one, Set.of());
    }

    /** The words and numbers in a definition, and in the functions of its library that it calls. */
    Set<String> literals(Defined one) {
        Set<String> all = new LinkedHashSet<>(literals.getOrDefault(one, Set.of()));
        uses.getOrDefault(one, Set.of()).stream()
                .filter(used -> used.isFunction() && used.library().equals(one.library()))
                .forEach(used -> all.addAll(literals.getOrDefault(used, Set.of())));
        return all;
    }

    /** The definitions that are made of one. */
    Set<Defined> usedBy(Defined one) {
        return usedBy.getOrDefault(one, Set.of());
    }

    /** All definitions that are made of some, and these. */
    Set<Defined> reached(Set<Defined> from) {
        Set<Defined> all = new LinkedHashSet<>(from);
        Deque<Defined> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            for (Defined user : usedBy.getOrDefault(next.pop(), Set.of())) {
                if (all.add(user)) {
                    next.push(user);
                }
            }
        }
        return all;
    }
}
