package org.cervicalcds.engine.findings.drugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.engine.entries.MedicationUse.Kind.REQUEST;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.findings.Charts;
import org.cervicalcds.engine.findings.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the use of a drug began shortly before an event. */
class DrugStartTest {
    private static Finding read(Charts charts) {
        return charts.read(Map.of(
                "pain",
                Charts.current(Charts.PAIN),
                "it",
                new DrugStart(List.of(Charts.RELAXANT), "pain", Duration.ofDays(14), 14, Duration.ofDays(365))));
    }

    private static Charts supplied() {
        return new Charts()
                .supplied(
                        Need.CONDITIONS,
                        Need.MEDICATION_REQUESTS,
                        Need.MEDICATION_STATEMENTS,
                        Need.MEDICATION_DISPENSES);
    }

    @ParameterizedTest
    @CsvSource({
        // from, days, event, began shortly before
        "2025-06-05,  30, 2025-06-12, true",
        "2025-06-12,  30, 2025-06-12, true",
        "2025-06-13,  30, 2025-06-12, false",
        "2025-05-29,  30, 2025-06-12, true", // 14 days
        "2025-05-28,  30, 2025-06-12, false", // 15 days
        "2024-11-27, 300, 2025-06-12, false",
        "2025-06-01,   1, 2025-06-12, true", // a gap of 10 days is bridged
        "2025-06-15,  10, 2025-06-15, true",
    })
    void theFirstDayOfTheEpisodeDecides(String from, int days, String event, boolean expected) {
        Finding finding = read(supplied().condition("icd-10-cm|M54.2", event).use(REQUEST, "active", from, null, days));
        assertThat(finding.isPresent()).isEqualTo(expected);
        assertThat(finding.isAbsent()).isEqualTo(!expected);
        assertThat(finding.evidence()).hasSize(expected ? 1 : 0);
    }

    @Test
    void anEarlierSupplyOfTheSameEpisodeIsTheBeginning() {
        assertThat(read(supplied()
                                .condition("icd-10-cm|M54.2", "2025-06-12")
                                .use(REQUEST, "completed", "2025-05-01", null, 30)
                                .use(REQUEST, "active", "2025-06-05", null, 30))
                        .isAbsent())
                .isTrue();
        assertThat(read(supplied()
                                .condition("icd-10-cm|M54.2", "2025-06-12")
                                .use(REQUEST, "completed", "2025-04-01", null, 30)
                                .use(REQUEST, "active", "2025-06-05", null, 30))
                        .evidence())
                .hasSize(1);
    }

    @Test
    void withoutAnEventNothingBegan() {
        assertThat(read(supplied().use(REQUEST, "active", "2025-06-05", null, 30))
                        .isAbsent())
                .isTrue();
    }

    @Test
    void medicationsThatWereNotSuppliedLeaveItOpen() {
        assertThat(read(new Charts().supplied(Need.CONDITIONS).condition("icd-10-cm|M54.2", "2025-06-12")))
                .isInstanceOf(Finding.Unknown.class);
    }
}
