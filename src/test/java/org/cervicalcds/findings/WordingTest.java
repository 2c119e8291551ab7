package org.cervicalcds.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The negation guard. */
class WordingTest {
    private static final Wording FRACTURE = new Wording(List.of(new Wording.Source("fracture", null, null)), false);

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
                "No 2.5 mm fracture                                        | false", // a full stop between digits ends
                // nothing
                "Fracture of C5. Dislocation excluded                      | true",
                "Known fracture                                            | true", // "no" is a word, not a beginning
                "Notable fracture                                          | true",
                "Fractured vertebra                                        | false", // whole words
                "No fracture of C4. Fracture of C5                         | true",
            })
    void aNegatedMatchDoesNotCount(String text, boolean counts) {
        assertThat(FRACTURE.isIn(text)).isEqualTo(counts);
    }

    @Test
    void aLineBreakEndsASentence() {
        assertThat(FRACTURE.isIn("No swelling\nFracture of C5")).isTrue();
    }

    @Test
    void stemsNeedNotBeWholeWords() {
        Wording stem = new Wording(List.of(new Wording.Source("degenerat", null, null)), true);
        assertThat(stem.isIn("Multilevel degeneration")).isTrue();
        assertThat(stem.isIn("No degeneration")).isFalse();
    }

    @Test
    void aSentenceAboutSomethingElseDoesNotCountUnlessItIsAboutBoth() {
        Wording fused = new Wording(List.of(new Wording.Source("fused", "sacroiliac", "spine")), false);
        assertThat(fused.isIn("Fused sacroiliac joints")).isFalse();
        assertThat(fused.isIn("Fused sacroiliac joints and spine")).isTrue();
        assertThat(fused.isIn("Fused sacroiliac joints. Fused vertebrae")).isTrue();
    }
}
