package org.cervicalcds.cql;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteResult;
import org.cervicalcds.cql.References.Defined;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Explanation;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** What the service says of the definitions of the generated libraries, one by one, for comparison with what they give. */
final class ServiceValues {
    private static final String ASSUMING = " taking unknown for absent";
    private static final String ENTRIES = " entries";
    private static final Pattern TIER = Pattern.compile("tier (\\d+):");

    private final Fidelity fidelity;

    ServiceValues(Fidelity fidelity) {
        this.fidelity = fidelity;
    }

    /**
     * What the service says of all that CQL defines, as {@link #asCompared} has it: findings, plain and with the unknown taken for absent, and
     * the entries they rest on; gates; tiers; the answer of every card.
     */
    Map<Defined, Object> of(Vignette vignette, Set<Defined> definitions) {
        Map<Defined, Object> all = new LinkedHashMap<>();
        Findings findings = findings(vignette);
        fidelity.all(vignette.hook()).forEach(name -> put(name, findings, all));
        for (CardDefinition card : fidelity.content().deck().definitions()) {
            if (card.tiers().stream().noneMatch(tier -> tier.hooks().contains(vignette.hook()))) {
                all.put(defined(Fidelity.ANSWER, card.id()), "silent");
                continue;
            }
            fidelity.content()
                    .deck()
                    .gatesOf(card)
                    .forEach(gate -> all.put(
                            defined(Fidelity.FINDINGS, "gate " + gate.name()),
                            isClosed(gate, findings) ? "present" : "absent"));
            VignetteResult played = fidelity.player().play(about(card.id(), vignette));
            all.put(defined(Fidelity.ANSWER, card.id()), played.outcome());
            fidelity.sent(about(card.id(), vignette), played)
                    .forEach((name, made) -> all.put(defined(Fidelity.ANSWER, name), made ? "present" : "absent"));
            List<Explanation.TierTried> tried = fidelity.tried(vignette, card);
            String library = card.id().replace("-", "");
            for (Defined definition : definitions) {
                Matcher tier = TIER.matcher(definition.name());
                if (definition.library().equalsIgnoreCase(library) && tier.lookingAt()) {
                    int at = Integer.parseInt(tier.group(1)) - 1;
                    if (at < tried.size()) {
                        all.put(definition, tried.get(at).matches() ? "present" : "absent");
                    }
                }
            }
        }
        all.keySet().retainAll(definitions);
        return all;
    }

    /** The same of one finding alone. */
    Map<Defined, Object> of(Vignette vignette, String finding, Set<Defined> definitions) {
        Map<Defined, Object> all = new LinkedHashMap<>();
        if (fidelity.all(vignette.hook()).contains(finding)) {
            put(finding, findings(vignette), all);
        }
        all.keySet().retainAll(definitions);
        return all;
    }

    /** The same of all findings, without cards. */
    Map<Defined, Object> ofFindings(Vignette vignette, Set<Defined> definitions) {
        Map<Defined, Object> all = new LinkedHashMap<>();
        Findings findings = findings(vignette);
        fidelity.all(vignette.hook()).forEach(name -> put(name, findings, all));
        all.keySet().retainAll(definitions);
        return all;
    }

    /** The entries that a finding rests on, by reference. */
    Set<String> evidence(Vignette vignette, String finding) {
        return findings(vignette).get(finding).evidence().stream()
                .map(Entry::reference)
                .collect(Collectors.toSet());
    }

    private Findings findings(Vignette vignette) {
        return new Findings(
                fidelity.content().findings(),
                fidelity.player().chart(vignette),
                (other, indicator, returned, line) -> false);
    }

    private static void put(String name, Findings findings, Map<Defined, Object> to) {
        put(name, findings.get(name), to);
        put(name + ASSUMING, findings.assumingAbsent().get(name), to);
    }

    private static void put(String name, Finding finding, Map<Defined, Object> to) {
        to.put(defined(Fidelity.FINDINGS, name), Fidelity.word(finding));
        if (!finding.evidence().isEmpty()) {
            to.put(
                    defined(Fidelity.FINDINGS, name + ENTRIES),
                    finding.evidence().stream().map(Entry::reference).collect(Collectors.toSet()));
        }
    }

    /** What CQL says, in the words that {@link #of} has for it. */
    static Object asCompared(Defined of, @Nullable Object value) {
        if (value instanceof Iterable<?> entries) {
            Set<Object> references = new HashSet<>();
            entries.forEach(entry -> references.add(
                    entry instanceof Tuple tuple
                            ? String.valueOf(tuple.getElements().get("ref"))
                            : String.valueOf(entry)));
            return references;
        }
        if (value instanceof String) {
            return value;
        }
        return value == null && TIER.matcher(of.name()).lookingAt() ? "absent" : Fidelity.word(value);
    }

    private static boolean isClosed(Gate gate, Findings findings) {
        return gate.when().stream().allMatch(name -> findings.get(name).isPresent())
                && gate.unless().stream().noneMatch(name -> findings.get(name).isPresent());
    }

    /** The same request, asked for another card. */
    private static Vignette about(String card, Vignette of) {
        return new Vignette(card, of.title(), of.hook(), of.request(), of.expect());
    }

    private static Defined defined(String library, String name) {
        return new Defined(library, name, false);
    }
}
