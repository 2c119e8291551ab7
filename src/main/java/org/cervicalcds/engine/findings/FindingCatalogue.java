package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cervicalcds.engine.chart.Need;

/** All finding definitions by name. */
public final class FindingCatalogue {
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<FindingDefinition> definitions = new ArrayList<>();
    private final Set<String> names;

    /** Every name that a definition uses must be a key of the map, and no definition may use itself, not even through others. */
    public FindingCatalogue(Map<String, FindingDefinition> definitions) {
        definitions.forEach((name, definition) -> {
            // Whoever asks names it by the same object; so does the content's reader.
            indexes.put(name.intern(), this.definitions.size());
            this.definitions.add(definition);
        });
        this.names = Collections.unmodifiableSet(new LinkedHashMap<>(definitions).keySet());
    }

    /** The same catalogue with another reading of one finding. */
    public FindingCatalogue with(String name, FindingDefinition definition) {
        Map<String, FindingDefinition> changed = new LinkedHashMap<>();
        names.forEach(known -> changed.put(known, definition(known)));
        changed.put(name, definition);
        return new FindingCatalogue(changed);
    }

    int indexOf(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no finding is named " + name);
        }
        return index;
    }

    FindingDefinition definition(int index) {
        return definitions.get(index);
    }

    public FindingDefinition definition(String name) {
        return definitions.get(indexOf(name));
    }

    public int size() {
        return definitions.size();
    }

    public Set<String> names() {
        return names;
    }

    /** What the findings read from the record, through all they are made of. */
    public Set<Need> needs(Collection<String> findings) {
        Set<Need> needs = new LinkedHashSet<>();
        closure(findings).forEach(name -> needs.addAll(definition(name).needs()));
        return needs;
    }

    /** How long ago what any finding reads of a need may have happened; empty where one of them has no limit. */
    public Optional<Duration> lookBack(Need need) {
        Duration longest = Duration.ZERO;
        for (FindingDefinition definition : definitions) {
            if (definition.needs().contains(need)) {
                Duration one = definition.lookBack();
                if (one == null) {
                    return Optional.empty();
                }
                longest = one.compareTo(longest) > 0 ? one : longest;
            }
        }
        return longest.isZero() ? Optional.empty() : Optional.of(longest);
    }

    /** The findings themselves and all they are made of. */
    public Set<String> closure(Collection<String> findings) {
        Set<String> reached = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(findings);
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (reached.add(name)) {
                open.addAll(definition(name).uses());
            }
        }
        return reached;
    }
}
