package org.cervicalcds.cql;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cqframework.cql.cql2elm.tracking.Trackable;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.Or;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.TupleElement;
import org.hl7.elm.r1.TypeSpecifier;
import org.jspecify.annotations.Nullable;

/**
 * A line of a generated library that can be taken away: a definition, one of several conditions, the condition of a search, a case.
 *
 * @param of the definition it stands in
 * @param what which one
 * @param text as CQL has it
 * @param take takes it away from the ELM in memory
 * @param back puts it back
 */
record Line(ExpressionDef of, String what, String text, Runnable take, Runnable back) {

    /** @param cql the library as it was translated */
    static List<Line> in(Library library, String cql) {
        List<String> text = cql.lines().toList();
        List<Line> lines = new ArrayList<>();
        var statements = library.getStatements();
        if (statements == null) {
            return lines;
        }
        for (ExpressionDef definition : statements.getDef()) {
            Expression whole = definition.getExpression();
            boolean patient = "Patient".equals(definition.getName()) && !(definition instanceof FunctionDef);
            if (whole == null || patient) {
                continue;
            }
            lines.add(new Line(
                    definition,
                    "the definition",
                    text(whole, text),
                    () -> definition.setExpression(new Null()),
                    () -> definition.setExpression(whole)));
            new Walk(definition, text, lines).into(whole, replaced -> definition.setExpression((Expression) replaced));
        }
        return lines;
    }

    String name() {
        return String.valueOf(of.getName());
    }

    private static String text(Element element, List<String> library) {
        return Trackable.INSTANCE.getTrackbacks(element).stream()
                .findFirst()
                .map(at -> IntStream.rangeClosed(at.getStartLine(), at.getEndLine())
                        .mapToObj(number -> {
                            String line = library.get(number - 1);
                            int from = number == at.getStartLine() ? at.getStartChar() - 1 : 0;
                            return line.substring(from, number == at.getEndLine() ? at.getEndChar() : line.length())
                                    .strip();
                        })
                        .collect(Collectors.joining(" ")))
                .orElse("");
    }

    /** Where something stands. */
    private interface Place {
        void put(Element element);
    }

    /** One walk through a definition. */
    private static final class Walk {
        private final ExpressionDef definition;
        private final List<String> text;
        private final List<Line> lines;
        private int conditions;

        Walk(ExpressionDef definition, List<String> text, List<Line> lines) {
            this.definition = definition;
            this.text = text;
            this.lines = lines;
        }

        void into(Element element, Place place) {
            if (element instanceof And || element instanceof Or) {
                List<Expression> operands = ((BinaryExpression) element).getOperand();
                for (int i = 0; i < 2; i++) {
                    Expression other = operands.get(1 - i);
                    if (!(operands.get(i) instanceof And || operands.get(i) instanceof Or)) {
                        add("condition", operands.get(i), () -> place.put(other), () -> place.put(element));
                    }
                }
            }
            if (element instanceof Query query) {
                Expression where = query.getWhere();
                if (where != null && !(where instanceof And) && !(where instanceof Or)) {
                    add("condition", where, () -> query.setWhere(null), () -> query.setWhere(where));
                }
            }
            if (element instanceof If one && one.getElse() != null) {
                add("condition", one, () -> place.put(one.getElse()), () -> place.put(one));
            }
            if (element instanceof Case cases) {
                var items = cases.getCaseItem();
                for (int i = 0; i < items.size(); i++) {
                    var item = items.get(i);
                    int at = i;
                    add("case", item, () -> items.remove(item), () -> items.add(at, item));
                }
            }
            parts(element);
        }

        private void add(String kind, Element taken, Runnable take, Runnable back) {
            conditions++;
            lines.add(new Line(definition, kind + " " + conditions, text(taken, text), take, back));
        }

        /** What an element is made of, by its getters: ELM has some two hundred classes of it. */
        private void parts(Element element) {
            for (Method getter : getters(element)) {
                String name = getter.getName();
                if (!name.startsWith("get") || name.contains("$") || getter.getParameterCount() > 0) {
                    continue;
                }
                Object part = call(getter, element);
                if (part instanceof Element inner && !(part instanceof TypeSpecifier)) {
                    Method setter = setter(element, name, getter.getReturnType());
                    into(inner, replaced -> call(setter, element, replaced));
                } else if (part instanceof List<?> list) {
                    @SuppressWarnings("unchecked")
                    List<Object> open = (List<Object>) list;
                    for (int i = 0; i < open.size(); i++) {
                        int at = i;
                        if (open.get(i) instanceof Element inner && !(inner instanceof TypeSpecifier)) {
                            into(inner, replaced -> open.set(at, replaced));
                        } else if (open.get(i) instanceof TupleElement named && named.getValue() != null) {
                            into(named.getValue(), replaced -> named.setValue((Expression) replaced));
                        }
                    }
                }
            }
        }

        /** In an order that is the same in every JVM. */
        private static List<Method> getters(Element element) {
            return Arrays.stream(element.getClass().getMethods())
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
        }

        private static @Nullable Method setter(Element element, String getter, Class<?> type) {
            try {
                return element.getClass().getMethod("set" + getter.substring(3), type);
            } catch (NoSuchMethodException e) {
                return null;
            }
        }

        private static @Nullable Object call(@Nullable Method method, Element of, Object... with) {
            try {
                return method == null ? null : method.invoke(of, with);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(String.valueOf(method), e);
            }
        }
    }
}
