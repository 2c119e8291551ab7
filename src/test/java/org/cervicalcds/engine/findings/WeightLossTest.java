package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.cervicalcds.engine.chart.Need;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The newest weight against the highest of the year before. */
class WeightLossTest {
    private static final WeightLoss LOSS = new WeightLoss(
            Charts.WEIGHT,
            Duration.ofDays(30),
            Duration.ofDays(365),
            Duration.ofDays(30),
            BigDecimal.valueOf(5),
            Charts.TERMINOLOGY.units());

    private static Charts charts() {
        return new Charts().supplied(Need.observations(Charts.WEIGHT));
    }

    @ParameterizedTest
    @CsvSource({
        // kg before, date, kg now, date, loss
        "80.0, 2025-02-01,           76.0, 2025-06-10, true",
        "80.0, 2025-02-01,           76.1, 2025-06-10, false",
        "80.0, 2025-02-01,           84.0, 2025-06-10, false",
        "80.0, 2025-02-01,           70.0, 2025-05-16T10:00:00Z, true",
        "80.0, 2025-02-01,           70.0, 2025-05-16T09:59:59Z, false",
        "80.0, 2025-05-11T10:00:00Z, 70.0, 2025-06-10T10:00:00Z, true",
        "80.0, 2025-05-11T10:00:01Z, 70.0, 2025-06-10T10:00:00Z, false",
        "80.0, 2024-06-10T10:00:00Z, 70.0, 2025-06-10T10:00:00Z, true",
        "80.0, 2024-06-10T09:59:59Z, 70.0, 2025-06-10T10:00:00Z, false",
    })
    void lossIsMeasuredInsideTheWindows(String before, String beforeDate, String now, String nowDate, boolean loss) {
        Finding finding = charts().measured("loinc|29463-7", before, "kg", beforeDate)
                .measured("loinc|29463-7", now, "kg", nowDate)
                .read(LOSS);
        assertThat(finding.isPresent()).isEqualTo(loss);
        assertThat(finding.isAbsent()).isEqualTo(!loss);
    }

    @Test
    void theHighestOfTheWindowCountsInWhateverUnit() {
        assertThat(charts().measured("loinc|29463-7", "72", "kg", "2025-03-01")
                        .measured("loinc|29463-7", "176.4", "[lb_av]", "2025-02-01") // 80.01 kg
                        .measured("loinc|29463-7", "76000", "g", "2025-06-10")
                        .read(LOSS)
                        .isPresent())
                .isTrue();
    }

    @Test
    void weightsAreConverted() {
        assertThat(charts().measured("loinc|29463-7", "80", "kg", "2025-02-01")
                        .measured("loinc|29463-7", "11", "[stone_av]", "2025-06-10") // 69.9 kg
                        .read(LOSS)
                        .isPresent())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "stoneweight, 2025-06-10",
        "'',          2025-06-10",
        "sack,        2024-06-01",
    })
    void aWeightWhoseUnitCannotBeReadLeavesItOpen(String unit, String date) {
        assertThat(charts().measured("loinc|29463-7", "80", "kg", "2025-02-01")
                        .measured("loinc|29463-7", "79", "kg", "2025-06-09")
                        .measured("loinc|29463-7", "11", unit, date)
                        .read(LOSS))
                .isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void aWeightWhoseUnitCannotBeReadOutsideTheWindowsLeavesNothingOpen() {
        assertThat(charts().measured("loinc|29463-7", "80", "kg", "2025-02-01")
                        .measured("loinc|29463-7", "79", "kg", "2025-06-10")
                        .measured("loinc|29463-7", "11", "sack", "2024-05-01")
                        .read(LOSS)
                        .isAbsent())
                .isTrue();
    }

    @Test
    void aLossThatIsProvedIsPresentBesideOneThatCannotBeRead() {
        assertThat(charts().measured("loinc|29463-7", "80", "kg", "2025-02-01")
                        .measured("loinc|29463-7", "70", "kg", "2025-06-10")
                        .measured("loinc|29463-7", "11", "sack", "2025-06-01")
                        .read(LOSS)
                        .isPresent())
                .isTrue();
    }

    @Test
    void weightsThatWereNotSuppliedAreUnknown() {
        assertThat(new Charts().read(LOSS)).isInstanceOf(Finding.Unknown.class);
    }
}
