package org.cervicalcds.engine.chart;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** The Medications of the request, and the codes that drugs have by them. */
final class MedicationCodes {
    private final Terminology terminology;
    private final FullUrls fullUrls;
    private final Map<String, Medication> medications = new HashMap<>();
    private final Map<Concept, Concept> byIngredient = new IdentityHashMap<>();

    private record Medication(Concept code, List<String> ingredients) {}

    MedicationCodes(Terminology terminology, FullUrls fullUrls) {
        this.terminology = terminology;
        this.fullUrls = fullUrls;
    }

    void add(String reference, Concept code, List<String> ingredients) {
        medications.putIfAbsent(FhirReference.of(reference).key(), new Medication(code, ingredients));
    }

    /** Adds the Medication that alone gives a drug its code and has not come yet, if the server may be asked for it. */
    void addMissing(ReadEntry drug, String base, Set<Need> missing) {
        String reference = drug.medication();
        if (reference != null && drug.entry().code() == Concept.NONE && !medications.containsKey(reference)) {
            String resolved = fullUrls.resolved(reference);
            if (FullUrls.isOfServer(reference, base)
                    && resolved.startsWith("Medication/")
                    && !medications.containsKey(resolved)) {
                missing.add(Need.resource(resolved));
            }
        }
    }

    /** The code of a drug: its own, else that of the Medication it refers to; failing a known code, the drug its words name. */
    Concept of(Concept own, String owner, @Nullable String reference) {
        Concept code = own;
        if (reference != null) {
            code = code.and(of(reference));
        }
        if (code.isKnown() || code == Concept.NONE || !owner.startsWith("Medication")) {
            return code;
        }
        return byIngredient.computeIfAbsent(code, this::withNamedIngredients);
    }

    private Concept of(String reference) {
        Medication medication = medications.get(reference);
        if (medication == null) {
            medication = medications.get(fullUrls.resolved(reference));
        }
        if (medication == null) {
            return Concept.NONE;
        }
        Concept code = medication.code();
        for (String ingredient : medication.ingredients()) {
            Medication item = medications.get(fullUrls.resolved(ingredient));
            if (item != null) {
                code = code == Concept.NONE
                        ? item.code()
                        : code.withSets(item.code().sets());
            }
        }
        return code;
    }

    private Concept withNamedIngredients(Concept code) {
        Memberships named = terminology.ingredientsNamedIn(code.words());
        return named.isEmpty() ? code : code.withSets(named);
    }
}
