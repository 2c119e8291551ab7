package org.cervicalcds.engine.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drugs that are told in words only, as orders and lists write them (docs/clinical.md, matching rule 6). */
final class IngredientNamesTest {
    private static final Terminology TERMINOLOGY =
            Content.load(ContentFiles.in(Path.of("cds-cards"))).terminology();

    private static boolean isRelaxant(String words) {
        ValueSet relaxants = TERMINOLOGY.valueSet("med-muscle-relaxant");
        assertThat(relaxants).isNotNull();
        return relaxants != null && TERMINOLOGY.ingredientsNamedIn(words).in(relaxants);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cyclobenzaprine",
                "CYCLOBENZAPRINE HCL 10MG TAB",
                "Cyclobenzaprine\u00a010 mg",
                "(cyclobenzaprine)",
                "Flexeril/cyclobenzaprine",
                "cyclobenzaprine-10",
                "ibuprofen 400 mg\ncyclobenzaprine 5 mg"
            })
    void anIngredientIsAWholeWord(String words) {
        assertThat(isRelaxant(words)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "cyclo benzaprine", "cyclobenzaprines", "precyclobenzaprine", "10 mg", "\ud83d\udc8a"})
    void otherWordsAreNone(String words) {
        assertThat(isRelaxant(words)).isFalse();
    }

    @Test
    void aDrugOfSeveralSetsIsInAllOfThem() {
        ValueSet relaxants = TERMINOLOGY.valueSet("med-muscle-relaxant");
        ValueSet antispastics = TERMINOLOGY.valueSet("med-muscle-relaxant-antispastic");

        Memberships both = TERMINOLOGY.ingredientsNamedIn("carisoprodol, then baclofen");

        assertThat(relaxants).isNotNull().satisfies(set -> assertThat(both.in(set))
                .isTrue());
        assertThat(antispastics).isNotNull().satisfies(set -> assertThat(both.in(set))
                .isTrue());
    }
}
