package org.cervicalcds.cql;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.content.vignettes.VignetteResult;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Explanation;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.export.findings.Extent;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plays vignettes in the service's engine and in the reference engine of CQL, and tells where the two differ and why. */
public final class Fidelity {
    static final String ANSWER = "CervicalAnswer";
    static final String FINDINGS = "CervicalFindings";

    /** Rules between cards: of all cards together CQL says the other two. */
    private static final String SAME_ORDER = "rule:same-order";

    private static final Set<String> BETWEEN_CARDS =
            Set.of(SAME_ORDER, "rule:max-cards", "rule:info-beside-more-urgent");

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Content content;
    private final Map<String, Extent> extents;
    private final ReferenceEngine engine;
    private final VignettePlayer player;
    private final CardDeck allOn;
    private final Map<String, List<String>> wanted = new HashMap<>();
    private final Map<String, List<String>> allByHook = new HashMap<>();
    private final Map<String, List<String>> readByCard = new HashMap<>();
    private final List<Long> cqlNanos = new ArrayList<>();
    private final List<Long> serviceNanos = new ArrayList<>();

    /** @param extents of the findings of the package; of all findings of the content where it holds every card */
    public Fidelity(Content content, Map<String, Extent> extents, ReferenceEngine engine) {
        this.content = content;
        this.extents = extents;
        this.engine = engine;
        this.player = new VignettePlayer(content);
        CardDeck all = content.deck();
        for (CardDefinition card : content.deck().definitions()) {
            all = all.withCardOn(card.id());
        }
        this.allOn = all;
    }

    /** Median processor time of a vignette: in CQL for its one card, its data already read, and in the service for reading and all cards. */
    String speed() {
        return String.format(
                Locale.ROOT,
                "CPU a vignette: CQL %.1f ms for one card, service %.2f ms for reading and all cards (medians)",
                median(cqlNanos) / 1e6,
                median(serviceNanos) / 1e6);
    }

    private static long median(List<Long> nanos) {
        return nanos.isEmpty() ? 0 : nanos.stream().sorted().toList().get(nanos.size() / 2);
    }

    VignettePlayer player() {
        return player;
    }

    HookCall call(Vignette vignette) {
        return HookCall.read(vignette.request(), wanted(vignette.hook()));
    }

    ZonedDateTime now() {
        return Vignette.NOW.atZone(content.zone());
    }

    /**
     * Plays one vignette in both.
     *
     * @param whole the package holds every card, so that more of the rules between cards is said
     */
    public Comparison compare(Vignette vignette, boolean whole) {
        VignetteResult played = player.play(vignette);
        HookCall call = call(vignette);
        CqlEngine running = engine.engine(call);
        long start = CPU.getCurrentThreadCpuTime();
        String cql = String.valueOf(engine.evaluate(running, ANSWER, List.of(vignette.card()), call, now())
                .get(vignette.card()));
        cqlNanos.add(CPU.getCurrentThreadCpuTime() - start);
        start = CPU.getCurrentThreadCpuTime();
        player.evaluate(vignette);
        serviceNanos.add(CPU.getCurrentThreadCpuTime() - start);
        engine.keepAll(running, FINDINGS);
        List<String> names = read(vignette.card());
        Map<String, @Nullable Object> values = engine.evaluate(running, FINDINGS, names, call, now());
        boolean told =
                names.stream().allMatch(name -> extents.get(name) == Extent.GENERATED || values.get(name) != null);
        if (!cql.equals(played.outcome())) {
            return different(vignette, played, cql, told, differing(vignette, names, values), whole);
        }
        Map<String, Boolean> sent = sent(vignette, played);
        Map<String, @Nullable Object> inCql = engine.evaluate(
                running,
                ANSWER,
                sent.keySet().stream()
                        .filter(name -> name.startsWith(vignette.card()))
                        .toList(),
                call,
                now());
        List<String> otherwise = sent.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(inCql.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (otherwise.isEmpty()) {
            return new Comparison(vignette.card(), vignette.title(), cql, cql, Comparison.Kind.SAME, told, List.of());
        }
        return different(
                vignette, played, cql + " otherwise: " + otherwise, told, differing(vignette, names, values), whole);
    }

    /**
     * Which tier the service shows, and which suggestions it makes but for what is ordered already or cannot be changed; by the names of the
     * conditions of the plan.
     */
    Map<String, Boolean> sent(Vignette vignette, VignetteResult played) {
        Card sent = played.card();
        CardDefinition card = Objects.requireNonNull(content.deck().card(vignette.card()));
        List<Explanation.TierTried> tried = tried(vignette, card);
        int shown = -1;
        Set<String> lines = new HashSet<>();
        for (int i = 0; sent != null && i < tried.size(); i++) {
            if (tried.get(i).matches()) {
                shown = shown < 0 ? i : shown;
                if (shown == i || card.together() > 1 && tried.get(i).hooks().contains(vignette.hook())) {
                    lines.add(card.tiers().get(i).line());
                }
            }
        }
        Map<String, Boolean> all = new LinkedHashMap<>();
        for (int i = 0; i < card.tiers().size(); i++) {
            all.put(card.id() + ": shows tier " + (i + 1), i == shown);
        }
        Findings findings =
                new Findings(content.findings(), player.chart(vignette), (other, indicator, returned, line) -> false);
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < card.suggestions().size(); i++) {
            CardDefinition.SuggestionDefinition suggestion = card.suggestions().get(i);
            if (Stream.concat(suggestion.when().stream(), suggestion.unless().stream())
                    .anyMatch(this::restsOnCards)) {
                continue;
            }
            boolean made = false;
            if (shown >= 0
                    && suggestion.indicators().contains(card.tiers().get(shown).indicator())) {
                Findings read = card.tiers().get(shown).assumesAbsent() ? findings.assumingAbsent() : findings;
                made = (suggestion.lines().isEmpty() || !Collections.disjoint(suggestion.lines(), lines))
                        && Collections.disjoint(suggestion.notLines(), lines)
                        && suggestion.when().stream()
                                .allMatch(name -> read.get(name).isPresent())
                        && suggestion.unless().stream()
                                .noneMatch(name -> read.get(name).isPresent());
            }
            all.put(card.id() + ": makes suggestion " + (i + 1), made);
            if (made) {
                labels.add(suggestion.label().toString());
            }
        }
        if (sent != null) {
            sent.suggestions().stream()
                    .filter(suggestion -> !labels.contains(suggestion.name()))
                    .forEach(suggestion -> all.put("makes suggestion '" + suggestion.name() + "'", true));
        }
        return all;
    }

    List<Explanation.TierTried> tried(Vignette vignette, CardDefinition card) {
        return Engine.of(content.deck().withCardOn(card.id()))
                .evaluate(player.chart(vignette), Suppressor.NONE)
                .explanations()
                .stream()
                .filter(explanation -> explanation.card().equals(card.id()))
                .flatMap(explanation -> explanation.tiers().stream())
                .toList();
    }

    private Comparison different(
            Vignette vignette,
            VignetteResult played,
            String cql,
            boolean told,
            Map<String, String> differing,
            boolean whole) {
        boolean open = !differing.isEmpty()
                && differing.entrySet().stream()
                        .allMatch(entry -> extents.get(entry.getKey()) != Extent.GENERATED
                                && entry.getValue().endsWith(", unknown"));
        boolean between = whole ? played.reason().equals(SAME_ORDER) : BETWEEN_CARDS.contains(played.reason());
        Comparison.Kind kind = Comparison.Kind.FAULT;
        if (open) {
            kind = Comparison.Kind.WORDS;
        } else if (differing.isEmpty() && between) {
            kind = Comparison.Kind.BETWEEN_CARDS;
        }
        return new Comparison(
                vignette.card(),
                vignette.title(),
                played.outcome(),
                cql,
                kind,
                told,
                differing.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
    }

    /** The findings of a card and its gates that stand in the library of findings. */
    List<String> read(String id) {
        return readByCard.computeIfAbsent(id, this::findingsOf);
    }

    private List<String> findingsOf(String id) {
        CardDefinition card = content.deck().card(id);
        Set<String> named = new HashSet<>();
        if (card != null) {
            card.tiers().forEach(tier -> {
                named.addAll(tier.when());
                named.addAll(tier.unless());
            });
            card.suggestions().forEach(suggestion -> {
                named.addAll(suggestion.when());
                named.addAll(suggestion.unless());
            });
            content.deck().gatesOf(card).forEach(gate -> {
                named.addAll(gate.when());
                named.addAll(gate.unless());
            });
        }
        Set<String> reached = content.findings().closure(named);
        reached.removeIf(this::restsOnCards);
        return reached.stream().sorted().toList();
    }

    /** What the service says of findings, each as a word. */
    Map<String, String> product(Vignette vignette, List<String> names) {
        Findings findings =
                new Findings(content.findings(), player.chart(vignette), (other, indicator, returned, line) -> false);
        Map<String, String> words = new LinkedHashMap<>();
        names.forEach(name -> words.put(name, word(findings.get(name))));
        return words;
    }

    static String word(@Nullable Object value) {
        return value == null ? "unknown" : value.equals(true) ? "present" : "absent";
    }

    /** Those that CQL reads otherwise, without those that only follow from others. */
    private Map<String, String> differing(Vignette vignette, List<String> names, Map<String, @Nullable Object> inCql) {
        Map<String, String> differing = new TreeMap<>();
        product(vignette, names).forEach((name, product) -> {
            String value = word(inCql.get(name));
            if (!product.equals(value)) {
                differing.put(name, product + ", " + value);
            }
        });
        Map<String, String> first = new LinkedHashMap<>(differing);
        first.keySet()
                .removeIf(name -> extents.get(name) == Extent.GENERATED
                        && content.findings().definition(name).uses().stream().anyMatch(differing::containsKey));
        return first;
    }

    /** The findings whose data are asked for on a hook. */
    List<String> all(String hook) {
        return allByHook.computeIfAbsent(hook, this::askedFor);
    }

    private List<String> askedFor(String hook) {
        Set<String> asked = Set.copyOf(wanted(hook));
        return content.findings().names().stream()
                .filter(name -> extents.containsKey(name) && !restsOnCards(name))
                .filter(name -> content.findings().closure(Set.of(name)).stream()
                        .flatMap(part -> content.findings().definition(part).needs().stream())
                        .allMatch(need -> asked.contains(need.key())))
                .sorted()
                .toList();
    }

    private List<String> wanted(String hook) {
        return wanted.computeIfAbsent(
                hook, h -> allOn.needs(h).stream().map(Need::key).toList());
    }

    /** Findings that CQL reads otherwise and may not leave open, and what follows from no other of them. */
    List<String> faults(Vignette vignette) {
        HookCall call = call(vignette);
        CqlEngine running = engine.engine(call);
        engine.keepAll(running, FINDINGS);
        Map<String, @Nullable Object> values = engine.evaluate(running, FINDINGS, all(vignette.hook()), call, now());
        Map<String, String> differing = differing(vignette, all(vignette.hook()), values);
        return differing.entrySet().stream()
                .filter(one -> extents.get(one.getKey()) == Extent.GENERATED
                        || !one.getValue().endsWith(", unknown"))
                .map(one -> one.getKey() + ": " + one.getValue())
                .toList();
    }

    private boolean restsOnCards(String name) {
        return content.findings().closure(Set.of(name)).stream()
                .anyMatch(part -> content.findings().definition(part) instanceof SimpleFindings.OtherCard);
    }

    Content content() {
        return content;
    }

    /** The finding that a definition is a part of: its name is the longest that the definition's begins with. */
    String findingOf(String definition) {
        String name = definition;
        while (!isFinding(name) && name.lastIndexOf(' ') > 0) {
            name = name.substring(0, name.lastIndexOf(' '));
        }
        return name;
    }

    boolean isFinding(String name) {
        return content.findings().names().contains(name);
    }

    static String word(Finding finding) {
        return finding.isPresent() ? "present" : finding.isAbsent() ? "absent" : "unknown";
    }

    /** The comparisons as a file: counts by card, every difference, and what of the findings is not said in CQL. */
    public String json(List<Comparison> comparisons) {
        ObjectNode file = JsonMapper.shared().createObjectNode();
        file.put("contentHash", content.hash());
        file.put("vignettes", comparisons.size());
        ObjectNode kinds = file.putObject("byKind");
        counts(comparisons, kinds);
        List<Comparison> told = comparisons.stream().filter(Comparison::told).toList();
        file.putObject("withNothingLeftOpen")
                .put("vignettes", told.size())
                .put("same", count(told, Comparison.Kind.SAME));
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
            one.put("nothingLeftOpen", comparison.told());
            one.put("service", comparison.product());
            if (comparison.kind() != Comparison.Kind.SAME) {
                one.put("cql", comparison.cql());
                one.put("kind", comparison.kind().word());
                ArrayNode why = one.putArray("findings");
                new ArrayList<>(comparison.findings()).forEach(why::add);
            }
        }
        return file.toPrettyString() + "\n";
    }

    private static void counts(List<Comparison> comparisons, ObjectNode to) {
        for (Comparison.Kind kind : Comparison.Kind.values()) {
            to.put(kind.word(), count(comparisons, kind));
        }
    }

    static long count(List<Comparison> comparisons, Comparison.Kind kind) {
        return comparisons.stream()
                .filter(comparison -> comparison.kind() == kind)
                .count();
    }
}
