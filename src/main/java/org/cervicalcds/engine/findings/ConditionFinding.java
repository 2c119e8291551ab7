package org.cervicalcds.engine.findings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.InjuryEpisode;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Condition.Verification;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;
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
 * @param rule what the entry must say beyond that
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
        EntryRule rule,
        List<String> notAmong,
        int distinct,
        boolean missingIsAbsent)
        implements FindingDefinition {
    private static final Set<Need> NEEDS = Set.of(Need.CONDITIONS);

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
        Search search = new Search(findings);
        List<Condition> found = search.found();
        if (!found.isEmpty() && !rule.among().isEmpty()) {
            Resources others = new Resources();
            rule.among().forEach(other -> findings.get(other).evidence().forEach(others::add));
            found.removeIf(condition -> !others.contains(condition));
        }
        for (String other : notAmong) {
            List<Entry> others = findings.get(other).evidence();
            if (!found.isEmpty() && !others.isEmpty()) {
                found.removeIf(Resources.of(others)::contains);
            }
        }
        if (found.isEmpty() && search.unread) {
            return EntrySearch.unreadText(name);
        }
        boolean enough = distinct <= 1 || differentCodes(found) >= distinct;
        return EntrySearch.result(name, enough ? found : List.of(), needs(), missingIsAbsent, chart);
    }

    /** One search through a chart; what all entries are compared with is gathered with the first that needs it. */
    private final class Search {
        private final Findings findings;
        private final Chart chart;
        private @Nullable RepeatedDeficit repeated;
        private Beside.@Nullable Others others;

        /** A condition that might count says in words what could not be read. */
        private boolean unread;

        Search(Findings findings) {
            this.findings = findings;
            this.chart = findings.chart();
        }

        List<Condition> found() {
            List<Condition> found = new ArrayList<>(0);
            Resources known = new Resources();
            for (int i = 0; i < sets.size(); i++) {
                ValueSet set = sets.get(i);
                List<Condition> of = chart.conditions(set);
                for (int j = 0; j < of.size(); j++) {
                    Condition condition = of.get(j);
                    if (chart.isOutOfTime()) {
                        return found;
                    }
                    Condition counted = known.contains(condition) ? null : counted(condition, set);
                    if (counted != null) {
                        known.add(counted);
                        found.add(counted);
                    }
                }
            }
            return found;
        }

        private @Nullable Condition counted(Condition condition, ValueSet set) {
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
            if (!rule.holds(condition)) {
                unread |= rule.isUnread(condition);
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
                dated = repeated().withFirstDate(condition);
                event = dated.event();
            }
            return window.holds(event, now) && isBeside(event) ? dated : null;
        }

        private RepeatedDeficit repeated() {
            RepeatedDeficit known = repeated;
            if (known == null) {
                known = new RepeatedDeficit(rule.oldCauses(), chart);
                repeated = known;
            }
            return known;
        }

        private boolean isBeside(@Nullable EventDate event) {
            Beside beside = rule.beside();
            if (beside == null) {
                return true;
            }
            Beside.Others known = others;
            if (known == null) {
                known = beside.others(findings);
                others = known;
            }
            return known.areNear(event);
        }
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
    public @Nullable Sources sources() {
        return new Sources(Sources.Kind.CONDITIONS, sets, missingIsAbsent ? Set.of() : NEEDS);
    }

    @Override
    public Set<Need> needs() {
        return NEEDS;
    }

    @Override
    public Set<String> uses() {
        Set<String> used = new HashSet<>(notAmong);
        used.addAll(rule.among());
        if (rule.beside() != null) {
            used.addAll(rule.beside().of());
        }
        return used;
    }
}
