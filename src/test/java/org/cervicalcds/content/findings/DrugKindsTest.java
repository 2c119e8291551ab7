package org.cervicalcds.content.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds about drugs and treatments are read as strictly as all others. */
class DrugKindsTest {
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));

    private static Content with(String finding) {
        return Content.load(SHIPPED.with("findings/more.yaml", "more: {" + finding + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "medication: [med-muscle-relaxant], reason-in: [dx-neck-pain], reason-given: true",
                "medication: [med-muscle-relaxant], only-codes: {rxnorm: ['2101']}, or-named: carisoprodol",
                "medication: [med-muscle-relaxant], except-inpatient-up-to: perioperative-days",
                "drug-days: [med-muscle-relaxant], gap: gap-days, unknown-length-counts-for: unknown-supply-days",
                "treatment: [ord-botulinum-toxin], by: [procedure], within: dystonia-treatment-days",
                "order: [med-muscle-relaxant], scope: any-draft, length-unknown: true",
                "condition: [dx-cervical-dystonia], counts: ever, certainty: refuted",
            })
    void whatIsWellWrittenIsRead(String finding) {
        assertThat(with(finding).findings().names()).contains("more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "medication: [med-muscle-relaxant], reson-in: [dx-neck-pain]                       | reason-in",
                "medication: [med-muscle-relaxant], or-named: carisoprodal                         | carisoprodol",
                "drug-days: [med-muscle-relaxant], gap: gap-day, unknown-length-counts-for: unknown-supply-days | gap-days",
                "drug-days: [med-muscle-relaxant], gap: gap-days                                   | unknown-length-counts-for",
                "drug-days: [med-muscle-relaxant], gap: gap-days, unknown-length-counts-for: unknown-supply-days,"
                        + " with-order: relaxant-orders                                                | relaxant-order",
                "treatment: [ord-botulinum-toxin], by: [procedures], within: dystonia-treatment-days | procedure,",
                "treatment: [ord-botulinum-toxin], within: dystonia-treatment-days                 | by is missing",
                "treatment: [ord-botulinum-toxin], by: [procedure], within: dystonia-treatment-days,"
                        + " purpose: {reasons: [dx-torticollis]}                                       | words is missing",
                "treatment: [ord-botulinum-toxin], by: [procedure], within: dystonia-treatment-days,"
                        + " purpose: {words: neck-or-dystonia, sites: []}                              | sites",
            })
    void whatIsMisspeltIsNamed(String finding, String named) {
        assertThatThrownBy(() -> with(finding))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("findings/more.yaml")
                .hasMessageContaining(named);
    }

    @Test
    void aLimitOfSupplyNamesASetting() {
        String card = "muscle-relaxant-duration/card.yaml";
        String wrong = Objects.requireNonNull(SHIPPED.texts().get(card))
                .replace("limit-supply-days: suggested-supply-days", "limit-supply-days: suggested-supply");
        assertThatThrownBy(() -> Content.load(SHIPPED.with(card, wrong)))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("suggested-supply-days");
    }
}
