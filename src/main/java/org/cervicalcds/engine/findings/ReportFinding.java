package org.cervicalcds.engine.findings;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Imaging or procedures that were done, known by code or, without a known code, by their name.
 *
 * @param sets value sets; one is enough
 * @param byName which names stand for a code where none is known; null for none
 * @param window how long ago
 * @param since findings after whose newest event it must have been done, the same calendar day included; empty for no such rule
 * @param text what the report must say; null for any
 * @param withoutText what the report must not say; null for nothing
 * @param among only reports of this finding count; null for all
 * @param missingIsAbsent data that were not supplied count as "not done"
 */
public record ReportFinding(
        List<ValueSet> sets,
        @Nullable ByName byName,
        Window window,
        List<String> since,
        @Nullable Wording text,
        @Nullable Wording withoutText,
        @Nullable String among,
        boolean missingIsAbsent)
        implements FindingDefinition {

    /** Names that stand for a code: of the neck or of any part of the spine, by these modalities. */
    public record ByName(boolean wholeSpine, boolean film, boolean ct, boolean mr) {
        boolean covers(ImagingWords words) {
            return (wholeSpine ? words.spine() : words.neck())
                    && (film && words.film() || ct && words.ct() || mr && words.mr());
        }
    }

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        LocalDate event = since.isEmpty() ? null : newestEvent(since, findings, chart.zone());
        if (!since.isEmpty() && event == null) {
            return new Finding.Absent(name);
        }
        List<Report> found = new ArrayList<>();
        boolean unread = false;
        Set<Entry> others =
                among == null ? null : EntrySearch.same(findings.get(among).evidence());
        for (Report report : chart.reports()) {
            if (chart.isOutOfTime()) {
                break;
            }
            if (report.isDone()
                    && (others == null || others.contains(report))
                    && isMeant(report)
                    && isTimely(report, chart)
                    && (event == null || isOnOrAfter(report, event, chart.zone()))) {
                if (says(report)) {
                    found.add(report);
                }
                unread |= text != null && !text.isReadWhole(report.text());
            }
        }
        if (found.isEmpty() && unread) {
            return EntrySearch.unreadText(name);
        }
        return EntrySearch.result(name, found, needs(), missingIsAbsent, chart);
    }

    private boolean says(Report report) {
        return (text == null || text.isIn(report.text()))
                && (withoutText == null || withoutText.isSurelyNotIn(report.text()));
    }

    private boolean isMeant(Report report) {
        if (byName != null && byName.covers(report.imaging())) {
            return true;
        }
        for (ValueSet set : sets) {
            if (report.code().in(set)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTimely(Report report, Chart chart) {
        EventDate when = report.event();
        return (when == null || !when.future()) && window.holds(when, chart.now());
    }

    /** A partial date counts as its earliest day. */
    private static boolean isOnOrAfter(Report report, LocalDate event, ZoneId zone) {
        EventDate when = report.event();
        return when != null && !when.date().firstDay(zone).isBefore(event);
    }

    /** The day of the newest event that one of the findings rests on; null where none has a date. */
    public static @Nullable LocalDate newestEvent(List<String> since, Findings findings, ZoneId zone) {
        LocalDate newest = null;
        for (String finding : since) {
            for (Entry entry : findings.get(finding).evidence()) {
                EventDate event = entry.event();
                if (event != null) {
                    LocalDate day = event.at().atZone(zone).toLocalDate();
                    newest = newest == null || day.isAfter(newest) ? day : newest;
                }
            }
        }
        return newest;
    }

    @Override
    public @Nullable Sources sources() {
        return new Sources(Sources.Kind.REPORTS, List.of(), missingIsAbsent ? Set.of() : needs());
    }

    @Override
    public Set<Need> needs() {
        return text != null
                ? Set.of(Need.DIAGNOSTIC_REPORTS)
                : Set.of(Need.DIAGNOSTIC_REPORTS, Need.PROCEDURES, Need.IMAGING_STUDIES);
    }

    @Override
    public Set<String> uses() {
        Set<String> used = new HashSet<>(since);
        if (among != null) {
            used.add(among);
        }
        return used;
    }
}
