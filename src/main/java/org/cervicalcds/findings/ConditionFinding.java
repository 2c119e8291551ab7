package org.cervicalcds.findings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Condition;
import org.cervicalcds.chart.Condition.Verification;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.chart.Need;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of some value sets that count by status, certainty, date and code.
 *
 * @param sets value sets; one is enough
 * @param counts which clinical statuses count
 * @param certainty which verification statuses count
 * @param codes narrows the codes
 * @param episode what the 7th character of an injury code must say
 * @param repeatsKeepFirstDate an entry without an onset of its own takes the date of an older entry with the same code or ICD-10-CM category
 * @param notAmong findings whose evidence does not count here
 * @param distinct how many different codes there must be
 * @param missingIsAbsent data that were not supplied count as "not there"
 */
public record ConditionFinding(
        List<ValueSet> sets,
        Counts counts,
        Certainty certainty,
        Window window,
        CodeFilter codes,
        InjuryEpisode episode,
        boolean repeatsKeepFirstDate,
        List<String> notAmong,
        int distinct,
        boolean missingIsAbsent)
        implements FindingDefinition {

    /** Which clinical statuses count. */
    public enum Counts {
        /** A disease that stays: every status but resolved. */
        LIFELONG,
        /** What the patient has now. */
        CURRENT,
        /** What the patient had: resolved, inactive or in remission. */
        PAST,
        /** Whatever the status: something that happened. */
        EVER
    }

    /** Which verification statuses count. */
    public enum Certainty {
        CONFIRMED,
        SUSPECTED,
        /** Confirmed, provisional or not given; not unconfirmed, not a differential. */
        CONFIRMED_OR_PROVISIONAL,
        /** Looked for and not found: said of a diagnosis that is not made. */
        REFUTED,
        ANY;

        boolean holds(Verification verification) {
            return switch (this) {
                case CONFIRMED -> verification == Verification.CONFIRMED;
                case SUSPECTED -> verification.suspected();
                case CONFIRMED_OR_PROVISIONAL ->
                    verification == Verification.CONFIRMED || verification == Verification.PROVISIONAL;
                case REFUTED -> verification == Verification.REFUTED;
                case ANY -> !verification.dropped();
            };
        }
    }

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        List<Condition> found = new ArrayList<>();
        for (ValueSet set : sets) {
            for (Condition condition : chart.conditions(set)) {
                Condition counted = isIn(found, condition) ? null : counted(condition, set, chart);
                if (counted != null) {
                    found.add(counted);
                }
            }
        }
        for (String other : notAmong) {
            List<Entry> others = findings.get(other).evidence();
            found.removeIf(condition -> isIn(others, condition));
        }
        boolean enough = distinct <= 1 || differentCodes(found) >= distinct;
        return Looking.result(name, enough ? found : List.of(), needs(), missingIsAbsent, chart);
    }

    /** The same resource; a condition that took an older date is still the same code object. */
    private static boolean isIn(List<? extends Entry> entries, Condition condition) {
        for (Entry entry : entries) {
            if (entry.code() == condition.code() && entry.reference().equals(condition.reference())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Condition counted(Condition condition, ValueSet set, Chart chart) {
        Instant now = chart.now();
        boolean status =
                switch (counts) {
                    case LIFELONG -> condition.lifelong(now);
                    case CURRENT -> condition.current(now);
                    case PAST -> condition.past(now);
                    case EVER -> true;
                };
        if (!status || !certainty.holds(condition.verification()) || !hasFittingCode(condition, set)) {
            return null;
        }
        EventDate event = condition.event();
        Condition dated = condition;
        if (event != null && event.future()) {
            if (counts != Counts.LIFELONG) {
                return null;
            }
            event = null;
        } else if (repeatsKeepFirstDate && !condition.hasOwnOnset()) {
            dated = RepeatedDeficit.withFirstDate(condition, chart);
            event = dated.event();
        }
        return window.holds(event, now) ? dated : null;
    }

    private boolean hasFittingCode(Condition condition, ValueSet set) {
        for (Coding coding : condition.code().codings()) {
            if (coding.sets().in(set) && codes.passes(coding) && episode.holds(coding, condition)) {
                return true;
            }
        }
        return false;
    }

    /** Two codings of one entry are one concept; so are two entries that share a code. */
    private static int differentCodes(List<Condition> conditions) {
        Set<String> taken = new HashSet<>();
        int different = 0;
        for (Condition condition : conditions) {
            List<String> own = condition.code().codings().stream()
                    .map(coding -> coding.systemUri() + "|" + coding.normalCode())
                    .toList();
            if (own.stream().noneMatch(taken::contains)) {
                different++;
            }
            taken.addAll(own);
        }
        return different;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.CONDITIONS);
    }

    @Override
    public Set<String> uses() {
        return Set.copyOf(notAmong);
    }
}
