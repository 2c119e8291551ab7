package org.cervicalcds.engine.findings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Entry;
import org.cervicalcds.engine.chart.Need;
import org.jspecify.annotations.Nullable;

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
        return read(name, findings, null);
    }

    @Override
    public Finding assumed(String name, Findings assuming, Findings sure) {
        return read(name, assuming, sure);
    }

    /**
     * Reads what it is made of.
     *
     * @param assumed where given, a part of {@code noneOf} counts as absent unless it is surely present there
     */
    private Finding read(String name, Findings findings, @Nullable Findings assumed) {
        // By index and without a list until something is present: most are absent, and a call reads hundreds.
        List<Finding> rests = List.of();
        String unknown = null;
        for (int i = 0; i < allOf.size(); i++) {
            String part = allOf.get(i);
            Finding finding = findings.get(part);
            if (finding.isAbsent()) {
                return new Finding.Absent(name);
            }
            if (finding.isPresent()) {
                rests = with(rests, finding);
            } else {
                unknown = part;
            }
        }
        for (int i = 0; i < given.size(); i++) {
            String part = given.get(i);
            Finding finding = findings.get(part);
            if (finding.isAbsent()) {
                return new Finding.Absent(name);
            }
            unknown = finding.isPresent() ? unknown : part;
        }
        for (int i = 0; i < noneOf.size(); i++) {
            String part = noneOf.get(i);
            Finding finding = (assumed == null ? findings : assumed).get(part);
            if (finding.isPresent()) {
                return new Finding.Absent(name);
            }
            if (!finding.isAbsent() && assumed == null) {
                unknown = part;
            }
        }
        if (!someOf.isEmpty()) {
            int present = 0;
            String maybe = null;
            int unknowns = 0;
            for (int i = 0; i < someOf.size(); i++) {
                String part = someOf.get(i);
                Finding finding = findings.get(part);
                if (finding.isPresent()) {
                    present++;
                    rests = with(rests, finding);
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

    private static List<Finding> with(List<Finding> some, Finding finding) {
        List<Finding> more = some.isEmpty() ? new ArrayList<>() : some;
        more.add(finding);
        return more;
    }

    private static List<Entry> evidence(List<Finding> findings) {
        if (findings.size() == 1) {
            return findings.get(0).evidence();
        }
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
