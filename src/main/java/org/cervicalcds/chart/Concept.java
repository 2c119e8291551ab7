package org.cervicalcds.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.Memberships;
import org.cervicalcds.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** A FHIR CodeableConcept: its codings are alternatives, so it is in every set that one of them is in. */
public final class Concept {
    public static final Concept NONE = new Concept(List.of(), null, Memberships.NONE);

    private final List<Coding> codings;
    private final @Nullable String text;
    private final Memberships sets;

    /** Made when first asked for; a chart says the same things again and again, and its concepts are shared. */
    private @Nullable String words;

    private @Nullable String plainWords;
    private @Nullable ImagingWords imaging;

    private Concept(List<Coding> codings, @Nullable String text, Memberships sets) {
        this.codings = codings;
        this.text = text;
        this.sets = sets;
    }

    public List<Coding> codings() {
        return codings;
    }

    public @Nullable String text() {
        return text;
    }

    /** The value sets it is in. */
    public Memberships sets() {
        return sets;
    }

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
        String known = words;
        if (known == null) {
            known = joined();
            words = known;
        }
        return known;
    }

    /** The words in lower case; null where they have a character beyond ASCII. */
    public @Nullable String plainWords() {
        String known = plainWords;
        if (known == null) {
            known = PlainText.lowerCase(words());
            plainWords = known;
        }
        return known;
    }

    /** What kind of image the words name, if any. */
    public ImagingWords imaging() {
        ImagingWords known = imaging;
        if (known == null) {
            known = ImagingWords.of(words());
            imaging = known;
        }
        return known;
    }

    private String joined() {
        if (text != null && saysNoMoreThan(text)) {
            return text;
        }
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

    /** As most do: the text is that of the code. */
    private boolean saysNoMoreThan(String text) {
        for (Coding coding : codings) {
            String display = coding.display();
            if (display != null && !display.equals(text)) {
                return false;
            }
        }
        return true;
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof Concept that
                        && codings.equals(that.codings)
                        && Objects.equals(text, that.text)
                        && sets.equals(that.sets);
    }

    @Override
    public int hashCode() {
        return 31 * codings.hashCode() + Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return "Concept[codings=" + codings + ", text=" + text + "]";
    }
}
