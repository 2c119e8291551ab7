package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.jspecify.annotations.Nullable;

/** All finding definitions by name. */
public final class FindingCatalogue {
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<FindingDefinition> definitions = new ArrayList<>();
    private final FindingReader[] readers;
    private final Finding.Absent[] absent;
    private final @Nullable Sources[] sources;

    /** The needs of each finding's sources, a bit each. */
    private final long[] needs;

    private final List<Need> decisive;
    private final Set<String> names;

    /** Every name that a definition uses must be a key of the map, and no definition may use itself, not even through others. */
    public FindingCatalogue(Map<String, FindingDefinition> definitions) {
        definitions.forEach((name, definition) -> {
            // Whoever asks names it by the same object; so does the content's reader.
            indexes.put(name.intern(), this.definitions.size());
            this.definitions.add(definition);
        });
        this.names = Collections.unmodifiableSet(new LinkedHashMap<>(definitions).keySet());
        this.absent = names.stream().map(Finding.Absent::new).toArray(Finding.Absent[]::new);
        this.readers =
                this.definitions.stream().map(definition -> definition.in(this)).toArray(FindingReader[]::new);
        this.sources = this.definitions.stream().map(FindingDefinition::sources).toArray(Sources[]::new);
        this.decisive = Arrays.stream(sources)
                .filter(Objects::nonNull)
                .flatMap(source -> source.needs().stream())
                .distinct()
                .toList();
        this.needs = Arrays.stream(sources)
                .mapToLong(source -> source == null ? 0 : bits(source.needs()))
                .toArray();
    }

    /** The bits of some needs; of those after the 63rd, which no chart is said to hold, the last one. */
    private long bits(Collection<Need> some) {
        return some.stream()
                .mapToLong(need -> 1L << Math.min(decisive.indexOf(need), Long.SIZE - 1))
                .reduce(0, (one, other) -> one | other);
    }

    /** The needs that came whole, for {@link #isRuledOut}. */
    long whole(Chart chart) {
        long whole = 0;
        for (int i = 0; i < decisive.size() && i < Long.SIZE - 1; i++) {
            whole |= chart.availability(decisive.get(i)).isAll() ? 1L << i : 0;
        }
        return whole;
    }

    /**
     * Says that the chart has nothing on which the finding could rest, and that nothing more was to come.
     *
     * @param whole the needs that came whole, by {@link #whole}
     */
    boolean isRuledOut(int index, Chart chart, long whole) {
        Sources source = sources[index];
        return source != null && (needs[index] & ~whole) == 0 && source.areNotIn(chart);
    }

    /** The same catalogue with another reading of one finding. */
    public FindingCatalogue with(String name, FindingDefinition definition) {
        Map<String, FindingDefinition> changed = new LinkedHashMap<>();
        names.forEach(known -> changed.put(known, definition(known)));
        changed.put(name, definition);
        return new FindingCatalogue(changed);
    }

    /** Where a finding stands here, for {@link Findings#get(int)}. */
    int indexOf(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no finding is named " + name);
        }
        return index;
    }

    /** Where findings stand here, for {@link Findings#get(int)}. */
    public int[] indexesOf(Collection<String> findings) {
        return findings.stream().mapToInt(this::indexOf).toArray();
    }

    FindingReader reader(int index) {
        return readers[index];
    }

    /** The finding looked for and not found; most are, in every chart. */
    Finding.Absent absent(int index) {
        return absent[index];
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
