package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a caller asks of one resource type: which resources, in which order, and which page of them. */
record SearchRequest(Predicate<StoredResource> criteria, Comparator<StoredResource> order, int offset, int count) {

    static final int DEFAULT_COUNT = 50;

    /** One page of the resources found, and how many there are on all pages. */
    record Page(List<StoredResource> resources, int total) {}

    /**
     * Reads a request; parameters that the type does not have are ignored.
     *
     * @throws InvalidRequestException for a number, date or modifier that cannot be read
     */
    static SearchRequest of(SearchParameters parameters, Map<String, String[]> request) {
        Predicate<StoredResource> criteria = stored -> true;
        for (Map.Entry<String, String[]> asked : request.entrySet()) {
            String[] name = asked.getKey().split(":", 2);
            Optional<SearchParameter> parameter = parameters.named(name[0]);
            if (parameter.isPresent()) {
                for (String value : asked.getValue()) {
                    if (!value.isBlank()) {
                        criteria = criteria.and(Criterion.of(parameter.get(), name.length == 2 ? name[1] : "", value));
                    }
                }
            }
        }
        return new SearchRequest(
                criteria,
                order(parameters, request.getOrDefault("_sort", new String[0])),
                number(request, "_offset", 0),
                number(request, "_count", DEFAULT_COUNT));
    }

    Page pageOf(Collection<StoredResource> stored) {
        List<StoredResource> found =
                stored.stream().filter(criteria).sorted(order).toList();
        int from = Math.min(offset, found.size());
        int to = (int) Math.min((long) from + count, found.size());
        return new Page(found.subList(from, to), found.size());
    }

    private static Comparator<StoredResource> order(SearchParameters parameters, String[] sorts) {
        List<Comparator<StoredResource>> keys = new ArrayList<>();
        for (String sort : String.join(",", sorts).split(",", -1)) {
            boolean descending = sort.strip().startsWith("-");
            String name = descending ? sort.strip().substring(1) : sort.strip();
            parameters.named(name).ifPresent(parameter -> keys.add(by(parameter.name(), descending)));
        }
        keys.add(Comparator.comparing(StoredResource::id));
        return keys.stream().reduce(Comparator::thenComparing).orElseThrow();
    }

    /** A resource without a value comes last, whichever way the others are ordered. */
    private static Comparator<StoredResource> by(String parameter, boolean descending) {
        Comparator<Optional<String>> present = descending
                ? Comparator.comparing(Optional::orElseThrow, Comparator.reverseOrder())
                : Comparator.comparing(Optional::orElseThrow);
        return Comparator.comparing(
                stored -> key(stored, parameter, descending),
                (one, other) -> one.isPresent() && other.isPresent()
                        ? present.compare(one, other)
                        : Boolean.compare(one.isEmpty(), other.isEmpty()));
    }

    private static Optional<String> key(StoredResource stored, String parameter, boolean descending) {
        var keys = stored.values(parameter).stream().map(SearchValue::sortKey);
        return descending ? keys.max(Comparator.naturalOrder()) : keys.min(Comparator.naturalOrder());
    }

    private static int number(Map<String, String[]> request, String name, int otherwise) {
        String[] values = request.get(name);
        if (values == null || values.length == 0 || values[0].isBlank()) {
            return otherwise;
        }
        try {
            return Math.max(0, Integer.parseInt(values[0].strip()));
        } catch (NumberFormatException notANumber) {
            throw new InvalidRequestException(name + " is not a whole number");
        }
    }
}
