package org.cervicalcds.engine.terminology;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Units of measure as records write them: the UCUM code of a spelling, and amounts in another unit. */
public final class Units {
    /** No spellings, no conversion. */
    public static final Units NONE = new Units(Map.of(), UnitConversion.NONE);

    private static final int LONGEST = 40;

    private final Map<String, String> codes;
    private final UnitConversion conversion;

    private Units(Map<String, String> codes, UnitConversion conversion) {
        this.codes = codes;
        this.conversion = conversion;
    }

    /**
     * Units with other spellings than their code.
     *
     * @param spellings by UCUM code; case and blanks at the ends do not matter
     */
    public static Units of(Map<String, List<String>> spellings, UnitConversion conversion) {
        Map<String, String> codes = new HashMap<>();
        spellings.forEach((code, others) -> {
            codes.put(folded(code), code);
            others.forEach(other -> codes.put(folded(other), code));
        });
        spellings.keySet().forEach(code -> codes.put(code, code));
        return new Units(Map.copyOf(codes), conversion);
    }

    private static String folded(String unit) {
        return unit.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The UCUM code of a unit.
     *
     * @param code the coded unit; null for none
     * @param written the unit for people; null for none
     * @return of the two the first whose spelling is known, else the code as it came, else what was written; empty for none
     */
    public String code(@Nullable String code, @Nullable String written) {
        String known = code == null ? null : known(code);
        if (known == null && written != null) {
            known = known(written);
        }
        return known != null ? known : code != null ? code.strip() : written != null ? written.strip() : "";
    }

    private @Nullable String known(String unit) {
        String exact = codes.get(unit);
        if (exact != null || unit.length() > LONGEST) {
            return exact;
        }
        String folded = folded(unit);
        String known = codes.get(folded);
        if (known == null && (folded.indexOf('{') >= 0 || folded.endsWith("(s)"))) {
            known = codes.get(folded.replace("{", "").replace("}", "").replace("(s)", ""));
        }
        return known;
    }

    /**
     * An amount in another unit.
     *
     * @param unit UCUM code, as {@link #code} gives it
     * @param wanted UCUM code
     * @return null where the unit is none or measures something else
     */
    public @Nullable BigDecimal convert(BigDecimal number, String unit, String wanted) {
        if (unit.equals(wanted)) {
            return number;
        }
        BigDecimal factor = unit.isEmpty() || unit.length() > LONGEST ? null : conversion.factor(unit, wanted);
        return factor == null ? null : number.multiply(factor);
    }
}
