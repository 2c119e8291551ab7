package org.cervicalcds.engine.chart;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Report;
import org.jspecify.annotations.Nullable;

/** The observations that reports refer to as their results, and what those say in words. */
final class ReportResults {
    private static final Comparator<Report> NEWEST_FIRST = Comparator.comparing(
            (Report report) ->
                    report.date() == null ? Instant.MIN : report.date().latest(),
            Comparator.reverseOrder());

    private final FullUrls fullUrls;
    private final Map<String, List<String>> resultsOf = new HashMap<>();
    private final Map<String, String> wordsOf = new HashMap<>();

    /** Observations that came beside what a search found; most are of codes that are not read. */
    private final Set<String> included = new HashSet<>();

    ReportResults(FullUrls fullUrls) {
        this.fullUrls = fullUrls;
    }

    void add(String report, List<String> references) {
        if (report.indexOf('/') >= 0) {
            resultsOf.putIfAbsent(report, references);
        }
    }

    void say(String observation, String words) {
        wordsOf.putIfAbsent(observation, words);
    }

    void include(String observation) {
        included.add(observation);
    }

    boolean areNone() {
        return resultsOf.isEmpty();
    }

    /** Results that have not come yet and the server may be asked for, those of the newest reports first. */
    List<Need> missing(List<ReadEntry> entries, Map<String, Availability> availability, String base) {
        if (areNone()) {
            return List.of();
        }
        Set<String> known = came(entries, availability);
        Set<Need> missing = new LinkedHashSet<>();
        reports(entries)
                .filter(report -> report.isDone() || report.isPreliminary())
                .sorted(NEWEST_FIRST)
                .flatMap(report -> resultsOf.getOrDefault(report.reference(), List.of()).stream())
                .filter(reference -> FullUrls.isOfServer(reference, base))
                .map(fullUrls::resolved)
                .filter(key -> key.startsWith("Observation/") && !known.contains(key))
                .forEach(key -> missing.add(Need.resource(key)));
        return List.copyOf(missing);
    }

    private static Stream<Report> reports(List<ReadEntry> entries) {
        return entries.stream()
                .map(ReadEntry::entry)
                .filter(Report.class::isInstance)
                .map(Report.class::cast);
    }

    /** What came, by type and id, or by URN. */
    Set<String> came(List<ReadEntry> entries, Map<String, Availability> availability) {
        Set<String> came = new HashSet<>(wordsOf.keySet());
        came.addAll(included);
        for (ReadEntry read : entries) {
            String key = read.entry() instanceof Observation ? read.key() : null;
            if (key != null) {
                int component = key.indexOf('#');
                came.add(component < 0 ? key : key.substring(0, component));
            }
        }
        availability.forEach((key, how) -> {
            if (how.isAll()) {
                came.add(key);
            }
        });
        return came;
    }

    /**
     * A report with what its results say.
     *
     * @param came results of all reports; null where what has not come may be elsewhere in the record
     */
    Report in(Report report, @Nullable Set<String> came) {
        List<String> references = resultsOf.getOrDefault(report.reference(), List.of());
        if (references.isEmpty()) {
            return report;
        }
        StringJoiner words = new StringJoiner("\n\n");
        boolean lacking = false;
        for (String reference : references) {
            String key = fullUrls.resolved(reference);
            String said = wordsOf.get(key);
            if (said != null) {
                words.add(said);
            }
            lacking |= came != null
                    && !came.contains(key)
                    && FhirReference.of(reference).form() != FhirReference.Form.CONTAINED;
        }
        return words.length() == 0 && !lacking ? report : report.with(words.toString(), lacking);
    }
}
