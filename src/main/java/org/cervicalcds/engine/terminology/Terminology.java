package org.cervicalcds.engine.terminology;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every value set of the content, indexed once so that a coding costs one look-up. */
public final class Terminology {
    private final List<ValueSet> sets;
    private final Map<String, ValueSet> byId;
    private final CodeLookUp lookUp;
    private final IngredientNames ingredients;
    private final Map<ValueSet, Map<CodeSystem, List<String>>> codes;
    private final List<WordRule> wordRules;
    private final Memberships bodyRegionSets;
    private final Units units;

    Terminology(
            List<ValueSet> sets,
            Map<String, ValueSet> byId,
            CodeLookUp lookUp,
            IngredientNames ingredients,
            Map<ValueSet, Map<CodeSystem, List<String>>> codes,
            List<WordRule> wordRules,
            Units units) {
        this.sets = sets;
        this.byId = byId;
        this.lookUp = lookUp;
        this.ingredients = ingredients;
        this.codes = codes;
        this.wordRules = wordRules;
        this.units = units;
        this.bodyRegionSets = sets.stream()
                .filter(ValueSet::bodyRegion)
                .map(set -> Memberships.of(set.index()))
                .reduce(Memberships.NONE, Memberships::or);
    }

    /** Looks a coding up; one without a system, or of a system of which no code is known here, belongs to no set. */
    public Coding coding(@Nullable String system, String code, @Nullable String display) {
        return lookUp.coding(system, code, display);
    }

    /** The sets in which a coding counts only where the entry names the neck in words. */
    public Memberships onlyWithNeckNamed(Coding coding) {
        return lookUp.onlyWithNeckNamed(coding);
    }

    /** What the words of a diagnosis must or must not say for its codes to count. */
    public List<WordRule> wordRules() {
        return wordRules;
    }

    /** The drug sets whose ingredient is named in the text as a whole word; for medications without a known code. */
    public Memberships ingredientsNamedIn(String text) {
        return ingredients.namedIn(text);
    }

    /** The sets about a body region. */
    public Memberships bodyRegionSets() {
        return bodyRegionSets;
    }

    /** The units of measure. */
    public Units units() {
        return units;
    }

    public Collection<ValueSet> valueSets() {
        return sets;
    }

    public @Nullable ValueSet valueSet(String id) {
        return byId.get(id);
    }

    /** The code systems of the content, also those of which no code is enabled. */
    public List<CodeSystem> codeSystems() {
        return lookUp.systems();
    }

    /** The enabled codes of a set by code system, in the order of the content; for templates and documents. */
    public Map<CodeSystem, List<String>> codesOf(ValueSet set) {
        return codes.getOrDefault(set, Map.of());
    }
}
