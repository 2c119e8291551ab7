package org.cervicalcds.engine.terminology;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Knows how much one unit of measure is in another. */
public interface UnitConversion {
    /** Knows no unit. */
    UnitConversion NONE = (unit, wanted) -> null;

    /** What one of a UCUM unit is in another; null where it is no unit or one of another kind. */
    @Nullable
    BigDecimal factor(String unit, String wanted);
}
