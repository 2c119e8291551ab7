package org.cervicalcds.terminology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects code systems and value sets and builds the index. */
public final class TerminologyBuilder {
    private final Map<String, CodeSystem> systems = new HashMap<>();
    private final Map<String, CodeIndex> byUri = new HashMap<>();
    private final List<ValueSet> sets = new ArrayList<>();
    private final Map<String, ValueSet> byId = new HashMap<>();
    private final IngredientNames ingredients = new IngredientNames();
    private final Map<ValueSet, Map<CodeSystem, List<String>>> codes = new HashMap<>();

    /** Adds a code system under its own address and its aliases. */
    public void codeSystem(CodeSystem system) {
        systems.put(system.name(), system);
        CodeIndex index = new CodeIndex(system);
        byUri.put(system.uri(), index);
        system.aliases().forEach(alias -> byUri.put(alias, index));
    }

    /** The set of that id, made when it is first named. */
    public ValueSet valueSet(String id, String title, boolean bodyRegion) {
        return byId.computeIfAbsent(id, ignored -> {
            ValueSet set = new ValueSet(id, title, sets.size(), bodyRegion);
            sets.add(set);
            return set;
        });
    }

    /** Adds a row with our words for it; the system is one of the names given to {@link #codeSystem}. */
    public void code(ValueSet set, String systemName, String code, String label) {
        CodeSystem system = system(systemName);
        index(system).add(code, label, set.index());
        codes.computeIfAbsent(set, ignored -> new LinkedHashMap<>())
                .computeIfAbsent(system, ignored -> new ArrayList<>())
                .add(code);
    }

    /** Says that a code (or all that start with it) is never a member, whatever row matches. */
    public void never(ValueSet set, String systemName, String code) {
        index(system(systemName)).exclude(code, set.index());
    }

    /** Says that a code counts only where the entry names the neck in words. */
    public void onlyWithNeckNamed(ValueSet set, String systemName, String code) {
        index(system(systemName)).onlyWithNeckNamed(code, set.index());
    }

    /** Adds the name of a drug ingredient that counts when a medication is known by its text only. */
    public void ingredient(ValueSet set, String name) {
        ingredients.add(name, set.index());
    }

    private CodeSystem system(String name) {
        CodeSystem system = systems.get(name);
        if (system == null) {
            throw new IllegalArgumentException("no code system is named " + name);
        }
        return system;
    }

    private CodeIndex index(CodeSystem system) {
        CodeIndex index = byUri.get(system.uri());
        if (index == null) {
            throw new IllegalStateException(system.name());
        }
        return index;
    }

    public Terminology build() {
        return new Terminology(List.copyOf(sets), Map.copyOf(byId), Map.copyOf(byUri), ingredients, Map.copyOf(codes));
    }
}
