package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.findings.TreatmentFinding.Proof;
import org.cervicalcds.engine.findings.TreatmentFinding.Purpose;
import org.cervicalcds.engine.text.Languages;
import org.cervicalcds.engine.text.Wording;
import org.junit.jupiter.api.Test;

/** Treatments count by what they were for. */
class TreatmentFindingTest {
    private static final TreatmentFinding TOXIN = new TreatmentFinding(
            List.of(Charts.TOXIN),
            CodeFilter.ALL,
            EnumSet.allOf(Proof.class),
            Duration.ofDays(365),
            new Purpose(
                    new Wording(
                            List.of(new Wording.Source("neck", null, "bladder", null, null)),
                            false,
                            false,
                            Languages.NONE),
                    List.of(Charts.PAIN),
                    new CodeFilter(Map.of("cpt", List.of("64616")), Map.of())));

    private static boolean counts(String code, String date, Concept reason, Concept site) {
        return new Charts()
                .report(Report.Kind.PROCEDURE, "completed", Charts.code(code), date, reason, site)
                .supplied(Need.PROCEDURES, Need.SERVICE_REQUESTS, Need.MEDICATION_REQUESTS)
                .read(TOXIN)
                .isPresent();
    }

    @Test
    void reasonOrSiteDecideAndSilenceCounts() {
        String toxin = "cpt|64615";
        String day = "2025-02-20";
        assertThat(counts(toxin, day, Concept.NONE, Concept.NONE)).isTrue();
        assertThat(counts(toxin, day, Charts.code("icd-10-cm|M54.2"), Concept.NONE))
                .isTrue();
        assertThat(counts(toxin, day, Charts.code("icd-10-cm|G43.709"), Concept.NONE))
                .isFalse();
        assertThat(counts(toxin, day, Charts.words("migraine"), Concept.NONE)).isFalse();
        assertThat(counts(toxin, day, Charts.words("migraine"), Charts.words("neck muscles")))
                .isTrue();
        assertThat(counts(toxin, day, Concept.NONE, Charts.words("urinary bladder")))
                .isFalse();
        assertThat(counts(toxin, day, Concept.NONE, Charts.words("bladder neck")))
                .isFalse();
        assertThat(counts("cpt|64616", day, Charts.words("migraine"), Concept.NONE))
                .isTrue();
    }

    @Test
    void itMustHaveBeenDoneInTheWindow() {
        Concept none = Concept.NONE;
        assertThat(counts("cpt|64616", "2024-06-15T10:00:00Z", none, none)).isTrue();
        assertThat(counts("cpt|64616", "2024-06-15T09:59:59Z", none, none)).isFalse();
        assertThat(counts("cpt|64616", "2025-06-20", none, none)).isFalse();
        assertThat(counts("cpt|72125", "2025-02-20", none, none)).isFalse();
    }

    @Test
    void missingAdministrationsLeaveNothingOpenButMissingProceduresDo() {
        assertThat(new Charts()
                        .supplied(Need.PROCEDURES, Need.SERVICE_REQUESTS, Need.MEDICATION_REQUESTS)
                        .read(TOXIN)
                        .isAbsent())
                .isTrue();
        assertThat(new Charts()
                        .supplied(Need.MEDICATION_ADMINISTRATIONS, Need.SERVICE_REQUESTS, Need.MEDICATION_REQUESTS)
                        .read(TOXIN))
                .isInstanceOf(Finding.Unknown.class);
    }
}
