package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.workbench.sandbox.SearchParameter.Kind;
import org.cervicalcds.workbench.sandbox.SearchParameter.Path;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Resource;

/**
 * The search parameters of one resource type, taken from the definitions of FHIR R4 that come with HAPI; an expression beyond plain element
 * paths is left out.
 */
final class SearchParameters {

    private static final Pattern AS = Pattern.compile("(.+?)(?: as (\\w+)|\\.as\\((\\w+)\\))");
    private static final Pattern TARGET = Pattern.compile("(.+)\\.where\\(resolve\\(\\) is (\\w+)\\)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]+(\\.[A-Za-z0-9]+)+");

    private final FhirContext fhir;
    private final Map<String, SearchParameter> byName = new TreeMap<>();

    SearchParameters(FhirContext fhir, String resourceType) {
        this.fhir = fhir;
        fhir.getResourceDefinition(resourceType).getSearchParams().forEach(parameter -> add(resourceType, parameter));
        add("_id", Kind.TOKEN, List.of("id"));
        add("_lastUpdated", Kind.DATE, List.of("meta", "lastUpdated"));
        add("_tag", Kind.TOKEN, List.of("meta", "tag"));
    }

    private void add(String name, Kind kind, List<String> elements) {
        byName.put(name, new SearchParameter(name, kind, List.of(new Path(elements, null, null))));
    }

    private void add(String resourceType, RuntimeSearchParam parameter) {
        Optional<Kind> kind =
                switch (parameter.getParamType()) {
                    case TOKEN -> Optional.of(Kind.TOKEN);
                    case REFERENCE -> Optional.of(Kind.REFERENCE);
                    case DATE -> Optional.of(Kind.DATE);
                    case STRING -> Optional.of(Kind.STRING);
                    default -> Optional.empty();
                };
        List<Path> paths = Arrays.stream(parameter.getPath().split("\\|"))
                .map(alternative -> path(resourceType, alternative))
                .flatMap(Optional::stream)
                .toList();
        if (kind.isPresent() && !paths.isEmpty()) {
            byName.put(parameter.getName(), new SearchParameter(parameter.getName(), kind.get(), paths));
        }
    }

    private static Optional<Path> path(String resourceType, String expression) {
        String rest = expression.strip();
        if (rest.startsWith("(") && rest.endsWith(")")) {
            rest = rest.substring(1, rest.length() - 1);
        }
        String target = null;
        Matcher targeted = TARGET.matcher(rest);
        if (targeted.matches()) {
            rest = targeted.group(1);
            target = targeted.group(2);
        }
        String valueType = null;
        Matcher typed = AS.matcher(rest);
        if (typed.matches()) {
            rest = typed.group(1);
            valueType = typed.group(2) == null ? typed.group(3) : typed.group(2);
        }
        if (!rest.startsWith(resourceType + ".") || !PLAIN.matcher(rest).matches()) {
            return Optional.empty();
        }
        List<String> elements = List.of(rest.split("\\."));
        return Optional.of(new Path(elements.subList(1, elements.size()), valueType, target));
    }

    /** The parameter of this name, without modifier. */
    Optional<SearchParameter> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All parameters, ordered by name. */
    Collection<SearchParameter> all() {
        return byName.values();
    }

    /** Everything in this resource that a search can ask for, by the name of the parameter. */
    Map<String, List<SearchValue>> valuesIn(Resource resource) {
        Map<String, List<SearchValue>> values = new HashMap<>();
        for (SearchParameter parameter : byName.values()) {
            List<SearchValue> found = new ArrayList<>();
            for (Path path : parameter.paths()) {
                elementsAt(resource, path)
                        .forEach(element -> SearchValues.read(parameter.kind(), element, path.target(), found));
            }
            if (!found.isEmpty()) {
                values.put(parameter.name(), List.copyOf(found));
            }
        }
        return Map.copyOf(values);
    }

    private List<IBase> elementsAt(Resource resource, Path path) {
        List<IBase> elements = List.of(resource);
        for (String name : path.elements()) {
            List<IBase> next = new ArrayList<>();
            elements.forEach(element -> next.addAll(children(element, name)));
            elements = next;
        }
        String valueType = path.valueType();
        return valueType == null
                ? elements
                : elements.stream()
                        .filter(element -> element.fhirType().equals(valueType))
                        .toList();
    }

    private List<IBase> children(IBase element, String name) {
        if (!(fhir.getElementDefinition(element.getClass()) instanceof BaseRuntimeElementCompositeDefinition<?> type)) {
            return List.of();
        }
        BaseRuntimeChildDefinition child = type.getChildByName(name);
        if (child == null) {
            child = type.getChildByName(name + "[x]");
        }
        return child == null ? List.of() : child.getAccessor().getValues(element);
    }
}
