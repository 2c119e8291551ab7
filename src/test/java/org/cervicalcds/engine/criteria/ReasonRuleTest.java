package org.cervicalcds.engine.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.findings.Charts;
import org.junit.jupiter.api.Test;

/** One fitting reason is enough, one that is known for something else is too many. */
class ReasonRuleTest {
    private static final ReasonRule PAIN = new ReasonRule(null, List.of(Charts.PAIN), false);
    private static final ReasonRule PAIN_GIVEN = new ReasonRule(null, List.of(Charts.PAIN), true);

    @Test
    void aCodedReasonMustBeInTheSets() {
        assertThat(PAIN.holds(Charts.code("icd-10-cm|M54.2"))).isTrue();
        assertThat(PAIN.holds(Charts.code("icd-10-cm|R20.0"))).isFalse();
        assertThat(PAIN.holds(Charts.code("icd-10-cm|Z99.9"))).isFalse();
    }

    @Test
    void aSecondReasonThatIsKnownForSomethingElseDoesNotFit() {
        assertThat(PAIN.holds(Charts.code("icd-10-cm|M54.2", "icd-10-cm|R20.0")))
                .isFalse();
    }

    @Test
    void aSecondCodeThatIsNotKnownMayBeATranslation() {
        assertThat(PAIN.holds(Charts.code("icd-10-cm|M54.2", "urn:local|neck"))).isTrue();
    }

    @Test
    void aMissingReasonFitsOnlyWhereNoneIsAskedFor() {
        assertThat(PAIN.holds(Concept.NONE)).isTrue();
        assertThat(PAIN.holds(Charts.words("stiff since Thursday"))).isTrue();
        assertThat(PAIN_GIVEN.holds(Concept.NONE)).isFalse();
        assertThat(PAIN_GIVEN.holds(Charts.words("neck pain"))).isFalse();
        assertThat(PAIN_GIVEN.holds(Charts.code("icd-10-cm|M54.2"))).isTrue();
    }
}
