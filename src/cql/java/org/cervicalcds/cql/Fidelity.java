package org.cervicalcds.cql;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Played;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.EntriesOfFinding;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.export.CqlExport;
import org.cervicalcds.export.Extent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plays vignettes in the service's engine and in the reference engine of CQL, and tells where the two differ and why. */
public final class Fidelity {
    private static final String ANSWER = "CervicalAnswer";
    private static final String FINDINGS = "CervicalFindings";

    private final Content content;
    private final Map<String, Extent> extents;
    private final ReferenceEngine engine;
    private final VignettePlayer player;
    private final CardDeck allOn;
    private final Map<String, List<String>> wanted = new HashMap<>();
    private long cqlNanos;

    public Fidelity(Content content, CqlExport export, ReferenceEngine engine) {
        this.content = content;
        this.extents = export.extents();
        this.engine = engine;
        this.player = new VignettePlayer(content);
        CardDeck all = content.deck();
        for (CardDefinition card : content.deck().definitions()) {
            all = all.withCardOn(card.id());
        }
        this.allOn = all;
    }

    /** Time spent in the reference engine so far, in nanoseconds. */
    public long cqlNanos() {
        return cqlNanos;
    }

    /** Plays one vignette in both. */
    public Comparison compare(Vignette vignette) {
        Played played = player.play(vignette);
        HookCall call = HookCall.read(
                vignette.request(), wanted.computeIfAbsent(vignette.hook(), hook -> allOn.needs(hook).stream()
                        .map(Need::key)
                        .toList()));
        ZonedDateTime now = Vignette.NOW.atZone(content.zone());
        long start = System.nanoTime();
        String cql = String.valueOf(
                engine.evaluate(ANSWER, List.of(vignette.card()), call, now).get(vignette.card()));
        cqlNanos += System.nanoTime() - start;
        if (cql.equals(played.outcome())) {
            return new Comparison(vignette.card(), vignette.title(), cql, cql, Comparison.Kind.SAME, List.of());
        }
        return different(vignette, played, cql, call, now);
    }

    private Comparison different(Vignette vignette, Played played, String cql, HookCall call, ZonedDateTime now) {
        Map<String, String> differing = differing(vignette, call, now);
        boolean open = !differing.isEmpty()
                && differing.entrySet().stream()
                        .allMatch(entry -> extents.get(entry.getKey()) != Extent.GENERATED
                                && entry.getValue().endsWith(", unknown"));
        Comparison.Kind kind = Comparison.Kind.FAULT;
        if (open) {
            kind = Comparison.Kind.WORDS;
        } else if (differing.isEmpty()
                && (played.reason().equals("rule:same-order") || played.reason().equals("rule:max-cards"))) {
            kind = Comparison.Kind.BETWEEN_CARDS;
        }
        return new Comparison(
                vignette.card(),
                vignette.title(),
                played.outcome(),
                cql,
                kind,
                differing.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
    }

    /** The findings of a card and the gates that CQL reads otherwise, without those that only follow from others. */
    private Map<String, String> differing(Vignette vignette, HookCall call, ZonedDateTime now) {
        CardDefinition card = content.deck().card(vignette.card());
        Set<String> named = new HashSet<>();
        if (card != null) {
            card.tiers().forEach(tier -> {
                named.addAll(tier.when());
                named.addAll(tier.unless());
            });
            content.deck().gatesOf(card).forEach(gate -> {
                named.addAll(gate.when());
                named.addAll(gate.unless());
            });
        }
        Set<String> reached = content.findings().closure(named);
        reached.removeIf(name -> restsOnCards(name));
        List<String> names = reached.stream().sorted().toList();
        Map<String, @Nullable Object> inCql = engine.evaluate(FINDINGS, names, call, now);
        Findings inProduct =
                new Findings(content.findings(), player.chart(vignette), (other, indicator, returned, line) -> false);
        Map<String, String> differing = new TreeMap<>();
        for (String name : names) {
            String product = word(inProduct.get(name));
            String value = inCql.get(name) == null ? "unknown" : inCql.get(name).equals(true) ? "present" : "absent";
            if (!product.equals(value)) {
                differing.put(name, product + ", " + value);
            }
        }
        Map<String, String> first = new LinkedHashMap<>(differing);
        first.keySet()
                .removeIf(name -> follows(name)
                        && content.findings().definition(name).uses().stream().anyMatch(differing::containsKey));
        return first;
    }

    private boolean follows(String name) {
        return content.findings().definition(name) instanceof Composition
                || content.findings().definition(name) instanceof EntriesOfFinding;
    }

    private boolean restsOnCards(String name) {
        return content.findings().closure(Set.of(name)).stream()
                .anyMatch(part -> content.findings().definition(part) instanceof SimpleFindings.OtherCard);
    }

    private static String word(Finding finding) {
        return finding.isPresent() ? "present" : finding.isAbsent() ? "absent" : "unknown";
    }

    /** The comparisons as a file: counts by card, every difference, and what of the findings is not said in CQL. */
    public String json(List<Comparison> comparisons) {
        ObjectNode file = JsonMapper.shared().createObjectNode();
        file.put("contentHash", content.hash());
        file.put("vignettes", comparisons.size());
        ObjectNode kinds = file.putObject("byKind");
        counts(comparisons, kinds);
        ObjectNode cards = file.putObject("byCard");
        for (CardDefinition card : content.deck().definitions()) {
            List<Comparison> own = comparisons.stream()
                    .filter(comparison -> comparison.card().equals(card.id()))
                    .toList();
            if (!own.isEmpty()) {
                counts(own, cards.putObject(card.id()));
            }
        }
        ObjectNode findings = file.putObject("findings");
        for (Extent extent : Extent.values()) {
            ArrayNode names = findings.putArray(extent.code());
            if (extent == Extent.GENERATED) {
                findings.put(
                        extent.code(),
                        extents.values().stream().filter(extent::equals).count());
            } else {
                extents.entrySet().stream()
                        .filter(entry -> entry.getValue() == extent)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .forEach(names::add);
            }
        }
        ArrayNode list = file.putArray("comparisons");
        for (Comparison comparison : comparisons) {
            ObjectNode one = list.addObject();
            one.put("card", comparison.card()).put("vignette", comparison.title());
            one.put("same", comparison.kind() == Comparison.Kind.SAME);
            one.put("service", comparison.product());
            if (comparison.kind() != Comparison.Kind.SAME) {
                one.put("cql", comparison.cql());
                one.put("kind", word(comparison.kind()));
                ArrayNode why = one.putArray("findings");
                new ArrayList<>(comparison.findings()).forEach(why::add);
            }
        }
        return file.toPrettyString() + "\n";
    }

    private static void counts(List<Comparison> comparisons, ObjectNode to) {
        for (Comparison.Kind kind : Comparison.Kind.values()) {
            to.put(
                    word(kind),
                    comparisons.stream()
                            .filter(comparison -> comparison.kind() == kind)
                            .count());
        }
    }

    private static String word(Comparison.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
