package org.cervicalcds.engine.findings.images;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Modality;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.findings.EntrySearch;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;

/**
 * Reports of images of the neck that show a danger which nothing has ended since (card specification, 0.8). Unknown where none shows it and
 * one of them could not be read to its end.
 *
 * @param kind name of the kind of danger
 * @param modalities how the image was made; one is enough
 * @param window how long ago
 * @param notBefore findings before whose oldest event it must not have been made, the same calendar day included; empty for no such rule
 * @param preliminaryCounts a report that is not signed yet counts too
 * @param certainty how sure the report must be
 * @param neckOnly the back does not count, even where it counts as the neck does
 */
public record ImageDanger(
        ImageReports images,
        String kind,
        Set<Modality> modalities,
        Window window,
        List<String> notBefore,
        boolean preliminaryCounts,
        ImageReports.Certainty certainty,
        boolean neckOnly)
        implements FindingDefinition {
    private static final Set<Need> NEEDS = Set.of(Need.DIAGNOSTIC_REPORTS);

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        LocalDate oldest = notBefore.isEmpty() ? null : oldestEvent(findings, chart.zone());
        if (!notBefore.isEmpty() && oldest == null) {
            return new Finding.Absent(name);
        }
        List<Report> found = new ArrayList<>();
        boolean unread = false;
        for (Report report : chart.reports()) {
            if (chart.isOutOfTime()) {
                break;
            }
            if (isMeant(report, oldest, chart)) {
                if (!images.shows(report, kind, certainty, neckOnly, findings)) {
                    unread |= images.isPartlyUnread(report);
                } else if (!images.isEnded(report, kind, findings)) {
                    found.add(report);
                }
            }
        }
        return found.isEmpty() && unread
                ? new Finding.Unknown(name, "a report was not read to its end")
                : EntrySearch.result(name, found, needs(), false, chart);
    }

    private boolean isMeant(Report report, @Nullable LocalDate oldest, Chart chart) {
        EventDate when = report.event();
        return (report.isDone() || (preliminaryCounts && report.isPreliminary()))
                && when != null
                && !when.future()
                && window.holds(when, chart.now())
                && (oldest == null || !when.date().firstDay(chart.zone()).isBefore(oldest))
                && !Collections.disjoint(images.modalities(report), modalities);
    }

    private @Nullable LocalDate oldestEvent(Findings findings, ZoneId zone) {
        LocalDate oldest = null;
        for (String finding : notBefore) {
            for (Entry entry : findings.get(finding).evidence()) {
                EventDate event = entry.event();
                if (event != null) {
                    LocalDate day = event.date().firstDay(zone);
                    oldest = oldest == null || day.isBefore(oldest) ? day : oldest;
                }
            }
        }
        return oldest;
    }

    @Override
    public Set<Need> needs() {
        return NEEDS;
    }

    @Override
    public Set<String> uses() {
        Set<String> used = new HashSet<>(notBefore);
        ImageReports.Kind rule = images.kinds().get(kind);
        if (rule != null) {
            used.addAll(rule.uses());
        }
        return used;
    }
}
