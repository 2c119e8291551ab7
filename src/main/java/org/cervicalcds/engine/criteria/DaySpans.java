package org.cervicalcds.engine.criteria;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calendar days as spans from a first to a last day; spans that touch are one. */
public final class DaySpans {
    private final TreeMap<LocalDate, LocalDate> spans = new TreeMap<>();

    /**
     * Days that belong together, each gap between them being short enough.
     *
     * @param first the first of them; null where there are none
     * @param days how many
     */
    public record Episode(@Nullable LocalDate first, int days) {
        static final Episode NONE = new Episode(null, 0);
    }

    /** Adds the days from first to last, both included; none where the last lies before the first. */
    public void add(LocalDate first, LocalDate last) {
        if (last.isBefore(first)) {
            return;
        }
        LocalDate from = first;
        LocalDate to = last;
        Map.Entry<LocalDate, LocalDate> before = spans.floorEntry(first);
        if (before != null && !before.getValue().isBefore(first.minusDays(1))) {
            from = before.getKey();
            to = later(to, before.getValue());
        }
        for (var next = spans.higherEntry(from);
                next != null && !next.getKey().isAfter(to.plusDays(1));
                next = spans.higherEntry(from)) {
            to = later(to, next.getValue());
            spans.remove(next.getKey());
        }
        spans.put(from, to);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private static long length(LocalDate first, LocalDate last) {
        return first.isAfter(last) ? 0 : ChronoUnit.DAYS.between(first, last) + 1;
    }

    public long days() {
        long days = 0;
        for (var span : spans.entrySet()) {
            days += length(span.getKey(), span.getValue());
        }
        return days;
    }

    /** Days from first to last, both included. */
    public int between(LocalDate first, LocalDate last) {
        long days = 0;
        for (var span : spans.headMap(last, true).entrySet()) {
            days += length(later(first, span.getKey()), earlier(last, span.getValue()));
        }
        return (int) days;
    }

    /**
     * The days before a day, going back from it: gaps of up to {@code gapDays} bridge but are not counted, a longer gap ends the
     * episode.
     */
    public Episode before(LocalDate day, int gapDays) {
        Episode episode = Episode.NONE;
        LocalDate later = day;
        for (var span : spans.headMap(day, false).descendingMap().entrySet()) {
            LocalDate last = earlier(span.getValue(), day.minusDays(1));
            if (ChronoUnit.DAYS.between(last, later) - 1 > gapDays) {
                break;
            }
            episode = new Episode(span.getKey(), (int) (episode.days() + length(span.getKey(), last)));
            later = span.getKey();
        }
        return episode;
    }
}
