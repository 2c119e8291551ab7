package org.cervicalcds.engine.criteria;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.entries.Supply.Dose;
import org.jspecify.annotations.Nullable;

/** For how many days a supply lasts: card specification, card 9, "Exposure". A day begun is a day. */
public final class SupplyLength {
    private static final BigDecimal MOST = BigDecimal.valueOf(36_600);

    private SupplyLength() {}

    /**
     * Length in days, repeats included: the supply as it is stated, else the bounds of its dosage, else its quantity by the amount a day.
     *
     * @return null where nothing tells it
     */
    public static @Nullable Integer days(Supply supply) {
        BigDecimal stated = stated(supply);
        if (stated == null) {
            Steps steps = Steps.of(supply.doses());
            stated = steps.open() ? null : steps.bounded();
        }
        if (stated == null) {
            stated = byQuantity(supply);
        }
        return stated == null ? null : whole(stated);
    }

    /**
     * The longest of all figures in days: what an order allows, whichever of them is followed.
     *
     * @return null where there is none
     */
    public static @Nullable Integer longest(Supply supply) {
        BigDecimal longest = longer(stated(supply), Steps.of(supply.doses()).bounded());
        longest = longer(longest, byQuantity(supply));
        return longest == null ? null : whole(longest);
    }

    /** The amount a day, all dosage instructions together; null where it is not told for one of them. */
    public static @Nullable BigDecimal perDay(Supply supply) {
        BigDecimal perDay = BigDecimal.ZERO;
        for (Dose dose : supply.doses()) {
            if (dose.perDay() == null) {
                return null;
            }
            perDay = perDay.add(dose.perDay());
        }
        return perDay.signum() > 0 ? perDay : null;
    }

    /** Says that the dosage goes in steps, one after the other. */
    public static boolean hasSteps(Supply supply) {
        return Steps.of(supply.doses()).count() > 1;
    }

    private static @Nullable BigDecimal stated(Supply supply) {
        return supply.days() == null || supply.days().signum() <= 0
                ? null
                : supply.days().multiply(fills(supply));
    }

    private static BigDecimal fills(Supply supply) {
        return BigDecimal.valueOf(1L + supply.repeats());
    }

    /** What the steps with an end leave of the quantity lasts for the one step without. */
    private static @Nullable BigDecimal byQuantity(Supply supply) {
        if (supply.quantity() == null || supply.quantity().signum() <= 0) {
            return null;
        }
        BigDecimal left = supply.quantity().multiply(fills(supply));
        BigDecimal days = BigDecimal.ZERO;
        BigDecimal perDay = null;
        for (List<Dose> step : Steps.of(supply.doses()).each()) {
            BigDecimal amount = known(step);
            BigDecimal bounded = Steps.bounded(step);
            if (amount.signum() <= 0 || bounded == null && perDay != null) {
                return null;
            }
            if (bounded == null) {
                perDay = amount;
            } else {
                days = days.add(bounded);
                left = left.subtract(bounded.multiply(amount));
            }
        }
        if (perDay == null) {
            return Steps.of(supply.doses()).count() == 1 ? all(supply) : null;
        }
        return left.signum() <= 0 ? null : days.add(left.divide(perDay, 4, RoundingMode.HALF_UP));
    }

    private static @Nullable BigDecimal all(Supply supply) {
        BigDecimal perDay = known(supply.doses());
        return supply.quantity() == null || perDay.signum() <= 0
                ? null
                : supply.quantity().multiply(fills(supply)).divide(perDay, 4, RoundingMode.HALF_UP);
    }

    private static BigDecimal known(List<Dose> doses) {
        BigDecimal perDay = BigDecimal.ZERO;
        for (Dose dose : doses) {
            perDay = dose.perDay() == null ? perDay : perDay.add(dose.perDay());
        }
        return perDay;
    }

    private static @Nullable BigDecimal longer(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other != null && other.compareTo(one) > 0 ? other : one;
    }

    private static int whole(BigDecimal days) {
        return days.min(MOST).setScale(0, RoundingMode.CEILING).intValue();
    }

    /**
     * The dosage instructions by step. Instructions of the same sequence, and those without one, hold at the same time; steps of
     * another sequence, and periods that follow one another, add up.
     *
     * @param each instructions by step, those without a sequence last
     */
    private record Steps(List<List<Dose>> each) {
        static Steps of(List<Dose> doses) {
            if (doses.size() < 2) {
                return new Steps(doses.isEmpty() ? List.of() : List.of(doses));
            }
            TreeMap<Integer, List<Dose>> steps = new TreeMap<>();
            List<Dose> beside = new ArrayList<>();
            for (Dose dose : doses) {
                if (dose.sequence() == null) {
                    beside.add(dose);
                } else {
                    steps.computeIfAbsent(dose.sequence(), ignored -> new ArrayList<>())
                            .add(dose);
                }
            }
            List<List<Dose>> each = new ArrayList<>(steps.values());
            if (!beside.isEmpty()) {
                each.add(beside);
            }
            return new Steps(each);
        }

        int count() {
            int periods = 0;
            for (List<Dose> step : each) {
                periods = Math.max(periods, Periods.of(step).count());
            }
            return Math.max(periods, each.size());
        }

        /** Days that have an end, all steps together; null where none has. */
        @Nullable
        BigDecimal bounded() {
            BigDecimal sum = null;
            BigDecimal beside = null;
            for (List<Dose> step : each) {
                BigDecimal days = bounded(step);
                if (days == null) {
                    continue;
                }
                if (step.get(0).sequence() == null) {
                    beside = days;
                } else {
                    sum = sum == null ? days : sum.add(days);
                }
            }
            return longer(sum, beside);
        }

        /** One of several steps has no end. */
        boolean open() {
            return each.size() > 1 && each.stream().anyMatch(step -> bounded(step) == null);
        }

        static @Nullable BigDecimal bounded(List<Dose> step) {
            BigDecimal longest = null;
            for (Dose dose : step) {
                if (dose.boundsDays() != null && dose.boundsDays().signum() > 0) {
                    longest = longer(longest, dose.boundsDays());
                }
            }
            Periods periods = Periods.of(step);
            return periods.count() > 1 ? longer(longest, BigDecimal.valueOf(periods.days())) : longest;
        }
    }

    /** Stated periods, joined where they overlap. */
    private record Periods(int count, long days) {
        static Periods of(List<Dose> step) {
            DaySpans spans = new DaySpans();
            int count = 0;
            for (Dose dose : step) {
                LocalDate starts = dose.starts();
                if (starts != null && dose.boundsDays() != null) {
                    long before = spans.days();
                    spans.add(starts, starts.plusDays(dose.boundsDays().longValue() - 1));
                    count += spans.days() > before ? 1 : 0;
                }
            }
            return new Periods(count, spans.days());
        }
    }
}
