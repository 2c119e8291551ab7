package org.cervicalcds.engine.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Some codes hold more than their set, and the words beside them tell. */
class WordRuleTest {
    private static final CodeSystem ICD =
            new CodeSystem("icd-10", "urn:icd", List.of(), CodeSystem.Matching.UNDOTTED_PREFIX);
    private static final CodeSystem SNOMED =
            new CodeSystem("snomed", "urn:snomed", List.of(), CodeSystem.Matching.EXACT);
    private static final ValueSet DISSECTION = new ValueSet("dissection", "", 0, false);
    private static final Coding ANEURYSM_OR_DISSECTION = coding(ICD, "I72.60", true);
    private static final WordRule RULE =
            WordRule.only(DISSECTION, ICD, List.of("I72.6"), List.of("dissect", "dissek", "disecci"));

    private static Coding coding(CodeSystem system, String code, boolean member) {
        return new Coding(
                system, system.uri(), code, null, null, member ? Memberships.of(DISSECTION.index()) : Memberships.NONE);
    }

    @Test
    void aCodeCountsOnlyBesideTheWords() {
        assertThat(RULE.admits(List.of(ANEURYSM_OR_DISSECTION), "Dissektion der A. vertebralis"))
                .isTrue();
        assertThat(RULE.admits(List.of(ANEURYSM_OR_DISSECTION), "Aneurysma")).isFalse();
        assertThat(RULE.admits(List.of(ANEURYSM_OR_DISSECTION), "")).isFalse();
        assertThat(RULE.admits(List.of(ANEURYSM_OR_DISSECTION), "undissected")).isFalse();
    }

    @Test
    void anotherCodeOfTheSetNeedsNoWords() {
        List<Coding> both = List.of(ANEURYSM_OR_DISSECTION, coding(SNOMED, "230730001", true));
        assertThat(RULE.admits(both, "")).isTrue();
        assertThat(RULE.admits(List.of(ANEURYSM_OR_DISSECTION, coding(SNOMED, "1", false)), ""))
                .isFalse();
    }

    @Test
    void wordsKeepAnEntryOutWhateverItsCode() {
        WordRule rule = WordRule.never(DISSECTION, List.of("todd", "psychogèn"));
        assertThat(rule.admits(List.of(ANEURYSM_OR_DISSECTION), "Todd paralysis"))
                .isFalse();
        assertThat(rule.admits(List.of(ANEURYSM_OR_DISSECTION), "d'origine PSYCHOGÈNE"))
                .isFalse();
        assertThat(rule.admits(List.of(ANEURYSM_OR_DISSECTION), "paralysis")).isTrue();
    }
}
