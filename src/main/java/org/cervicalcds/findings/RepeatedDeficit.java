package org.cervicalcds.findings;

import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Condition;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.terminology.Coding;

/** A chronic deficit that is coded again at a visit is not new: it keeps the date of the older entry. */
final class RepeatedDeficit {
    private RepeatedDeficit() {}

    /** The condition itself, or with the date of an older current entry that has the same code or ICD-10-CM category. */
    static Condition withFirstDate(Condition condition, Chart chart) {
        EventDate first = condition.event();
        for (Condition other : chart.conditions()) {
            EventDate date = other.event();
            if (other != condition
                    && date != null
                    && !date.future()
                    && other.current(chart.now())
                    && !other.verification().dropped()
                    && (first == null || date.at().isBefore(first.at()))
                    && sameDeficit(condition, other)) {
                first = date;
            }
        }
        return first == condition.event() ? condition : condition.dated(first);
    }

    private static boolean sameDeficit(Condition one, Condition other) {
        for (Coding coding : one.code().codings()) {
            for (Coding candidate : other.code().codings()) {
                if (coding.systemUri().equals(candidate.systemUri())
                        && (coding.normalCode().equals(candidate.normalCode()) || sameCategory(coding, candidate))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean sameCategory(Coding one, Coding other) {
        return one.isOf("icd-10-cm")
                && one.normalCode().length() >= 3
                && other.normalCode().startsWith(one.normalCode().substring(0, 3));
    }
}
