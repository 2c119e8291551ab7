package org.cervicalcds.engine.terminology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects code systems and value sets and builds the index. */
public final class TerminologyBuilder {
    private final Map<String, CodeSystem> systems = new HashMap<>();
    private final Map<String, CodeIndex> indexes = new LinkedHashMap<>();
    private final List<ValueSet> sets = new ArrayList<>();
    private final Map<String, ValueSet> byId = new HashMap<>();
    private final IngredientNames ingredients = new IngredientNames();
    private final Map<ValueSet, Map<CodeSystem, List<String>>> codes = new HashMap<>();
    private final List<WordRule> wordRules = new ArrayList<>();
    private Units units = Units.NONE;

    /** Adds a code system under its own address and its aliases. */
    public void codeSystem(CodeSystem system) {
        systems.put(system.name(), system);
        indexes.put(system.name(), new CodeIndex(system));
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

    /** Says that entries whose words begin like one of these are never members. */
    public void neverWithWords(ValueSet set, List<String> stems) {
        wordRules.add(WordRule.never(set, stems));
    }

    /** Says that codes (and all that start with them) count only beside words that begin like one of these. */
    public void onlyWithWords(ValueSet set, String systemName, List<String> codes, List<String> stems) {
        wordRules.add(WordRule.only(set, system(systemName), codes, stems));
    }

    /** Adds the name of a drug ingredient that counts when a medication is known by its text only. */
    public void ingredient(ValueSet set, String name) {
        ingredients.add(name, set.index());
    }

    /** Sets the units of measure; without them only UCUM codes that need no conversion are read. */
    public void units(Units known) {
        this.units = known;
    }

    private CodeSystem system(String name) {
        CodeSystem system = systems.get(name);
        if (system == null) {
            throw new IllegalArgumentException("no code system is named " + name);
        }
        return system;
    }

    private CodeIndex index(CodeSystem system) {
        CodeIndex index = indexes.get(system.name());
        if (index == null) {
            throw new IllegalStateException(system.name());
        }
        return index;
    }

    public Terminology build() {
        return new Terminology(
                List.copyOf(sets),
                Map.copyOf(byId),
                new CodeLookUp(indexes),
                ingredients,
                Map.copyOf(codes),
                List.copyOf(wordRules),
                units);
    }
}
