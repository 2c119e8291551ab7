package org.cervicalcds.fhir;

import static org.cervicalcds.fhir.DataTypes.bool;
import static org.cervicalcds.fhir.DataTypes.codes;
import static org.cervicalcds.fhir.DataTypes.each;
import static org.cervicalcds.fhir.DataTypes.opens;
import static org.cervicalcds.fhir.DataTypes.quantity;
import static org.cervicalcds.fhir.DataTypes.upperEnd;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.Supply;
import org.cervicalcds.terminology.Coding;
import org.jspecify.annotations.Nullable;

/** A FHIR Dosage, or the older shapes of it, as far as it tells the amount a day, the route and the site. */
final class DosageInstruction {
    private static final String SNOMED_ORAL_ROUTE = "26643006";
    private static final Set<String> COUNTED = Set.of(
            "1",
            "tab",
            "tabs",
            "tbl",
            "tablet",
            "tablets",
            "cap",
            "caps",
            "capsule",
            "capsules",
            "each",
            "ea",
            "unit",
            "units",
            "dose",
            "doses",
            "pill",
            "pills");
    private static final DataTypes.Quantity NO_QUANTITY = new DataTypes.Quantity(null, null, null);

    private @Nullable Timing timing;
    private DataTypes.Quantity dose = NO_QUANTITY;
    private boolean ordered;
    private DataTypes.Quantity most = NO_QUANTITY;
    private DataTypes.Quantity mostPer = NO_QUANTITY;
    private boolean asNeeded;
    private Concept route = Concept.NONE;
    private Concept site = Concept.NONE;

    private DosageInstruction() {}

    static DosageInstruction read(JsonCursor in, DataTypes types) {
        DosageInstruction dosage = new DosageInstruction();
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
            case "timing" -> timing = Timing.read(in, types);
            case "doseAndRate" -> each(in, this::doseAndRate);
            case "doseQuantity", "dose", "quantityQuantity" -> dose = preferred(quantity(in));
            case "doseRange", "quantityRange" -> dose = preferred(upperEnd(in));
            case "maxDosePerPeriod" -> each(in, this::maxDosePerPeriod);
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
    private void doseAndRate(JsonCursor in) {
        if (!opens(in)) {
            return;
        }
        DataTypes.Quantity quantity = NO_QUANTITY;
        boolean isOrdered = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "type" -> isOrdered = codes(in).stream().anyMatch("ordered"::equalsIgnoreCase);
                case "doseQuantity" -> quantity = quantity(in);
                case "doseRange" -> quantity = upperEnd(in);
                default -> in.skipChildren();
            }
        }
        if (quantity.value() != null && (dose.value() == null || (isOrdered && !ordered))) {
            dose = quantity;
            ordered = isOrdered;
        }
    }

    private void maxDosePerPeriod(JsonCursor in) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "numerator" -> most = quantity(in);
                case "denominator" -> mostPer = quantity(in);
                default -> in.skipChildren();
            }
        }
    }

    /** The dose, with the amount a day left out where it is counted in another unit than what is given out. */
    Supply.Dose dose(String suppliedUnit) {
        BigDecimal perDay = asNeeded ? mostADay() : null;
        DataTypes.Quantity counted = perDay == null ? dose : most;
        if (perDay == null) {
            perDay = scheduledADay();
        }
        boolean comparable = sameUnit(counted.codeOrUnit(), suppliedUnit)
                || (counted.unit() != null && sameUnit(counted.unit(), suppliedUnit));
        return new Supply.Dose(comparable ? perDay : null, timing == null ? null : timing.boundsDays(), asNeeded);
    }

    private @Nullable BigDecimal scheduledADay() {
        BigDecimal times = timing == null ? null : timing.timesADay();
        return times == null || dose.value() == null
                ? null
                : dose.value().multiply(times, MathContext.DECIMAL64).stripTrailingZeros();
    }

    private @Nullable BigDecimal mostADay() {
        BigDecimal days = mostPer.days();
        return days == null || days.signum() <= 0 || most.value() == null
                ? null
                : most.value().divide(days, MathContext.DECIMAL64).stripTrailingZeros();
    }

    private static boolean sameUnit(String one, String other) {
        String a = bare(one);
        String b = bare(other);
        return a.isEmpty() || b.isEmpty() || a.equals(b) || (COUNTED.contains(a) && COUNTED.contains(b));
    }

    private static String bare(String unit) {
        return unit.toLowerCase(Locale.ROOT)
                .replace("{", "")
                .replace("}", "")
                .replace("(s)", "")
                .strip();
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
