package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.DataTypes.bool;
import static org.cervicalcds.fhir.reading.DataTypes.codes;
import static org.cervicalcds.fhir.reading.DataTypes.decimal;
import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.opens;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/** A FHIR Dosage, or the older shapes of it, as far as it tells the amount a day, the route and the site. */
final class DosageInstruction {
    private static final BigDecimal MOST_STEPS = BigDecimal.valueOf(1_000_000);
    private static final String SNOMED_ORAL_ROUTE = "26643006";
    private static final DataTypes.Quantity NO_QUANTITY = DataTypes.Quantity.NONE;

    private final Units units;
    private @Nullable Timing timing;
    private DataTypes.Quantity dose = NO_QUANTITY;
    private boolean ordered;
    private DataTypes.Quantity most = NO_QUANTITY;
    private DataTypes.Quantity mostPer = NO_QUANTITY;
    private boolean asNeeded;
    private DataTypes.Quantity rate = NO_QUANTITY;
    private DataTypes.Quantity ratePer = NO_QUANTITY;
    private @Nullable Integer sequence;
    private Concept route = Concept.NONE;
    private Concept site = Concept.NONE;

    private DosageInstruction(Units units) {
        this.units = units;
    }

    static DosageInstruction read(JsonCursor in, DataTypes types) {
        DosageInstruction dosage = new DosageInstruction(types.units());
        if (opens(in)) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                dosage.member(name, in, types);
            }
        }
        return dosage;
    }

    private void member(String name, JsonCursor in, DataTypes types) {
        switch (name) {
            case "sequence" -> sequence = step(decimal(in));
            case "timing" -> timing = Timing.read(in, types);
            case "doseAndRate" -> each(in, rates -> doseAndRate(rates, types));
            case "doseQuantity", "dose", "quantityQuantity" -> dose = preferred(types.quantity(in));
            case "doseRange", "quantityRange" -> dose = preferred(types.upperEnd(in));
            case "rateRatio" -> rateRatio(in, types);
            case "maxDosePerPeriod" -> each(in, ratio -> maxDosePerPeriod(ratio, types));
            case "asNeededBoolean", "asNeeded" -> asNeeded |= Boolean.TRUE.equals(bool(in));
            case "asNeededCodeableConcept", "asNeededFor" ->
                asNeeded |= !codes(in).isEmpty();
            case "route" -> route = types.concept(in);
            case "site", "siteCodeableConcept" -> site = site.and(types.concept(in));
            default -> in.skipChildren();
        }
    }

    private DataTypes.Quantity preferred(DataTypes.Quantity other) {
        return dose.value() == null ? other : dose;
    }

    /** Epic sends three: the one of type "ordered" counts, else the first. */
    private void doseAndRate(JsonCursor in, DataTypes types) {
        if (!opens(in)) {
            return;
        }
        DataTypes.Quantity quantity = NO_QUANTITY;
        boolean isOrdered = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "type" -> isOrdered = codes(in).stream().anyMatch("ordered"::equalsIgnoreCase);
                case "doseQuantity" -> quantity = types.quantity(in);
                case "doseRange" -> quantity = types.upperEnd(in);
                case "rateRatio" -> rateRatio(in, types);
                default -> in.skipChildren();
            }
        }
        if (quantity.value() != null && (dose.value() == null || (isOrdered && !ordered))) {
            dose = quantity;
            ordered = isOrdered;
        }
    }

    private void maxDosePerPeriod(JsonCursor in, DataTypes types) {
        Ratio ratio = Ratio.read(in, types);
        most = ratio.numerator();
        mostPer = ratio.denominator();
    }

    /** Japanese profiles write the amount a day so. */
    private void rateRatio(JsonCursor in, DataTypes types) {
        Ratio ratio = Ratio.read(in, types);
        if (ratio.numerator().value() != null && rate.value() == null) {
            rate = ratio.numerator();
            ratePer = ratio.denominator();
        }
    }

    private record Ratio(DataTypes.Quantity numerator, DataTypes.Quantity denominator) {
        static Ratio read(JsonCursor in, DataTypes types) {
            DataTypes.Quantity numerator = NO_QUANTITY;
            DataTypes.Quantity denominator = NO_QUANTITY;
            if (opens(in)) {
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                    in.nextToken();
                    switch (name) {
                        case "numerator" -> numerator = types.quantity(in);
                        case "denominator" -> denominator = types.quantity(in);
                        default -> in.skipChildren();
                    }
                }
            }
            return new Ratio(numerator, denominator);
        }
    }

    private static @Nullable Integer step(@Nullable BigDecimal sequence) {
        return sequence == null || sequence.abs().compareTo(MOST_STEPS) > 0 ? null : sequence.intValue();
    }

    /** The dose; its amount a day is in the unit that is given out, and left out where it cannot be told in that. */
    Supply.Dose dose(String suppliedUnit) {
        BigDecimal perDay = asNeeded ? aDay(most, mostPer) : null;
        DataTypes.Quantity counted = perDay == null ? dose : most;
        if (perDay == null) {
            perDay = scheduledADay();
        }
        if (perDay == null) {
            perDay = aDay(rate, ratePer);
            counted = rate;
        }
        return new Supply.Dose(
                perDay == null ? null : supplied(perDay, counted.unit(), suppliedUnit),
                timing == null ? null : timing.boundsDays(),
                timing != null && timing.isCounted(),
                timing == null ? null : timing.starts(),
                sequence,
                asNeeded);
    }

    private @Nullable BigDecimal scheduledADay() {
        BigDecimal times = timing == null ? null : timing.timesADay();
        BigDecimal amount = dose.value();
        return times == null || amount == null ? null : plain(amount.multiply(times, MathContext.DECIMAL64));
    }

    private static @Nullable BigDecimal aDay(DataTypes.Quantity amount, DataTypes.Quantity period) {
        BigDecimal days = period.days();
        BigDecimal value = amount.value();
        return days == null || days.signum() <= 0 || value == null
                ? null
                : plain(value.divide(days, MathContext.DECIMAL64));
    }

    /** A missing unit is that of the other. */
    private @Nullable BigDecimal supplied(BigDecimal perDay, String unit, String suppliedUnit) {
        if (unit.isEmpty() || suppliedUnit.isEmpty() || unit.equalsIgnoreCase(suppliedUnit)) {
            return perDay;
        }
        BigDecimal converted = units.convert(perDay, unit, suppliedUnit);
        return converted == null ? null : plain(converted);
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.stripTrailingZeros();
    }

    boolean isOralOrUnstated() {
        if (route == Concept.NONE) {
            return true;
        }
        for (Coding coding : route.codings()) {
            if (coding.code().equals(SNOMED_ORAL_ROUTE) || coding.code().equals("PO")) {
                return true;
            }
        }
        String words = route.words().toLowerCase(Locale.ROOT);
        return words.contains("oral") || words.contains("mouth");
    }

    Concept site() {
        return site;
    }
}
