package org.cervicalcds.engine.findings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Entry;

/**
 * The entries that another finding rests on, as far as their dates fit.
 *
 * @param of name of the other finding
 * @param notAmong findings whose entries do not count here
 */
public record EntriesOfFinding(String of, Window window, List<String> notAmong) implements FindingDefinition {

    @Override
    public Finding read(String name, Findings findings) {
        return read(name, findings.get(of), findings);
    }

    @Override
    public Finding assumed(String name, Findings assuming, Findings sure) {
        return read(name, assuming.get(of), sure);
    }

    private Finding read(String name, Finding whole, Findings findings) {
        if (whole instanceof Finding.Unknown unknown) {
            return new Finding.Unknown(name, unknown.reason());
        }
        Chart chart = findings.chart();
        Instant now = chart.now();
        Resources others = new Resources();
        if (!whole.evidence().isEmpty()) {
            notAmong.forEach(other -> findings.get(other).evidence().forEach(others::add));
        }
        List<Entry> fitting = new ArrayList<>();
        for (Entry entry : whole.evidence()) {
            if (window.holds(entry.event(), now) && !others.contains(entry)) {
                fitting.add(entry);
            }
        }
        if (fitting.isEmpty() && whole.isPresent()) {
            for (Need need : findings.catalogue().needs(Set.of(of))) {
                if (chart.availability(need) != Availability.ALL) {
                    return new Finding.Unknown(name, need.key() + " not supplied whole");
                }
            }
        }
        return fitting.isEmpty() ? new Finding.Absent(name) : new Finding.Present(name, List.copyOf(fitting));
    }

    @Override
    public Set<Need> needs() {
        return Set.of();
    }

    @Override
    public Set<String> uses() {
        Set<String> used = new HashSet<>(notAmong);
        used.add(of);
        return used;
    }
}
