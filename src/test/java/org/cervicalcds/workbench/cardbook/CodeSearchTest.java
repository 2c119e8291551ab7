package org.cervicalcds.workbench.cardbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.pages.Labels;
import org.cervicalcds.workbench.cardbook.CodeSearch.CodePlace;
import org.cervicalcds.workbench.cardbook.CodeSearch.Found;
import org.cervicalcds.workbench.cardbook.CodeSearch.SetPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has a code or a word learns which value sets, findings and cards it touches. */
class CodeSearchTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final CodeSearch SEARCH = new CodeSearch(CONTENT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M45.2",
                "m452",
                " M45.2 ",
                "icd-10-cm|M45.2",
                "http://hl7.org/fhir/sid/icd-10-cm|M45.2",
                "urn:oid:2.16.840.1.113883.6.90|M45.2"
            })
    void codeIsFoundInEveryWritingWithItsFindingsAndCards(String text) {
        Found found = SEARCH.find(text);

        assertThat(found.isCode()).isTrue();
        assertThat(found.knownSystem()).isTrue();
        CodePlace place = found.codes().stream()
                .filter(one -> one.system().equals("icd-10-cm"))
                .findFirst()
                .orElseThrow();
        assertThat(place.label()).isNotBlank();
        SetPage set = place.valueSets().stream()
                .filter(page -> page.findings().contains("as-confirmed"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(place.valueSets()));
        assertThat(set.rows()).as("the row that covers it").isNotEmpty();
        assertThat(set.cards()).extracting(ValueSetUse.Named::id).contains("as-cervical-fracture-risk");
    }

    /** A row of ICD-10-CM covers every code that begins with it; {@code =} rows and rows of {@code never} are honoured. */
    @Test
    void everyRowOfEveryValueSetIsFoundThere() {
        for (ValueSetText set : CONTENT.text().valueSets().values()) {
            set.codes().forEach((system, codes) -> codes.keySet().forEach(row -> {
                String code = row.startsWith("=") ? row.substring(1) : row;
                assertThat(SEARCH.find(system + "|" + code).codes())
                        .as(system + "|" + code)
                        .flatExtracting(CodePlace::valueSets)
                        .extracting(SetPage::id)
                        .contains(set.id());
            }));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z99.99", "loinc|99999-9", "icd-10-cm|9631008"})
    void codeThatIsInNoValueSetIsSaidToBeInNone(String text) {
        Found found = SEARCH.find(text);

        assertThat(found.isCode()).isTrue();
        assertThat(found.codes()).isEmpty();
        assertThat(found.valueSets()).isEmpty();
    }

    @Test
    void unknownCodeSystemIsNamedAsSuch() {
        assertThat(SEARCH.find("urn:nowhere|M45.2").knownSystem()).isFalse();
        assertThat(SEARCH.find("urn:nowhere|M45.2").codes()).isEmpty();
    }

    @Test
    void wordsAreLookedForInRowsAndTitles() {
        Found found = SEARCH.find("Ankylosing  SPONDYLITIS");

        assertThat(found.isCode()).isFalse();
        assertThat(found.valueSets()).flatExtracting(SetPage::rows).isNotEmpty().allSatisfy(row -> assertThat(
                        row.code())
                .isNotBlank());
        assertThat(SEARCH.find("nowhere-to-be-found").valueSets()).isEmpty();
    }

    @Test
    void withoutATextEveryValueSetIsListed() {
        assertThat(SEARCH.find("").valueSets())
                .hasSameSizeAs(CONTENT.text().valueSets().values())
                .allSatisfy(set -> assertThat(set.size()).isPositive())
                .allSatisfy(set -> assertThat(set.rows()).isEmpty());
    }

    @Test
    void everyUsedValueSetHasAFindingAndACard() {
        for (SetPage set : SEARCH.find("").valueSets()) {
            if (!set.unused()) {
                assertThat(set.findings().size() + set.cards().size())
                        .as(set.id())
                        .isPositive();
            }
        }
    }

    /** What the workbench links to must be in the book. */
    @Test
    void everyFindingAndValueSetHasItsAnchorInTheBook() {
        String book = new CardBook(CONTENT).served(Labels.ENGLISH, null);
        Map<String, List<ValueSetUse.Named>> sets = SEARCH.valueSetsByFinding();

        assertThat(sets).containsOnlyKeys(CONTENT.text().findings().keySet());
        sets.forEach((finding, rests) -> {
            assertThat(book).contains(" id=\"finding-" + finding + "\"");
            rests.forEach(set -> assertThat(book).contains(" id=\"value-set-" + set.id() + "\""));
        });
        assertThat(sets.get("as-confirmed")).as("through its parts").isNotEmpty();
    }
}
