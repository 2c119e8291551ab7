package org.cervicalcds.engine.findings.images;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.criteria.InjuryEpisode;
import org.cervicalcds.engine.criteria.Modality;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.ReportReader;
import org.cervicalcds.engine.text.ReportReading;
import org.cervicalcds.engine.text.ReportReading.Said;
import org.jspecify.annotations.Nullable;

/**
 * The image reports of the neck and how they are judged (card specification, 0.8).
 *
 * @param codes value sets of the reports, by how the image was made; a report of which no code is known is known by its name
 * @param reader reads what they say
 * @param kinds the kinds of danger, by name
 */
public record ImageReports(Map<Modality, List<ValueSet>> codes, ReportReader reader, Map<String, Kind> kinds) {

    /**
     * One kind of danger.
     *
     * @param codes value sets of coded conclusions that say it
     * @param injury finding with which a word that needs an injury counts; null where none does
     * @param backCountsWith finding with which the back counts as the neck does; null for never
     * @param endedBy findings that end it if they are dated later than the report
     * @param deniedBy how a later image must be made that can end it by denying it, by how the image was made that shows it
     */
    public record Kind(
            List<ValueSet> codes,
            @Nullable String injury,
            @Nullable String backCountsWith,
            List<String> endedBy,
            Map<Modality, Set<Modality>> deniedBy) {

        Set<String> uses() {
            Set<String> used = new HashSet<>(endedBy);
            if (injury != null) {
                used.add(injury);
            }
            if (backCountsWith != null) {
                used.add(backCountsWith);
            }
            return used;
        }
    }

    /** How much of a danger is asked for. */
    public enum Certainty {
        ANY,
        SURE
    }

    /** How the image of the neck was made; empty where the report is of something else. */
    Set<Modality> modalities(Report report) {
        Set<Modality> made = EnumSet.noneOf(Modality.class);
        if (report.kind() != Report.Kind.DIAGNOSTIC_REPORT) {
            return made;
        }
        codes.forEach((modality, sets) -> {
            for (ValueSet set : sets) {
                if (report.code().in(set)) {
                    made.add(modality);
                }
            }
        });
        if (report.imaging().neck()) {
            for (Modality modality : Modality.values()) {
                if (modality.isNamedIn(report.imaging())) {
                    made.add(modality);
                }
            }
        }
        return made;
    }

    ReportReading read(Report report) {
        return reader.read(report.text());
    }

    /** Says whether a report shows a danger of this kind, in its words or its coded conclusion. */
    boolean shows(Report report, String kind, Certainty certainty, boolean neckOnly, Findings findings) {
        Kind rule = kind(kind);
        ReportReading reading = read(report);
        return reading.says(kind, Said.SURE)
                || (certainty == Certainty.ANY && reading.says(kind, Said.POSSIBLE))
                || concludes(report.conclusion(), rule.codes())
                || (rule.injury() != null
                        && reading.says(kind, Said.AFTER_INJURY)
                        && findings.get(rule.injury()).isPresent())
                || (!neckOnly
                        && rule.backCountsWith() != null
                        && reading.says(kind, Said.OF_THE_BACK)
                        && findings.get(rule.backCountsWith()).isPresent());
    }

    /** A code that counts; that of a fracture under later treatment tells of an old one (docs/clinical.md, matching rule 4). */
    private static boolean concludes(Concept conclusion, List<ValueSet> sets) {
        if (conclusion.certainty() == Concept.Certainty.EXCLUDED || conclusion.certainty() == Concept.Certainty.PAST) {
            return false;
        }
        for (Coding coding : conclusion.codings()) {
            for (ValueSet set : sets) {
                if (coding.sets().in(set) && InjuryEpisode.isOfNewFracture(coding)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Says that something later ended the danger: an operation, follow-up, or an image of the right sort that denies it. */
    boolean isEnded(Report report, String kind, Findings findings) {
        Kind rule = kind(kind);
        for (String finding : rule.endedBy()) {
            for (Entry entry : findings.get(finding).evidence()) {
                if (isLater(entry.event(), report.event())) {
                    return true;
                }
            }
        }
        Chart chart = findings.chart();
        for (Report other : chart.reports()) {
            if (chart.isOutOfTime()) {
                return false;
            }
            if (other != report && other.isDone() && denies(other, report, rule, kind, chart)) {
                return true;
            }
        }
        return false;
    }

    private boolean denies(Report other, Report report, Kind rule, String kind, Chart chart) {
        EventDate when = other.event();
        Set<Modality> made = modalities(other);
        if (made.isEmpty() || when == null || when.future() || !isReadWhole(other)) {
            return false;
        }
        Set<Modality> shown = modalities(report);
        for (Modality modality : shown) {
            if (made.stream().noneMatch(rule.deniedBy().getOrDefault(modality, Set.of())::contains)) {
                return false;
            }
        }
        boolean isAfterFilm = shown.equals(Set.of(Modality.FILM)) && isOnSameDay(when, report.event(), chart);
        ReportReading reading = isLater(when, report.event()) || isAfterFilm ? read(other) : null;
        return reading != null
                && reading.says(kind, Said.DENIED)
                && !reading.says(kind, Said.SURE)
                && !reading.says(kind, Said.POSSIBLE);
    }

    private static boolean isLater(@Nullable EventDate event, @Nullable EventDate than) {
        return event != null && than != null && event.date().earliest().isAfter(than.at());
    }

    private static boolean isOnSameDay(EventDate one, @Nullable EventDate other, Chart chart) {
        return other != null
                && one.date().firstDay(chart.zone()).equals(other.date().firstDay(chart.zone()));
    }

    /** Says that its whole text was read, in a language in which a report may clear something. */
    boolean isReadWhole(Report report) {
        return !report.unread() && reader.clears(report.text());
    }

    /** Says that something of it was not read. */
    boolean isPartlyUnread(Report report) {
        return report.unread() || !reader.isReadWhole(report.text());
    }

    private Kind kind(String name) {
        Kind kind = kinds.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("no kind of danger is named " + name);
        }
        return kind;
    }
}
