package org.cervicalcds.fhir.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Units of HAPI's quantities by UCUM's own service, with the spellings that the tests use written here once more. */
final class HapiUnits {
    private static final UcumEssenceService UCUM = service();
    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("lb", "[lb_av]"),
            Map.entry("lbs", "[lb_av]"),
            Map.entry("[lb_us]", "[lb_av]"),
            Map.entry("pounds", "[lb_av]"),
            Map.entry("oz", "[oz_av]"),
            Map.entry("stone", "[stone_av]"),
            Map.entry("kilograms", "kg"),
            Map.entry("grams", "g"),
            Map.entry("°c", "Cel"),
            Map.entry("cel", "Cel"),
            Map.entry("°f", "[degF]"),
            Map.entry("[degf]", "[degF]"),
            Map.entry("{tscore}", "{T-score}"),
            Map.entry("day", "d"),
            Map.entry("days", "d"),
            Map.entry("tage", "d"),
            Map.entry("week", "wk"),
            Map.entry("weeks", "wk"),
            Map.entry("mo", "mo"),
            Map.entry("months", "mo"),
            Map.entry("year", "a"),
            Map.entry("years", "a"),
            Map.entry("{tbl}", "1"),
            Map.entry("tab", "1"),
            Map.entry("tablet", "1"),
            Map.entry("tablets", "1"),
            Map.entry("stück", "1"),
            Map.entry("each", "1"));

    /** Days as docs/clinical.md counts them: 30 to a month, 365 to a year. */
    private static final Map<String, BigDecimal> DAYS = Map.of(
            "d", BigDecimal.ONE,
            "wk", BigDecimal.valueOf(7),
            "mo", BigDecimal.valueOf(30),
            "a", BigDecimal.valueOf(365),
            "h", BigDecimal.ONE.divide(BigDecimal.valueOf(24), MathContext.DECIMAL128),
            "min", BigDecimal.ONE.divide(BigDecimal.valueOf(1440), MathContext.DECIMAL128));

    private HapiUnits() {}

    /** How long a unit of time is in days; null for any other unit. */
    static @Nullable BigDecimal days(String unit) {
        return DAYS.get(unit);
    }

    private static UcumEssenceService service() {
        try (InputStream definitions = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            return new UcumEssenceService(Objects.requireNonNull(definitions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UcumException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The coded unit where it is one, else the written one where that is one, else whatever stands there; empty for none. */
    static String code(Quantity quantity) {
        for (String stated : new String[] {quantity.getCode(), quantity.getUnit()}) {
            if (stated != null) {
                String unit = spelled(stated);
                if (SPELLINGS.containsValue(unit) || UCUM.validate(unit) == null) {
                    return unit;
                }
            }
        }
        String stated = quantity.getCode() != null ? quantity.getCode() : quantity.getUnit();
        return stated == null ? "" : stated.strip();
    }

    private static String spelled(String unit) {
        return SPELLINGS.getOrDefault(unit.strip().toLowerCase(Locale.ROOT), unit.strip());
    }

    /** The amount in another unit; null where one cannot be turned into the other. */
    static @Nullable BigDecimal convert(BigDecimal number, String unit, String wanted) {
        if (unit.equals(wanted)) {
            return number;
        }
        if (unit.isEmpty() || wanted.isEmpty()) {
            return null;
        }
        if (unit.equals("[degF]") && wanted.equals("Cel")) {
            return number.subtract(BigDecimal.valueOf(32))
                    .multiply(BigDecimal.valueOf(5))
                    .divide(BigDecimal.valueOf(9), MathContext.DECIMAL64);
        }
        try {
            return UCUM.validate(unit) != null || !UCUM.isComparable(unit, wanted)
                    ? null
                    : new BigDecimal(UCUM.convert(new Decimal(number.toPlainString(), 40), unit, wanted)
                            .asDecimal());
        } catch (UcumException e) {
            return null;
        }
    }
}
