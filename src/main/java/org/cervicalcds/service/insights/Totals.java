package org.cervicalcds.service.insights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.cervicalcds.service.store.reports.CardCounts;

/** Counts of several groups added up. */
public record Totals(
        long shown,
        long again,
        long accepted,
        long overridden,
        long suppressed,
        long silent,
        long undetermined,
        long unsigned) {
    static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, 0, 0);

    static Totals of(CardCounts c) {
        return new Totals(
                c.shown(),
                c.again(),
                c.accepted(),
                c.overridden(),
                c.suppressed(),
                c.silent(),
                c.undetermined(),
                c.unsigned());
    }

    Totals plus(Totals other) {
        return new Totals(
                shown + other.shown,
                again + other.again,
                accepted + other.accepted,
                overridden + other.overridden,
                suppressed + other.suppressed,
                silent + other.silent,
                undetermined + other.undetermined,
                unsigned + other.unsigned);
    }

    /** Shown and neither accepted nor overridden. */
    public long noAnswer() {
        return shown - accepted - overridden;
    }

    /** In the order of the columns. */
    public List<Long> numbers() {
        return List.of(shown, accepted, overridden, noAnswer(), suppressed, unsigned, undetermined, silent);
    }

    /** How the answers divide, as one lying bar. */
    public Plot answers() {
        return Plots.answers(this);
    }

    static Totals all(List<CardCounts> counts) {
        return counts.stream().map(Totals::of).reduce(NOTHING, Totals::plus);
    }

    /** In the order of the key. */
    static <K extends Comparable<? super K>> Map<K, Totals> by(Function<CardCounts, K> key, List<CardCounts> counts) {
        Map<K, Totals> all = new TreeMap<>();
        counts.forEach(c -> all.merge(key.apply(c), of(c), Totals::plus));
        return all;
    }

    /** How often each reason was given, the most frequent first; each with its card in front. */
    static Map<Reason, Long> reasons(List<CardCounts> counts, Function<CardCounts, Map<String, Long>> which) {
        Map<Reason, Long> all = new LinkedHashMap<>();
        counts.forEach(
                c -> which.apply(c).forEach((reason, n) -> all.merge(new Reason(c.card(), reason), n, Long::sum)));
        Map<Reason, Long> sorted = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Map.Entry.<Reason, Long>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().card())
                        .thenComparing(entry -> entry.getKey().reason()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** A reason code of a card. */
    public record Reason(String card, String reason) {}
}
