package org.cervicalcds.content.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the shipped value sets, and the codes that are never members whatever row matches. */
class ValueSetRowsTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Terminology TERMINOLOGY = CONTENT.terminology();
    private static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";

    /**
     * The whole code M45 of ICD-10-CM is written "=M45", so that it is no prefix of M45.A; temperature and weight have a SNOMED row more,
     * and the category "surgical procedure" of orders (FHIR value set servicerequest-category) has a set of its own.
     * Performers are counted apart, and so is ATC, whose rows are checked against the index of the WHO.
     */
    @Test
    void everyVerifiedRowIsThere() {
        List<Map<String, Map<String, String>>> codes = CONTENT.text().valueSets().values().stream()
                .filter(set -> !set.id().startsWith("prf-"))
                .map(ValueSetText::codes)
                .toList();
        assertThat(codes.stream()
                        .flatMap(sets -> sets.entrySet().stream())
                        .filter(rows -> !rows.getKey().equals("atc"))
                        .map(Map.Entry::getValue)
                        .mapToInt(Map::size)
                        .sum())
                .isEqualTo(1863 - 4 + 1 + 2 + 1);
    }

    @Test
    void noLabelCarriesARemark() {
        Stream<String> labels = CONTENT.text().valueSets().values().stream()
                .flatMap(set -> set.codes().values().stream())
                .flatMap(rows -> rows.values().stream());
        assertThat(labels).allSatisfy(label -> assertThat(label)
                .isNotBlank()
                .doesNotContain("(disorder)", "(procedure)", "(finding)", "own wording", "counts only"));
    }

    @ParameterizedTest
    @CsvSource({
        "dx-ankylosing-spondylitis,M45,M45.A2",
        "dx-malignancy-active,C43.9,C44.91",
        "dx-malignancy-history,Z85.820,Z85.828",
        "dx-malignancy-history,Z85.821,Z85.828",
        "dx-head-trauma,S02.6XXA,S02.5XXA",
        "dx-head-trauma,S00.01XA,S00.06XA",
        "dx-head-trauma,S00.81XA,S00.86XA",
        "dx-neck-trauma,S10.91XA,S10.96XA",
        "dx-neck-injury-sign,S10.91XA,S10.96XA",
        "dx-fever,R50.9,R50.83",
        "dx-altered-mental-state,R40.20,R40.2411",
        "dx-altered-mental-state,R40.20,R40.2141",
        "dx-altered-mental-state,R40.20,R40.2251",
        "dx-altered-mental-state,R40.20,R40.2361",
        "dx-neuro-deficit-major,G83.82,G83.84",
        "dx-neuro-deficit-major,G82.50,R53.2",
        "dx-hemiplegia,G81.94,R53.2"
    })
    void someCodesAreNeverMembers(String set, String member, String never) {
        assertThat(holds(set, ICD_10_CM, member)).as(member).isTrue();
        assertThat(holds(set, ICD_10_CM, never)).as(never).isFalse();
    }

    @Test
    void fractureOfHyoidOrLarynxIsANeckInjuryAndNoNeckFracture() {
        assertThat(holds("dx-cervical-fracture", ICD_10_CM, "S12.8XXA")).isFalse();
        assertThat(holds("dx-neck-trauma", ICD_10_CM, "S12.8XXA")).isTrue();
    }

    /** Lips, nose, lids and ears are head injuries for a coder, and no reason to fear for the neck. */
    @ParameterizedTest
    @CsvSource({"S00.411A", "S01.311A", "S01.21XA", "S01.111A", "S00.511A"})
    void smallInjuriesOfTheFaceAreNoHeadInjury(String code) {
        assertThat(holds("dx-head-trauma", ICD_10_CM, code)).isFalse();
    }

    @Test
    void aBlowIsNoAccident() {
        assertThat(holds("dx-accident", ICD_10_CM, "W21.89XA")).isFalse();
        assertThat(holds("dx-blow", ICD_10_CM, "W21.89XA")).isTrue();
    }

    private static boolean holds(String set, String system, String code) {
        ValueSet wanted = Objects.requireNonNull(TERMINOLOGY.valueSet(set), set);
        return TERMINOLOGY.coding(system, code, null).sets().in(wanted);
    }
}
