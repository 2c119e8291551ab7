package org.cervicalcds.content.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.terminology.Units;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spellings of units as the content has them, and UCUM for what has none. */
class UnitsTest {
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));
    private static final Units UNITS = Content.load(FILES).terminology().units();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // code, written, UCUM code
                "kg, kg, kg",
                "-, Kg, kg",
                "KG, -, kg",
                "-, ' lbs ', [lb_av]",
                "[lb_us], pound, [lb_av]",
                "[LB_AV], -, [lb_av]",
                "-, oz, [oz_av]",
                "-, °C, Cel",
                "CEL, -, Cel",
                "-, ° f, [degF]",
                "{Tscore}, -, {T-score}",
                "{T-score}, -, {T-score}",
                "{tbl}, -, 1",
                "'{tablet(s)}', -, 1",
                "TAB, 錠, 1",
                "x, Stück, 1",
                "x, y, x",
                "-, furlong, furlong",
                "-, -, ''",
                "d, 日, d",
                "-, Wochen, wk",
            })
    void theCodeOfASpelling(@Nullable String code, @Nullable String written, String expected) {
        assertThat(UNITS.code(code, written)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "100, [lb_av], kg, 45.359237",
                "16, [oz_av], kg, 0.45359237",
                "11, [stone_av], kg, 69.85322498",
                "5000, g, kg, 5",
                "1, t, kg, 1000",
                "70, kg{clothed}, kg, 70",
                "500, mg, g, 0.5",
                "2, L, mL, 2000",
                "5, m, kg, -",
                "5, furlong, kg, -",
                "5, kg9999999, kg, -",
                "5, g/m, kg, -",
                "5, (kg), kg, -",
                "5, '', kg, -",
                "98, [degF], Cel, -", // not by a factor: temperatures are converted where they are judged
            })
    void amountsAreConvertedInsideOneKindOfQuantity(
            BigDecimal number, String unit, String wanted, @Nullable BigDecimal expected) {
        BigDecimal converted = UNITS.convert(number, unit, wanted);
        if (expected == null) {
            assertThat(converted).isNull();
        } else {
            assertThat(converted).isEqualByComparingTo(expected);
        }
    }

    @Test
    void unitsThatNobodyKnowsCostNothing() {
        UNITS.convert(BigDecimal.ONE, "[oz_av]", "kg");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 100_000; i++) {
                UNITS.convert(BigDecimal.ONE, "kg" + i + ".kg99/kg99", "kg");
                UNITS.code("(((((" + i, "{".repeat(1000));
            }
        });
    }

    @Test
    void aSpellingBelongsToOneUnit() {
        assertThatThrownBy(() -> Content.load(FILES.with("units.yaml", "kg: [kilo]\ng: [Kilo]\n")))
                .hasMessageContaining("units.yaml: g has the spelling 'Kilo', which kg has too");
    }

    @Test
    void aChangedSpellingChangesWhatWasSigned() {
        String units = FILES.texts().get("units.yaml");
        assertThat(Content.load(FILES.with("units.yaml", units + "\nt: [tonne]\n"))
                        .hashes())
                .isNotEqualTo(Content.load(FILES).hashes());
    }
}
