package org.cervicalcds.insights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.cervicalcds.store.CardCounts;

/** Counts of several groups added up. */
record Tally(
        long shown, long accepted, long overridden, long suppressed, long silent, long undetermined, long unsigned) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);

    static Tally of(CardCounts c) {
        return new Tally(
                c.shown(), c.accepted(), c.overridden(), c.suppressed(), c.silent(), c.undetermined(), c.unsigned());
    }

    Tally plus(Tally other) {
        return new Tally(
                shown + other.shown,
                accepted + other.accepted,
                overridden + other.overridden,
                suppressed + other.suppressed,
                silent + other.silent,
                undetermined + other.undetermined,
                unsigned + other.unsigned);
    }

    long noAnswer() {
        return shown - accepted - overridden;
    }

    static Tally all(List<CardCounts> counts) {
        return counts.stream().map(Tally::of).reduce(NOTHING, Tally::plus);
    }

    /** In the order of the key. */
    static <K extends Comparable<? super K>> Map<K, Tally> by(Function<CardCounts, K> key, List<CardCounts> counts) {
        Map<K, Tally> all = new TreeMap<>();
        counts.forEach(c -> all.merge(key.apply(c), of(c), Tally::plus));
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
    record Reason(String card, String reason) {}
}
