package org.cervicalcds.engine.findings.drugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.engine.entries.MedicationUse.Kind.REQUEST;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.CodeRanges;
import org.cervicalcds.engine.criteria.PerformerRule;
import org.cervicalcds.engine.criteria.ReasonRule;
import org.cervicalcds.engine.criteria.SupplyRule;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.findings.Charts;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.OrderFinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Days so far and days ordered, together. */
class DrugCourseTest {
    private static final FindingDefinition ORDERS = new OrderFinding(
            OrderFinding.Scope.SELECTED_DRAFT,
            List.of(Charts.RELAXANT),
            List.of(),
            null,
            null,
            CodeFilter.ALL,
            null,
            CodeRanges.NONE,
            false,
            null,
            List.of(),
            ReasonRule.ANY,
            new SupplyRule(false, 3),
            PerformerRule.ANYBODY,
            Duration.ofDays(90));

    private static Finding read(Charts charts, @Nullable String order, int moreThan) {
        return charts.read(Map.of(
                "orders",
                ORDERS,
                "it",
                new DrugCourse(List.of(Charts.RELAXANT), 14, Duration.ofDays(365), order, moreThan)));
    }

    private static Charts supplied() {
        return new Charts().supplied(Need.MEDICATION_REQUESTS, Need.MEDICATION_STATEMENTS, Need.MEDICATION_DISPENSES);
    }

    private static @Nullable Integer value(Finding finding) {
        return finding instanceof Finding.Present present ? present.value() : null;
    }

    @Test
    void daysSoFarAndDaysOrderedAddUp() {
        Charts charts = supplied()
                .use(REQUEST, "active", "2025-05-20", null, 30)
                .draft(Concept.NONE, Charts.supply(null, null, 30));
        assertThat(value(read(charts, "orders", 21))).isEqualTo(56);
        assertThat(value(read(charts, null, 21))).isEqualTo(26);
    }

    @Test
    void exactlyTheLimitIsNotBeyondIt() {
        assertThat(read(supplied().draft(Concept.NONE, Charts.supply(null, null, 21)), "orders", 21)
                        .isAbsent())
                .isTrue();
        assertThat(value(read(supplied().draft(Concept.NONE, Charts.supply(null, null, 22)), "orders", 21)))
                .isEqualTo(22);
    }

    @Test
    void severalOrdersAreJudgedEachByItself() {
        Finding finding = read(
                supplied()
                        .draft(Concept.NONE, Charts.supply(null, null, 14))
                        .draft(Concept.NONE, Charts.supply(null, null, 25)),
                "orders",
                21);
        assertThat(value(finding)).isEqualTo(25);
        assertThat(finding.evidence()).hasSize(1).allMatch(Order.class::isInstance);
    }

    @Test
    void anOrderOfUnknownLengthAddsNothing() {
        Charts charts = supplied()
                .use(REQUEST, "active", "2025-05-24", null, 22)
                .draft(Concept.NONE, Charts.supply(null, null, null));
        assertThat(value(read(charts, "orders", 21))).isEqualTo(22);
    }

    @Test
    void theEvidenceOfDaysSoFarAreTheUsesOfTheRunningCourse() {
        Finding finding = read(
                supplied()
                        .use(REQUEST, "completed", "2024-01-01", null, 30)
                        .use(REQUEST, "completed", "2025-06-01", null, 10),
                null,
                0);
        assertThat(value(finding)).isEqualTo(10);
        assertThat(finding.evidence()).hasSize(1);
    }

    @Test
    void withoutAnOrderThereIsNothingToJudge() {
        assertThat(read(supplied().use(REQUEST, "active", "2025-05-01", null, 60), "orders", 21)
                        .isAbsent())
                .isTrue();
    }

    @Test
    void missingRecordsLeaveAShortOrderOpenAndALongOneClear() {
        assertThat(read(new Charts().draft(Concept.NONE, Charts.supply(null, null, 10)), "orders", 21))
                .isInstanceOf(Finding.Unknown.class);
        assertThat(value(read(new Charts().draft(Concept.NONE, Charts.supply(null, null, 22)), "orders", 21)))
                .isEqualTo(22);
    }

    @Test
    void aShortInpatientOrderIsLeftOut() {
        Concept inpatient = Charts.code("urn:category|inpatient");
        Concept outpatient = Charts.code("urn:category|outpatient");
        assertThat(read(supplied().draft(inpatient, Charts.supply(null, null, 3)), "orders", 0)
                        .isAbsent())
                .isTrue();
        assertThat(value(read(supplied().draft(inpatient, Charts.supply(null, null, 4)), "orders", 0)))
                .isEqualTo(4);
        assertThat(value(read(supplied().draft(outpatient, Charts.supply(null, null, 3)), "orders", 0)))
                .isEqualTo(3);
    }
}
