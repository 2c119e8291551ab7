package org.cervicalcds.findings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.Need;

/**
 * A finding made of others by name: all of some, at least n of some, none of some, together.
 *
 * <p>Three-valued: it is absent as soon as one part rules it out, present when every part holds, and unknown otherwise.
 *
 * @param allOf each must be present
 * @param given each must be present, and is no evidence for this finding
 * @param someOf at least {@code atLeast} of them must be present
 * @param noneOf each must be absent
 */
public record Composition(List<String> allOf, List<String> given, List<String> someOf, int atLeast, List<String> noneOf)
        implements FindingDefinition {

    @Override
    public Finding read(String name, Findings findings) {
        List<Finding> rests = new ArrayList<>();
        String unknown = null;
        for (String part : allOf) {
            Finding finding = findings.get(part);
            if (finding.isAbsent()) {
                return new Finding.Absent(name);
            }
            if (finding.isPresent()) {
                rests.add(finding);
            } else {
                unknown = part;
            }
        }
        for (String part : given) {
            Finding finding = findings.get(part);
            if (finding.isAbsent()) {
                return new Finding.Absent(name);
            }
            unknown = finding.isPresent() ? unknown : part;
        }
        for (String part : noneOf) {
            Finding finding = findings.get(part);
            if (finding.isPresent()) {
                return new Finding.Absent(name);
            }
            if (!finding.isAbsent()) {
                unknown = part;
            }
        }
        if (!someOf.isEmpty()) {
            int present = 0;
            String maybe = null;
            int unknowns = 0;
            for (String part : someOf) {
                Finding finding = findings.get(part);
                if (finding.isPresent()) {
                    present++;
                    rests.add(finding);
                } else if (!finding.isAbsent()) {
                    maybe = part;
                    unknowns++;
                }
            }
            if (present + unknowns < atLeast) {
                return new Finding.Absent(name);
            }
            if (present < atLeast && maybe != null) {
                unknown = maybe;
            }
        }
        return unknown == null
                ? new Finding.Present(name, evidence(rests))
                : new Finding.Unknown(name, unknown + ": " + root(findings.get(unknown)));
    }

    private static List<Entry> evidence(List<Finding> findings) {
        Set<Entry> evidence = new LinkedHashSet<>();
        findings.forEach(finding -> evidence.addAll(finding.evidence()));
        return List.copyOf(evidence);
    }

    /** What was not supplied, at the bottom of it. */
    private static String root(Finding part) {
        String reason = part instanceof Finding.Unknown unknown ? unknown.reason() : "";
        return reason.substring(reason.lastIndexOf(':') + 1).strip();
    }

    @Override
    public Set<Need> needs() {
        return Set.of();
    }

    @Override
    public Set<String> uses() {
        List<String> all = new ArrayList<>(allOf);
        all.addAll(given);
        all.addAll(someOf);
        all.addAll(noneOf);
        return new LinkedHashSet<>(all);
    }
}
