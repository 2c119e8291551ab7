package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Supply;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationDosageComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Amounts, lengths, routes and sites out of HAPI's dosages. */
record HapiDosage(List<One> dosages, Concept site, boolean oralOrUnstated, HapiDataTypes types) {
    static HapiDosage none(HapiDataTypes types) {
        return new HapiDosage(List.of(), Concept.NONE, true, types);
    }

    private static final Map<String, BigDecimal> A_DAY = Map.of(
            "QD", BigDecimal.ONE,
            "BID", BigDecimal.valueOf(2),
            "TID", BigDecimal.valueOf(3),
            "QID", BigDecimal.valueOf(4),
            "QOD", new BigDecimal("0.5"),
            "Q6H", BigDecimal.valueOf(4),
            "Q8H", BigDecimal.valueOf(3));

    /** One dosage instruction. */
    record One(
            @Nullable Quantity dose,
            @Nullable BigDecimal timesADay,
            @Nullable Quantity most,
            @Nullable BigDecimal mostDays,
            @Nullable BigDecimal rateADay,
            String rateUnit,
            @Nullable BigDecimal boundsDays,
            boolean counted,
            @Nullable LocalDate starts,
            @Nullable Integer sequence,
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
            Ratio ratio = null;
            for (var rate : dosage.getDoseAndRate()) {
                Quantity quantity = quantity(rate.getDose());
                if (rate.getRate() instanceof Ratio given && ratio == null && value(given.getNumerator()) != null) {
                    ratio = given;
                }
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
                    most.hasDenominator() ? days(most.getDenominator(), types) : null,
                    ratio == null ? null : aDay(value(ratio.getNumerator()), days(ratio.getDenominator(), types)),
                    ratio == null ? "" : types.unit(ratio.getNumerator()),
                    boundsDays(dosage.getTiming(), types),
                    dosage.getTiming().getRepeat().hasCount() && bounds(dosage.getTiming(), types) == null,
                    starts(dosage.getTiming(), types),
                    dosage.hasSequence() ? dosage.getSequence() : null,
                    needed));
        }
        return new HapiDosage(ones, site, oral, types);
    }

    static HapiDosage of(MedicationAdministrationDosageComponent dosage, HapiDataTypes types) {
        One one = new One(
                dosage.hasDose() ? dosage.getDose() : null, null, null, null, null, "", null, false, null, null, false);
        return new HapiDosage(
                List.of(one),
                types.concept(dosage.getSite()),
                isOralOrUnstated(types.concept(dosage.getRoute())),
                types);
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
        BigDecimal bounds = bounds(timing, types);
        int count = timing.getRepeat().hasCountMax()
                ? timing.getRepeat().getCountMax()
                : timing.getRepeat().getCount();
        BigDecimal times = timesADay(timing);
        return bounds != null || count <= 0 || times == null || times.signum() <= 0
                ? bounds
                : BigDecimal.valueOf(count).divide(times, MathContext.DECIMAL64);
    }

    private static @Nullable BigDecimal bounds(Timing timing, HapiDataTypes types) {
        Type bounds = timing.getRepeat().getBounds();
        if (bounds instanceof Duration duration) {
            return days(duration, types);
        }
        if (bounds instanceof Range range) {
            return range.hasHigh() && value(range.getHigh()) != null
                    ? days(range.getHigh(), types)
                    : days(range.getLow(), types);
        }
        LocalDate start = starts(timing, types);
        if (start == null || !(bounds instanceof Period period)) {
            return null;
        }
        PartialDate end = types.date(period.getEndElement());
        return end == null
                ? null
                : BigDecimal.valueOf(ChronoUnit.DAYS.between(
                                start, end.latest().atZone(types.zone()).toLocalDate())
                        + 1);
    }

    /** First day of bounds that are a period with an end. */
    private static @Nullable LocalDate starts(Timing timing, HapiDataTypes types) {
        if (!(timing.getRepeat().getBounds() instanceof Period period)) {
            return null;
        }
        PartialDate start = types.date(period.getStartElement());
        PartialDate end = types.date(period.getEndElement());
        if (start == null || end == null) {
            return null;
        }
        LocalDate first = start.earliest().atZone(types.zone()).toLocalDate();
        return end.latest().atZone(types.zone()).toLocalDate().isBefore(first) ? null : first;
    }

    private static @Nullable BigDecimal aDay(@Nullable BigDecimal amount, @Nullable BigDecimal days) {
        return amount == null || days == null || days.signum() <= 0 ? null : amount.divide(days, MathContext.DECIMAL64);
    }

    List<Supply.Dose> doses(String suppliedUnit) {
        List<Supply.Dose> doses = new ArrayList<>();
        for (One one : dosages) {
            Quantity most = one.most();
            BigDecimal perDay = one.asNeeded() && most != null ? aDay(value(most), one.mostDays()) : null;
            String unit = perDay == null || most == null ? "" : types.unit(most);
            Quantity dose = one.dose();
            BigDecimal amount = dose == null ? null : value(dose);
            if (perDay == null && dose != null && amount != null && one.timesADay() != null) {
                perDay = amount.multiply(one.timesADay(), MathContext.DECIMAL64);
                unit = types.unit(dose);
            }
            if (perDay == null) {
                perDay = one.rateADay();
                unit = one.rateUnit();
            }
            BigDecimal supplied =
                    perDay == null || unit.isEmpty() || suppliedUnit.isEmpty() || unit.equalsIgnoreCase(suppliedUnit)
                            ? perDay
                            : HapiUnits.convert(perDay, unit, suppliedUnit);
            doses.add(new Supply.Dose(
                    supplied, one.boundsDays(), one.counted(), one.starts(), one.sequence(), one.asNeeded()));
        }
        return doses;
    }

    static @Nullable BigDecimal value(Quantity quantity) {
        return quantity.hasComparator() ? null : quantity.getValue();
    }

    static @Nullable BigDecimal days(Quantity quantity, HapiDataTypes types) {
        BigDecimal unit = HapiUnits.days(types.unit(quantity));
        BigDecimal value = value(quantity);
        return unit == null || value == null ? null : value.multiply(unit, MathContext.DECIMAL64);
    }

    static @Nullable BigDecimal daysSupply(Quantity quantity, HapiDataTypes types) {
        return types.unit(quantity).isEmpty() ? value(quantity) : days(quantity, types);
    }

    static @Nullable Integer years(Quantity age, HapiDataTypes types) {
        BigDecimal value = value(age);
        if (value == null) {
            return null;
        }
        String unit = types.unit(age);
        BigDecimal years = unit.isEmpty() || unit.equals("a") ? value : days(age, types);
        if (years == null) {
            return null;
        }
        if (years != value) {
            years = years.divide(BigDecimal.valueOf(365), 3, RoundingMode.DOWN);
        }
        return years.signum() < 0 || years.compareTo(BigDecimal.valueOf(150)) > 0 ? null : years.intValue();
    }

    private static BigDecimal unitDays(String code) {
        BigDecimal days = HapiUnits.days(code);
        return days == null ? BigDecimal.ONE : days;
    }
}
