package org.cervicalcds.engine.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/** A FHIR CodeableConcept: its codings are alternatives, so it is in every set that one of them is in. */
public final class Concept {
    public static final Concept NONE = new Concept(List.of(), null, Memberships.NONE, null, false, "");

    /** How sure a diagnosis is, as ICD-10-GM says it beside the code (docs/clinical.md, matching rule 12). */
    public enum Certainty {
        /** A: excluded. */
        EXCLUDED,
        /** V: suspected. */
        SUSPECTED,
        /** G: confirmed. */
        CONFIRMED,
        /** Z: the state after it. */
        PAST;

        /** That of the letter; null for any other text. */
        public static @Nullable Certainty of(@Nullable String letter) {
            return switch (letter == null ? "" : letter.strip().toUpperCase(Locale.ROOT)) {
                case "A" -> EXCLUDED;
                case "V" -> SUSPECTED;
                case "G" -> CONFIRMED;
                case "Z" -> PAST;
                default -> null;
            };
        }
    }

    private final List<Coding> codings;
    private final @Nullable String text;
    private final Memberships sets;
    private final @Nullable Certainty certainty;
    private final boolean ofUnknownSystems;
    private final String language;
    private final boolean cut;

    /** Made when first asked for; a chart says the same things again and again, and its concepts are shared. */
    private @Nullable String words;

    private @Nullable FreeText freeText;
    private @Nullable ImagingWords imaging;

    private Concept(
            List<Coding> codings,
            @Nullable String text,
            Memberships sets,
            @Nullable Certainty certainty,
            boolean ofUnknownSystems,
            String language) {
        this.codings = codings;
        this.text = text;
        this.sets = sets;
        this.certainty = certainty;
        this.ofUnknownSystems = ofUnknownSystems;
        this.language = language;
        this.cut = isLong(codings, text);
    }

    private static boolean isLong(List<Coding> codings, @Nullable String text) {
        int length = text == null ? 0 : text.length();
        for (Coding coding : codings) {
            String display = coding.display();
            length += display == null ? 0 : display.length() + 2;
        }
        return length > FreeText.MOST;
    }

    /** Says that its words are so long that they are not read to the end. */
    public boolean isCut() {
        return cut;
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
        return of(codings, text, null);
    }

    public static Concept of(List<Coding> codings, @Nullable String text, @Nullable Certainty certainty) {
        if (codings.isEmpty() && text == null) {
            return NONE;
        }
        Memberships sets = Memberships.NONE;
        boolean unknown = !codings.isEmpty();
        for (Coding coding : codings) {
            sets = sets.or(coding.sets());
            unknown &= coding.system() == null;
        }
        return new Concept(codings, text, sets, certainty, unknown, "");
    }

    /** How sure the diagnosis is; null where the code does not say. */
    public @Nullable Certainty certainty() {
        return certainty;
    }

    /** Says that it has codes, and that all of them are of code systems that are not known here. */
    public boolean isOfUnknownSystems() {
        return ofUnknownSystems && sets.isEmpty();
    }

    public boolean in(ValueSet set) {
        return sets.in(set);
    }

    /** Says that at least one coding is in some value set of the content. */
    public boolean isKnown() {
        return !sets.isEmpty();
    }

    /**
     * What people wrote: text and displays, each with an empty line before it, so that each is a sentence of its own; of very long ones
     * the beginning.
     */
    public String words() {
        String known = words;
        if (known == null) {
            known = cut ? freeText().written() : joined();
            words = known;
        }
        return known;
    }

    /** The words, to be searched. */
    public FreeText freeText() {
        FreeText known = freeText;
        if (known == null) {
            known = cut ? FreeText.of(joined(), language).upTo(FreeText.MOST) : FreeText.of(words(), language);
            freeText = known;
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
        StringJoiner words = new StringJoiner("\n\n");
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

    /** What people or their system wrote: the text, else a display; null for neither. */
    public @Nullable String written() {
        if (text != null && !text.isBlank()) {
            return text;
        }
        for (Coding coding : codings) {
            String display = coding.display();
            if (display != null && !display.isBlank()) {
                return display;
            }
        }
        return null;
    }

    /** The shortest telling name: the text, else a display, else our own words for a code, else a code; empty where there is nothing. */
    public String label() {
        String written = written();
        if (written != null) {
            return written;
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
        String words = text == null ? other.text : other.text == null ? text : text + "\n\n" + other.text;
        return new Concept(
                List.copyOf(both),
                words,
                sets.or(other.sets),
                certainty == null ? other.certainty : certainty,
                (ofUnknownSystems || codings.isEmpty())
                        && (other.ofUnknownSystems || other.codings.isEmpty())
                        && !both.isEmpty(),
                language.isEmpty() ? other.language : language);
    }

    /** The same in a resource that says in which language it is (BCP 47); empty for one that does not. */
    public Concept in(String resourceLanguage) {
        return resourceLanguage.isEmpty() || this == NONE
                ? this
                : new Concept(codings, text, sets, certainty, ofUnknownSystems, resourceLanguage);
    }

    /** The same words with further memberships; for medications known by their text. */
    public Concept withSets(Memberships more) {
        return new Concept(codings, text, sets.or(more), certainty, ofUnknownSystems, language);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof Concept that
                        && codings.equals(that.codings)
                        && Objects.equals(text, that.text)
                        && certainty == that.certainty
                        && language.equals(that.language)
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
