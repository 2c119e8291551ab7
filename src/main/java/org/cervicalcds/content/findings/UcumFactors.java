package org.cervicalcds.content.findings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cervicalcds.engine.terminology.UnitConversion;
import org.fhir.ucum.BaseUnit;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.Prefix;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.jspecify.annotations.Nullable;

/**
 * Factors between units of one kind, from UCUM's own definitions (ucum.org, in org.fhir:ucum).
 *
 * <p>Only units with at most a prefix are taken, no expressions: the library has no limits for those, and a unit of a request can be
 * anything. The definitions are read when the first unit is asked for that needs them.
 */
final class UcumFactors implements UnitConversion {
    private final Map<String, Optional<BigDecimal>> factors = new ConcurrentHashMap<>();

    /** The definitions, read once for all. */
    private static final class Definitions {
        static final UcumEssenceService SERVICE;
        /** What each unit measures, by its code. */
        static final Map<String, String> PROPERTIES = new HashMap<>();

        static {
            try (InputStream definitions = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
                if (definitions == null) {
                    throw new IllegalStateException("org.fhir:ucum has no ucum-essence.xml");
                }
                SERVICE = new UcumEssenceService(definitions);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UcumException e) {
                throw new IllegalStateException("the definitions of UCUM cannot be read", e);
            }
            for (BaseUnit unit : SERVICE.getModel().getBaseUnits()) {
                add(unit.getCode(), unit.getProperty(), true);
            }
            for (DefinedUnit unit : SERVICE.getModel().getDefinedUnits()) {
                if (!unit.isSpecial()) {
                    add(unit.getCode(), unit.getProperty(), unit.isMetric());
                }
            }
        }

        private static void add(String code, @Nullable String property, boolean metric) {
            if (property == null) {
                return;
            }
            PROPERTIES.put(code, property);
            if (metric) {
                for (Prefix prefix : SERVICE.getModel().getPrefixes()) {
                    PROPERTIES.putIfAbsent(prefix.getCode() + code, property);
                }
            }
        }
    }

    @Override
    public @Nullable BigDecimal factor(String unit, String wanted) {
        String bare = withoutAnnotation(unit);
        String property = Definitions.PROPERTIES.get(bare);
        if (property == null || !property.equals(Definitions.PROPERTIES.get(wanted))) {
            return null;
        }
        return factors.computeIfAbsent(bare + " in " + wanted, ignored -> converted(bare, wanted))
                .orElse(null);
    }

    /** What stands in braces says of what, not how much. */
    private static String withoutAnnotation(String unit) {
        int brace = unit.indexOf('{');
        return brace > 0 && unit.endsWith("}") ? unit.substring(0, brace) : unit;
    }

    private static Optional<BigDecimal> converted(String unit, String wanted) {
        try {
            BigDecimal factor = new BigDecimal(
                    Definitions.SERVICE.convert(Decimal.one(), unit, wanted).asDecimal());
            return factor.signum() > 0 ? Optional.of(factor.stripTrailingZeros()) : Optional.empty();
        } catch (UcumException e) {
            return Optional.empty();
        }
    }
}
