package org.cervicalcds.engine.findings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** A chronic deficit that is coded again at a visit is not new: it keeps the date of the older entry. */
final class RepeatedDeficit {
    private static final int CATEGORY = 3;

    /** The first date of each code and of each category, among the entries that are current. */
    private final Map<String, EventDate> first = new HashMap<>();

    private @Nullable EventDate firstCause;

    /**
     * Looks through a chart once.
     *
     * @param oldCauses sets of what explains an old deficit
     */
    RepeatedDeficit(List<ValueSet> oldCauses, Chart chart) {
        for (Condition condition : chart.conditions()) {
            EventDate date = condition.event();
            if (date == null || date.future() || condition.verification().dropped()) {
                continue;
            }
            if (isIn(oldCauses, condition)) {
                firstCause = earlier(firstCause, date);
            }
            if (condition.current(chart.now())) {
                for (Coding coding : condition.code().codings()) {
                    first.merge(code(coding), date, RepeatedDeficit::earlier);
                    String category = category(coding);
                    if (category != null) {
                        first.merge(category, date, RepeatedDeficit::earlier);
                    }
                }
            }
        }
    }

    /**
     * The condition itself, or with the date of an older entry: a current one that has the same code or ICD-10 category, or one that
     * explains an old deficit.
     */
    Condition withFirstDate(Condition condition) {
        EventDate earliest = earlier(condition.event(), firstCause);
        for (Coding coding : condition.code().codings()) {
            earliest = earlier(earliest, first.get(code(coding)));
            String category = coding.isIcd10() ? category(coding) : null;
            earliest = category == null ? earliest : earlier(earliest, first.get(category));
        }
        return earliest == condition.event() ? condition : condition.dated(earliest);
    }

    private static @Nullable EventDate earlier(@Nullable EventDate one, @Nullable EventDate other) {
        return one == null || other != null && other.at().isBefore(one.at()) ? other : one;
    }

    private static String code(Coding coding) {
        return coding.systemUri() + '|' + coding.normalCode();
    }

    private static @Nullable String category(Coding coding) {
        String code = coding.normalCode();
        return code.length() < CATEGORY ? null : coding.systemUri() + ' ' + code.substring(0, CATEGORY);
    }

    private static boolean isIn(List<ValueSet> sets, Condition condition) {
        for (ValueSet set : sets) {
            if (condition.sets().in(set)) {
                return true;
            }
        }
        return false;
    }
}
