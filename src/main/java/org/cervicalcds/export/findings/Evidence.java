package org.cervicalcds.export.findings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How findings refer to the entries that other findings rest on.
 *
 * @param withEntries findings that may rest on entries; others rest on none
 * @param open those of them that may have entries that CQL cannot judge
 */
public record Evidence(Set<String> withEntries, Set<String> open) {
    /** The same, with further readings that have entries of their own. */
    Evidence alsoOf(List<String> readings) {
        Set<String> all = new HashSet<>(withEntries);
        readings.stream().filter(reading -> reading.contains(" ")).forEach(all::add);
        return new Evidence(all, open);
    }

    /** The entries of all these findings, as one list. */
    String entries(List<String> findings) {
        return union(findings.stream().filter(withEntries::contains).map(Search::entries));
    }

    String openEntries(List<String> findings) {
        return union(findings.stream().filter(open::contains).map(Search::openEntries));
    }

    boolean isOpen(List<String> findings) {
        return findings.stream().anyMatch(open::contains);
    }

    private static String union(Stream<String> lists) {
        List<String> all = lists.distinct().toList();
        return switch (all.size()) {
            case 0 -> "Chart.\"No entries\"";
            case 1 -> all.get(0);
            default -> all.stream().collect(Collectors.joining(", ", "flatten { ", " }"));
        };
    }

    /** Adds that an entry is, or is not, one of those that findings rest on. */
    void among(Search search, List<String> findings, String ref, boolean wanted) {
        if (findings.isEmpty()) {
            return;
        }
        String sure = "Chart.Refs(" + entries(findings) + ")";
        if (isOpen(findings)) {
            search.resting((wanted ? "" : "not ") + "Chart.IsAmong(" + ref + ", " + sure + ", Chart.Refs("
                    + openEntries(findings) + "))");
        } else {
            search.where((wanted ? "" : "not ") + "(" + ref + " in " + sure + ")");
        }
    }
}
