package org.cervicalcds.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts in a text and what is negated (docs/clinical.md, matching rule 7). */
class WordingTest {
    private static final Wording FRACTURE = wording(Wording.Source.of("fracture"));
    private static final Wording SPONDYLITIS = wording("spondylitis-names");
    private static final Wording FUSION = wording("spinal-fusion");
    private static final Wording MANIPULATION = wording("manipulation");

    private static Wording wording(Wording.Source phrase) {
        return new Wording(List.of(phrase), false, false, ContentLanguage.ALL);
    }

    private static Wording wording(String list) {
        return new Wording(
                Objects.requireNonNull(ContentLanguage.phrases().get(list)), false, false, ContentLanguage.ALL);
    }

    private static boolean in(Wording wording, String text) {
        return wording.isIn(FreeText.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fracture of C5                                            | true",
                "FRACTURE of C5                                            | true",
                "No fracture                                               | false",
                "There is not a fracture                                   | false",
                "Without fracture                                          | false",
                "Denies any fracture                                       | false",
                "Negative for fracture                                     | false",
                "Ruled out: fracture                                       | true", // a colon ends the sentence
                "Ruled out fracture                                        | false",
                "To rule out fracture                                      | false",
                "r/o fracture                                              | false",
                "Family history of fracture                                | false",
                "Family hist of fracture                                   | false",
                "Negative workup for fracture                              | false",
                "Negative work-up for fracture                             | false",
                "Fracture never proven                                     | false",
                "Fracture disproved                                        | false",
                "? fracture                                                | false",
                "No swelling or bruise or fracture                         | false", // fifth word before
                "No swelling or bruise or old fracture                     | true", // sixth word before
                "Fracture ruled out                                        | false",
                "Fracture was excluded                                     | false",
                "Fracture not seen                                         | false",
                "Fracture of C5 was now excluded                           | false", // fifth word after
                "Fracture of C5 was by now excluded                        | true", // sixth word after
                "Fracture cannot be excluded                               | true",
                "Fracture can't be excluded                                | true",
                "Fracture not excluded                                     | true",
                "No swelling. Fracture of C5                               | true",
                "No swelling; fracture of C5                               | true",
                "No shift over 2.5 mm or fracture                          | true", // seventh word before
                "No 2.5 mm fracture                                        | false", // no end between digits
                "Fracture of C5. Dislocation excluded                      | true",
                "Known fracture                                            | true", // "no" is a word, not a beginning
                "Notable fracture                                          | true",
                "Fractured vertebra                                        | false", // whole words
                "No fracture of C4. Fracture of C5                         | true",
            })
    void aNegatedMatchDoesNotCount(String text, boolean counts) {
        assertThat(in(FRACTURE, text)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fracture: no                                              | false",
                "Fracture: none                                            | false",
                "Fracture: nil, swelling: some                             | false",
                "Fracture: absent                                          | false",
                "Fracture: excluded by CT                                  | false",
                "Fracture: no evidence                                     | false",
                "Fracture: no displacement                                 | true",
                "Fracture: no change                                       | true",
                "Fracture: yes                                             | true",
                "Findings: fracture of C5                                  | true",
                "Fracture is absent                                        | false",
                "Fracture not identified                                   | false",
                "Fracture is not visible                                   | false",
                "Fracture not demonstrated                                 | false",
                "Fracture not evident                                      | false",
                "Fracture not present                                      | false",
                "Fracture not found                                        | false",
                "Fracture not detected                                     | false",
                "Fracture unlikely                                         | false",
                "Fracture - negative workup                                | false",
                "Fracture could not be confirmed                           | false",
                "Fracture no longer felt                                   | false",
                "Fracture cannot be entirely excluded                      | true",
                "Fracture can not be excluded                              | true",
                "Fracture has not been ruled out                           | true",
                "Fracture not yet excluded                                 | true",
                "Cannot exclude fracture                                   | true",
                "Unable to rule out fracture                               | true",
                "Does not exclude a fracture                               | true",
                "Not excluded: dislocation. Fracture                       | true",
                "Exclude fracture                                          | false",
                "Absence of fracture                                       | false",
                "Free of fracture                                          | false",
                "Negative for fracture                                     | false",
                "Never had a fracture                                      | false",
                "Unlikely fracture                                         | false",
                "At risk for fracture                                      | false",
                "Screening for fracture                                    | false",
                "Non-fracture pain                                         | false",
                "Non-displaced fracture                                    | true",
                "Pain since Monday? Fracture of C5                         | true", // a question of its own
                "No swelling, but a fracture                               | false", // five words, outside image
                // reports
                "Kein Anhalt fuer fracture                                 | false",
                "Keine fracture                                            | false",
                "Pas de fracture                                           | false",
                "Sin fracture                                              | false",
                "Ningún signo de fracture                              | false",
                "Senza fracture                                            | false",
                "Geen fracture                                             | false",
                "Sem fracture                                              | false",
                "Fracture ausgeschlossen                                   | false",
                "Fracture nicht ausgeschlossen                             | true",
            })
    void negationHasManyWords(String text, boolean counts) {
        assertThat(in(FRACTURE, text)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ankylosing spondylitis                                    | true",
                "ANKYLOSING SPONDYLITIS NOS                                | true",
                "Ankylosing  spondylitis                                   | true",
                "Ankylosing spondylitis                                | true",
                "Ankylosing-spondylitis                                    | true",
                "Marie-Strümpell disease                               | true",
                "Marie-Strümpell disease                              | true",
                "Marie Strümpell                                       | true",
                "Family history: ankylosing spondylitis                    | false",
                "Family history of ankylosing spondylitis                  | false",
                "Family history: diabetes, gout, psoriasis, heart disease, ankylosing spondylitis | false",
                "FHx ankylosing spondylitis (father)                       | false",
                "FH: ankylosing spondylitis                                | false",
                "Fam hx ankylosing spondylitis                             | false",
                "Mother: ankylosing spondylitis                            | false",
                "Mother's ankylosing spondylitis                           | false",
                "Brother - ankylosing spondylitis                          | false",
                "Ankylosing spondylitis in her father                      | false",
                "At risk for ankylosing spondylitis (HLA-B27 positive)     | false",
                "Screening for ankylosing spondylitis                      | false",
                "Ankylosing spondylitis: excluded by rheumatology          | false",
                "Ankylosing spondylitis - negative workup                  | false",
                "Ankylosing spondylitis: no biologics yet                  | true",
                "Known history: ankylosing spondylitis                     | true",
                "DISH                                                      | true",
                "a dish                                                    | false",
                "radish                                                    | false",
            })
    void aDiseaseOfTheFamilyIsNotThePatients(String text, boolean counts) {
        assertThat(in(SPONDYLITIS, text)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HVLA cervical                                             | true",
                "high-velocity technique                                   | true",
                "High velocity technique                                   | true",
                "incl. cervical manipulation                               | true",
                "Precautions: avoid spinal manipulation, ankylosed spine.  | false",
                "Patient declines chiropractic care, exercise only.        | false",
                "Never high-velocity technique in this patient.            | false",
                "no spinal manipulation or thrust                          | false",
                "Spinal manipulation contraindicated                       | false",
                "Exercise instead of spinal manipulation                   | false",
                "non-thrust techniques                                     | false",
                "Airway by jaw thrust only, protect C-spine.               | false",
                "Cervical thrust                                           | true",
            })
    void anOrderThatSaysTheOpposite(String text, boolean counts) {
        assertThat(in(MANIPULATION, text)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bamboo spine: no. Syndesmophytes: no.                     | false",
                "Cervical spine: negative for bridging syndesmophytes.     | false",
                "Bamboo spine is absent.                                   | false",
                "Impression: bamboo-spine appearance.                      | true",
                "CT/PET: fused images show no lesion of the cervical spine.| false",
                "Fused PET images of the cervical spine.                   | false",
                "C5 to C6 fused after surgery with plate and screws.       | false",
                "Facet joints are fused.                                   | true",
                "Both sacroiliac joints are fused.                         | false",
                "Both SI joints and the lumbar spine are fused.            | true",
                "Ankylosis of the lumbar spine                             | true",
                "Ankylosis of the hip. The spine is normal                 | false",
                "Ankylosed hip and ankylosed spine                         | true",
                "No ankylosis of the spine                                 | false",
                "Ankylosis of the spine was excluded                       | false",
                "Ankylosis of the spine cannot be excluded                 | true",
                "Keine bamboo spine.                                       | false",
            })
    void wordsForAFusedSpine(String text, boolean counts) {
        assertThat(in(FUSION, text)).isEqualTo(counts);
    }

    @Test
    void aLineThatGoesOnIsOneSentence() {
        assertThat(in(FUSION, "There is no evidence of\nbamboo spine or ankylosed facet joints."))
                .isFalse();
        assertThat(in(FUSION, "Cervical spine: negative for\r\nbridging syndesmophytes."))
                .isFalse();
        assertThat(in(FUSION, "Bamboo\nspine")).isTrue();
        assertThat(in(SPONDYLITIS, "Ankylosing\nSpondylitis of the spine")).isTrue();
        assertThat(in(FRACTURE, "NO EVIDENCE OF\nFRACTURE")).isFalse();
        assertThat(in(FRACTURE, "No evidence of\nFracture")).isFalse();
        assertThat(in(FRACTURE, "Family history:\nFracture")).isFalse();
    }

    @Test
    void aLineThatBeginsAnewIsASentenceForNegations() {
        assertThat(in(FRACTURE, "No swelling\nFracture of C5")).isTrue();
        assertThat(in(FRACTURE, "No swelling\n\nfracture of C5")).isTrue();
        assertThat(in(FRACTURE, "- no swelling\n- fracture of C5")).isTrue();
        assertThat(in(FRACTURE, "Swelling: no\nFracture of C5")).isTrue();
        assertThat(in(FRACTURE, "Swelling: no\nFracture: no\nPain: some")).isFalse();
    }

    @Test
    void stemsNeedNotBeWholeWords() {
        Wording stem = new Wording(List.of(Wording.Source.of("degenerat")), true, false, ContentLanguage.ALL);
        assertThat(in(stem, "Multilevel degeneration")).isTrue();
        assertThat(in(stem, "Discdegeneration")).isTrue();
        assertThat(in(stem, "No degeneration")).isFalse();
    }

    @Test
    void aSentenceAboutSomethingElseDoesNotCountUnlessItIsAboutBoth() {
        Wording fused = wording(new Wording.Source("fused", null, "sacroiliac", "spine", "images"));
        assertThat(in(fused, "Fused sacroiliac joints")).isFalse();
        assertThat(in(fused, "Fused sacroiliac joints and spine")).isTrue();
        assertThat(in(fused, "Fused sacroiliac joints. Fused vertebrae")).isTrue();
        assertThat(in(fused, "Fused images of the spine")).isFalse();
    }

    @Test
    void whatFollowsLaterInTheSentenceMayNotBeDismissed() {
        Wording ankylosis = wording(new Wording.Source("ankylosis", "spine", null, null, null));
        assertThat(in(ankylosis, "Ankylosis of most of the lower spine")).isTrue();
        assertThat(in(ankylosis, "Spine with ankylosis")).isFalse();
        assertThat(in(ankylosis, "Ankylosis; spine")).isFalse();
        assertThat(in(ankylosis, "No ankylosis of the hip, though there is some ankylosis of the spine"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".*",
                "a.*b",
                "a[^.]*b",
                "(\\w+ )*b",
                "\\s+x",
                "a (b|c)+",
                "(?<=a)b",
                "(?i)a",
                "a{2,}( )*",
                "(",
                "[a",
                "a\\"
            })
    void aPhraseThatRepeatsWithoutLimitIsRefused(String phrase) {
        assertThatThrownBy(() -> wording(Wording.Source.of(phrase))).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void whatIsNotReadToTheEndIsNotSurelyWithoutAPhrase() {
        FreeText whole = FreeText.of("Some swelling of the neck. Fracture of C5.");
        FreeText beginning = whole.upTo(20);

        assertThat(FRACTURE.isIn(whole)).isTrue();
        assertThat(FRACTURE.isIn(beginning)).isFalse();
        assertThat(FRACTURE.isSurelyNotIn(beginning)).isFalse();
        assertThat(FRACTURE.isSurelyNotIn(FreeText.of("Some swelling"))).isTrue();
        assertThat(whole.upTo(1_000)).isSameAs(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Family history significant for ankylosing spondylitis",
                "Strong family history: psoriasis, ankylosing spondylitis",
                "Family medical history: ankylosing spondylitis",
                "Family h/o ankylosing spondylitis",
                "F/H ankylosing spondylitis",
                "Fam. history ankylosing spondylitis",
                "Fam history: ankylosing spondylitis",
                "FAM. HX of ankylosing spondylitis",
                "FMHx: ankylosing spondylitis",
                "FHx positive for ankylosing spondylitis",
                "Familial history of ankylosing spondylitis",
                "Maternal grandfather with ankylosing spondylitis",
                "Father and uncle: ankylosing spondylitis",
                "Dad has ankylosing spondylitis",
                "Mom: ankylosing spondylitis",
                "Twin brother with ankylosing spondylitis",
                "Niece with ankylosing spondylitis",
                "First-degree relative with ankylosing spondylitis",
                "Relatives: ankylosing spondylitis",
                "Ankylosing spondylitis in the family",
                "Ankylosing spondylitis in family",
                "Ankylosing spondylitis in a first-degree relative",
                "Ankylosing spondylitis runs in the family",
                "At increased risk of ankylosing spondylitis",
                "At high risk for ankylosing spondylitis",
                "Screened for ankylosing spondylitis",
                "Ankylosing spondylitis: negative workup",
                "Ankylosing spondylitis, workup negative",
                "Ankylosing spondylitis was excluded",
                "Ankylosing spondylitis is unlikely",
                "Ankylosing spondylitis is absent",
                "Ankylosing spondylitis no longer felt",
                "Ankylosing spondylitis is no longer felt to be likely",
                "Ankylosing spondylitis could not be confirmed",
                "Ankylosing spondylitis was never confirmed",
                "Ankylosing spondylitis could not be demonstrated",
            })
    void guardOfDiagnoses(String text) {
        assertThat(in(SPONDYLITIS, text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ankylosing spondylitis, family aware",
                "Ankylosing spondylitis. Family history: diabetes",
                "Family practice: ankylosing spondylitis",
                "Family history: diabetes. Ankylosing spondylitis",
                "Ankylosing spondylitis at high risk of fracture",
                "Ankylosing spondylitis is not excluded",
                "Ankylosing spondylitis cannot be ruled out",
                "Negative HLA-B27. Ankylosing spondylitis",
                "Relatively mild ankylosing spondylitis",
            })
    void guardKeepsWhatIsThePatients(String text) {
        assertThat(in(SPONDYLITIS, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manipulation   | Avoid spinal manipulation",
                "manipulation   | Contraindicated is any spinal manipulation",
                "manipulation   | Contraindication to spinal manipulation",
                "manipulation   | Patient declines spinal manipulation",
                "manipulation   | Patient declining spinal manipulation",
                "manipulation   | Never spinal manipulation",
                "manipulation   | Exercises instead of spinal manipulation",
                "manipulation   | Exercises in lieu of spinal manipulation",
                "manipulation   | Exercises rather than spinal manipulation",
                "manipulation   | Refrain from spinal manipulation",
                "manipulation   | Spinal manipulation to be avoided",
                "manipulation   | Spinal manipulation is contraindicated",
                "manipulation   | Do not perform spinal manipulation",
                "manipulation   | Open the airway by jaw thrust",
                "manipulation   | Jaw-thrust maneuver",
                "manipulation   | Abdominal thrusts for choking",
                "manipulation   | Abdominal thrust",
                "manipulation   | Myofunctional therapy for tongue thrust",
                "manipulation   | Trauma work-up after high-velocity injury",
                "manipulation   | High velocity nasal oxygen",
                "massage        | Carotid sinus massage",
                "massage        | Fundal massage",
                "massage        | Cardiac massage",
                "massage        | No massage",
                "deep-massage   | Hold firm pressure on the wound",
                "spinal-fusion  | CT/PET fused images of the cervical spine",
                "spinal-fusion  | PET/CT with fused data sets of the spine",
            })
    void guardOfOrdersAndHomonyms(String list, String text) {
        Wording wording = new Wording(
                java.util.Objects.requireNonNull(ContentLanguage.phrases().get(list)),
                false,
                false,
                ContentLanguage.ALL);
        assertThat(in(wording, text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manipulation   | High-velocity thrust of the neck",
                "manipulation   | Cervical thrust",
                "manipulation   | HVLA",
                "massage        | Massage of the neck",
                "massage        | Neck massage, cardiac history",
                "deep-massage   | Massage with firm pressure",
                "spinal-fusion  | Fused cervical vertebrae",
            })
    void whatSoundsAlikeIsStillMeant(String list, String text) {
        Wording wording = new Wording(
                java.util.Objects.requireNonNull(ContentLanguage.phrases().get(list)),
                false,
                false,
                ContentLanguage.ALL);
        assertThat(in(wording, text)).isTrue();
    }
}
