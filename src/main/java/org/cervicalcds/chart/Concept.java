package org.cervicalcds.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.Memberships;
import org.cervicalcds.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** A FHIR CodeableConcept: its codings are alternatives, so it is in every set that one of them is in. */
public record Concept(List<Coding> codings, @Nullable String text, Memberships sets) {
    public static final Concept NONE = new Concept(List.of(), null, Memberships.NONE);

    public static Concept of(List<Coding> codings, @Nullable String text) {
        if (codings.isEmpty() && text == null) {
            return NONE;
        }
        Memberships sets = Memberships.NONE;
        for (Coding coding : codings) {
            sets = sets.or(coding.sets());
        }
        return new Concept(codings, text, sets);
    }

    public boolean in(ValueSet set) {
        return sets.in(set);
    }

    /** Says that at least one coding is in some value set of the content. */
    public boolean isKnown() {
        return !sets.isEmpty();
    }

    /** Everything people wrote: text and displays, each on a line of its own, so that each is a sentence of its own. */
    public String words() {
        StringJoiner words = new StringJoiner("\n");
        if (text != null) {
            words.add(text);
        }
        for (Coding coding : codings) {
            String display = coding.display();
            if (display != null && !display.equals(text)) {
                words.add(display);
            }
        }
        return words.toString();
    }

    /** The shortest telling name: the text, else a display, else our own words for a code, else a code; empty where there is nothing. */
    public String label() {
        if (text != null && !text.isBlank()) {
            return text;
        }
        for (Coding coding : codings) {
            String display = coding.display();
            if (display != null && !display.isBlank()) {
                return display;
            }
        }
        for (Coding coding : codings) {
            String label = coding.label();
            if (label != null) {
                return label;
            }
        }
        return codings.isEmpty() ? "" : codings.get(0).code();
    }

    /** Both concepts as one; used where FHIR repeats an element. */
    public Concept and(Concept other) {
        if (this == NONE) {
            return other;
        }
        if (other == NONE) {
            return this;
        }
        List<Coding> both = new ArrayList<>(codings);
        both.addAll(other.codings);
        String words = text == null ? other.text : other.text == null ? text : text + "\n" + other.text;
        return new Concept(List.copyOf(both), words, sets.or(other.sets));
    }

    /** The same words with further memberships; for medications known by their text. */
    public Concept withSets(Memberships more) {
        return new Concept(codings, text, sets.or(more));
    }
}
