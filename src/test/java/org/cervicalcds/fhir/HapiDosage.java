package org.cervicalcds.fhir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.PartialDate;
import org.cervicalcds.chart.Supply;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationDosageComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Amounts, lengths, routes and sites out of HAPI's dosages. */
record HapiDosage(List<One> dosages, Concept site, boolean oralOrUnstated) {
    static final HapiDosage NONE = new HapiDosage(List.of(), Concept.NONE, true);

    private static final Map<String, BigDecimal> A_DAY = Map.of(
            "QD", BigDecimal.ONE,
            "BID", BigDecimal.valueOf(2),
            "TID", BigDecimal.valueOf(3),
            "QID", BigDecimal.valueOf(4),
            "QOD", new BigDecimal("0.5"),
            "Q6H", BigDecimal.valueOf(4),
            "Q8H", BigDecimal.valueOf(3));
    private static final Set<String> COUNTED = Set.of("1", "{tbl}", "tab", "tablet", "tablets", "capsule", "capsules");

    /** One dosage instruction. */
    record One(
            @Nullable Quantity dose,
            @Nullable BigDecimal timesADay,
            @Nullable Quantity most,
            @Nullable BigDecimal mostDays,
            @Nullable BigDecimal boundsDays,
            boolean asNeeded) {}

    static HapiDosage of(List<Dosage> dosages, HapiDataTypes types) {
        List<One> ones = new ArrayList<>();
        Concept site = Concept.NONE;
        boolean oral = true;
        for (Dosage dosage : dosages) {
            site = site.and(types.concept(dosage.getSite()));
            oral &= isOralOrUnstated(types.concept(dosage.getRoute()));
            Quantity dose = null;
            boolean ordered = false;
            for (var rate : dosage.getDoseAndRate()) {
                Quantity quantity = quantity(rate.getDose());
                boolean isOrdered = HapiDataTypes.codes(rate.getType()).stream().anyMatch("ordered"::equalsIgnoreCase);
                if (quantity != null && value(quantity) != null && (dose == null || isOrdered && !ordered)) {
                    dose = quantity;
                    ordered = isOrdered;
                }
            }
            var most = dosage.getMaxDosePerPeriod();
            boolean needed = dosage.getAsNeeded() instanceof BooleanType bool && bool.booleanValue()
                    || dosage.getAsNeeded() instanceof CodeableConcept concept
                            && !HapiDataTypes.codes(concept).isEmpty();
            ones.add(new One(
                    dose,
                    timesADay(dosage.getTiming()),
                    most.hasNumerator() ? most.getNumerator() : null,
                    most.hasDenominator() ? days(most.getDenominator()) : null,
                    boundsDays(dosage.getTiming(), types),
                    needed));
        }
        return new HapiDosage(ones, site, oral);
    }

    static HapiDosage of(MedicationAdministrationDosageComponent dosage, HapiDataTypes types) {
        One one = new One(dosage.hasDose() ? dosage.getDose() : null, null, null, null, null, false);
        return new HapiDosage(
                List.of(one), types.concept(dosage.getSite()), isOralOrUnstated(types.concept(dosage.getRoute())));
    }

    private static boolean isOralOrUnstated(Concept route) {
        return route == Concept.NONE
                || route.codings().stream()
                        .anyMatch(coding -> coding.code().equals("26643006")
                                || coding.code().equals("PO"))
                || route.words().toLowerCase(java.util.Locale.ROOT).matches("(?s).*(oral|mouth).*");
    }

    private static @Nullable Quantity quantity(@Nullable Type dose) {
        if (dose instanceof Range range) {
            return range.hasHigh() && value(range.getHigh()) != null ? range.getHigh() : range.getLow();
        }
        return dose instanceof Quantity quantity ? quantity : null;
    }

    private static @Nullable BigDecimal timesADay(Timing timing) {
        var repeat = timing.getRepeat();
        int moments = repeat.getTimeOfDay().size() + repeat.getWhen().size();
        if (repeat.hasPeriod() && repeat.getPeriod().signum() > 0 && repeat.hasPeriodUnit()) {
            int most = repeat.hasFrequencyMax()
                    ? repeat.getFrequencyMax()
                    : repeat.hasFrequency() ? repeat.getFrequency() : Math.max(1, moments);
            BigDecimal days = unitDays(repeat.getPeriodUnit().toCode()).multiply(repeat.getPeriod());
            return BigDecimal.valueOf(most).divide(days, MathContext.DECIMAL64);
        }
        for (String code : HapiDataTypes.codes(timing.getCode())) {
            if (A_DAY.containsKey(code)) {
                return A_DAY.get(code);
            }
        }
        return moments > 0 ? BigDecimal.valueOf(moments) : null;
    }

    private static @Nullable BigDecimal boundsDays(Timing timing, HapiDataTypes types) {
        Type bounds = timing.getRepeat().getBounds();
        if (bounds instanceof Duration duration) {
            return days(duration);
        }
        if (!(bounds instanceof Period period)) {
            return null;
        }
        PartialDate start = types.date(period.getStartElement());
        PartialDate end = types.date(period.getEndElement());
        if (start == null || end == null) {
            return null;
        }
        ZoneId zone = types.zone();
        long days = ChronoUnit.DAYS.between(
                        start.earliest().atZone(zone).toLocalDate(),
                        end.latest().atZone(zone).toLocalDate())
                + 1;
        return days > 0 ? BigDecimal.valueOf(days) : null;
    }

    List<Supply.Dose> doses(String suppliedUnit) {
        List<Supply.Dose> doses = new ArrayList<>();
        for (One one : dosages) {
            BigDecimal mostValue = one.most() == null ? null : value(one.most());
            BigDecimal perDay = one.asNeeded()
                            && mostValue != null
                            && one.mostDays() != null
                            && one.mostDays().signum() > 0
                    ? mostValue.divide(one.mostDays(), MathContext.DECIMAL64)
                    : null;
            Quantity counted = perDay == null ? one.dose() : one.most();
            BigDecimal dose = one.dose() == null ? null : value(one.dose());
            if (perDay == null && dose != null && one.timesADay() != null) {
                perDay = dose.multiply(one.timesADay(), MathContext.DECIMAL64);
            }
            boolean comparable = counted == null
                    || same(unit(counted), suppliedUnit)
                    || counted.hasUnit() && same(counted.getUnit(), suppliedUnit);
            doses.add(new Supply.Dose(comparable ? perDay : null, one.boundsDays(), one.asNeeded()));
        }
        return doses;
    }

    private static boolean same(String one, String other) {
        return one.isEmpty()
                || other.isEmpty()
                || one.equals(other)
                || COUNTED.contains(one) && COUNTED.contains(other);
    }

    static @Nullable BigDecimal value(Quantity quantity) {
        return quantity.hasComparator() ? null : quantity.getValue();
    }

    static String unit(Quantity quantity) {
        return quantity.hasCode() ? quantity.getCode() : HapiDataTypes.orEmpty(quantity.getUnit());
    }

    static @Nullable BigDecimal days(Quantity quantity) {
        CalendarUnit unit = CalendarUnit.of(unit(quantity));
        BigDecimal value = value(quantity);
        return unit == null || value == null ? null : unit.toDays(value);
    }

    static @Nullable BigDecimal daysSupply(Quantity quantity) {
        return unit(quantity).isEmpty() ? value(quantity) : days(quantity);
    }

    static @Nullable Integer years(Quantity age) {
        BigDecimal value = value(age);
        if (value == null) {
            return null;
        }
        String unit = unit(age);
        BigDecimal years = unit.isEmpty() || CalendarUnit.of(unit) == CalendarUnit.YEAR ? value : days(age);
        if (years == null) {
            return null;
        }
        if (years != value) {
            years = years.divide(BigDecimal.valueOf(365), 3, RoundingMode.DOWN);
        }
        return years.signum() < 0 || years.compareTo(BigDecimal.valueOf(150)) > 0 ? null : years.intValue();
    }

    private static BigDecimal unitDays(String code) {
        CalendarUnit unit = CalendarUnit.of(code);
        return unit == null ? BigDecimal.ONE : unit.toDays(BigDecimal.ONE);
    }
}
