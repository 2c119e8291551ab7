package org.cervicalcds.engine.findings.images;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Modality;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.findings.EntrySearch;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.findings.ReportFinding;
import org.cervicalcds.engine.text.ReportReading;
import org.cervicalcds.engine.text.ReportReading.Said;

/**
 * Reports of images of the neck that say in so many words that there is no danger (card specification, 0.8). A report of which something was
 * not read, that is in another language or says that the image was poor never does.
 *
 * @param modalities how the image was made; one is enough
 * @param since findings on or after whose newest event it must have been made
 * @param failingThatSince the same, where none of those has a date
 * @param denied kinds of danger of which one is denied, unless the image is called normal
 * @param without kinds of danger none of which it shows
 */
public record ImageClear(
        ImageReports images,
        Set<Modality> modalities,
        List<String> since,
        List<String> failingThatSince,
        List<String> denied,
        List<String> without)
        implements FindingDefinition {

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        LocalDate newest = ReportFinding.newestEvent(since, findings, chart.zone());
        LocalDate event = newest != null ? newest : ReportFinding.newestEvent(failingThatSince, findings, chart.zone());
        if (event == null) {
            return new Finding.Absent(name);
        }
        List<Report> found = new ArrayList<>();
        for (Report report : chart.reports()) {
            if (chart.isOutOfTime()) {
                break;
            }
            if (report.isDone()
                    && isTimely(report, event, chart)
                    && !Collections.disjoint(images.modalities(report), modalities)
                    && images.isReadWhole(report)
                    && isClear(report, findings)) {
                found.add(report);
            }
        }
        return EntrySearch.result(name, found, needs(), false, chart);
    }

    private static boolean isTimely(Report report, LocalDate event, Chart chart) {
        EventDate when = report.event();
        return when != null
                && !when.future()
                && !when.date().firstDay(chart.zone()).isBefore(event);
    }

    private boolean isClear(Report report, Findings findings) {
        ReportReading reading = images.read(report);
        return !reading.isLimited()
                && (reading.isCalledNormal() || denied.stream().anyMatch(kind -> reading.says(kind, Said.DENIED)))
                && without.stream()
                        .noneMatch(kind -> images.shows(report, kind, ImageReports.Certainty.ANY, false, findings));
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DIAGNOSTIC_REPORTS);
    }

    @Override
    public Set<String> uses() {
        Set<String> used = new HashSet<>(since);
        used.addAll(failingThatSince);
        for (String kind : without) {
            ImageReports.Kind rule = images.kinds().get(kind);
            if (rule != null) {
                used.addAll(rule.uses());
            }
        }
        return used;
    }
}
