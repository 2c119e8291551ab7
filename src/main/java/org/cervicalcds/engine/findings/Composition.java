package org.cervicalcds.engine.findings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Entry;
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
        return in(findings.catalogue()).read(name, findings);
    }

    @Override
    public FindingReader in(FindingCatalogue catalogue) {
        return new Reader(
                catalogue.indexesOf(allOf),
                catalogue.indexesOf(given),
                catalogue.indexesOf(someOf),
                atLeast,
                catalogue.indexesOf(noneOf));
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

    /** The parts by where they stand in a catalogue. No list is made until something is present: most are absent, and a call reads hundreds. */
    private record Reader(int[] allOf, int[] given, int[] someOf, int atLeast, int[] noneOf) implements FindingReader {

        @Override
        public Finding read(String name, Findings findings) {
            return read(name, findings, null);
        }

        @Override
        public Finding assumed(String name, Findings assuming, Findings sure) {
            return read(name, assuming, sure);
        }

        /**
         * Reads the parts.
         *
         * @param assumed where given, a part of {@code noneOf} counts as absent unless it is surely present there
         */
        private Finding read(String name, Findings findings, @Nullable Findings assumed) {
            List<Finding> rests = List.of();
            Finding unknown = null;
            for (int part : allOf) {
                Finding finding = findings.get(part);
                if (finding.isAbsent()) {
                    return new Finding.Absent(name);
                }
                if (finding.isPresent()) {
                    rests = with(rests, finding);
                } else {
                    unknown = finding;
                }
            }
            for (int part : given) {
                Finding finding = findings.get(part);
                if (finding.isAbsent()) {
                    return new Finding.Absent(name);
                }
                unknown = finding.isPresent() ? unknown : finding;
            }
            for (int part : noneOf) {
                Finding finding = (assumed == null ? findings : assumed).get(part);
                if (finding.isPresent()) {
                    return new Finding.Absent(name);
                }
                if (!finding.isAbsent() && assumed == null) {
                    unknown = finding;
                }
            }
            if (someOf.length > 0) {
                int present = 0;
                Finding maybe = null;
                int unknowns = 0;
                for (int part : someOf) {
                    Finding finding = findings.get(part);
                    if (finding.isPresent()) {
                        present++;
                        rests = with(rests, finding);
                    } else if (!finding.isAbsent()) {
                        maybe = finding;
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
                    : new Finding.Unknown(name, unknown.name() + ": " + root(unknown));
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
    }
}
