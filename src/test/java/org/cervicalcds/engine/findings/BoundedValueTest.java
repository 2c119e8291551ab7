package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.cervicalcds.engine.criteria.Quantity;
import org.cervicalcds.engine.entries.Observation.Bound;
import org.cervicalcds.engine.findings.ObservationFinding.Measured;
import org.cervicalcds.engine.terminology.Units;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of which only one end is known, such as "more than 39". */
class BoundedValueTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // at least, above, at most, below, value, bound, passes
                "38, -, -, -, 39, AT_LEAST, true",
                "38, -, -, -, 37, AT_LEAST, -",
                "38, -, -, -, 37, AT_MOST,  false",
                "38, -, -, -, 39, AT_MOST,  -",
                "-, 38, -, -, 38, AT_LEAST, -",
                "-, 38, -, -, 38, AT_MOST,  false",
                "-, -, 38, -, 38, AT_MOST,  true",
                "-, -, 38, -, 39, AT_LEAST, false",
                "-, -, -, 38, 38, AT_LEAST, false",
                "-, -, -, 38, 37, AT_MOST,  true",
                "-, -, -, 38, 38, EXACT,    false",
                "38, -, -, -, 38, EXACT,    true",
            })
    void whatCannotBeToldIsOpen(
            @Nullable BigDecimal atLeast,
            @Nullable BigDecimal above,
            @Nullable BigDecimal atMost,
            @Nullable BigDecimal below,
            BigDecimal value,
            Bound bound,
            @Nullable Boolean passes) {
        Measured measured = new Measured(Quantity.COUNT, Units.NONE, atLeast, above, atMost, below);
        assertThat(measured.passes(value, bound)).isEqualTo(passes);
    }
}
