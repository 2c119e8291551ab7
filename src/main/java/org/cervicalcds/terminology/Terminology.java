package org.cervicalcds.terminology;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every value set of the content, indexed once so that a coding costs one look-up. */
public final class Terminology {
    private final List<ValueSet> sets;
    private final Map<String, ValueSet> byId;
    private final Map<String, CodeIndex> bySystem;
    private final IngredientNames ingredients;
    private final Map<ValueSet, Map<CodeSystem, List<String>>> codes;
    private final Memberships bodyRegionSets;

    Terminology(
            List<ValueSet> sets,
            Map<String, ValueSet> byId,
            Map<String, CodeIndex> bySystem,
            IngredientNames ingredients,
            Map<ValueSet, Map<CodeSystem, List<String>>> codes) {
        this.sets = sets;
        this.byId = byId;
        this.bySystem = bySystem;
        this.ingredients = ingredients;
        this.codes = codes;
        this.bodyRegionSets = sets.stream()
                .filter(ValueSet::bodyRegion)
                .map(set -> Memberships.of(set.index()))
                .reduce(Memberships.NONE, Memberships::or);
    }

    /** Looks a coding up; one without a system or of an unknown system belongs to no set. */
    public Coding coding(@Nullable String systemUri, String code, @Nullable String display) {
        if (systemUri == null) {
            return new Coding(null, "", code, display, null, Memberships.NONE);
        }
        CodeIndex index = bySystem.get(systemUri);
        return index == null
                ? new Coding(null, systemUri, code, display, null, Memberships.NONE)
                : index.coding(systemUri, code, display);
    }

    /** The sets in which a coding counts only where the entry names the neck in words. */
    public Memberships onlyWithNeckNamed(Coding coding) {
        CodeIndex index = coding.system() == null ? null : bySystem.get(coding.systemUri());
        return index == null ? Memberships.NONE : index.onlyWithNeckNamed(coding.code());
    }

    /** The drug sets whose ingredient is named in the text as a whole word; for medications without a known code. */
    public Memberships ingredientsNamedIn(String text) {
        return ingredients.namedIn(text);
    }

    /** The sets about a body region. */
    public Memberships bodyRegionSets() {
        return bodyRegionSets;
    }

    public Collection<ValueSet> valueSets() {
        return sets;
    }

    public @Nullable ValueSet valueSet(String id) {
        return byId.get(id);
    }

    /** The enabled codes of a set by code system, in the order of the content; for templates and documents. */
    public Map<CodeSystem, List<String>> codesOf(ValueSet set) {
        return codes.getOrDefault(set, Map.of());
    }
}
