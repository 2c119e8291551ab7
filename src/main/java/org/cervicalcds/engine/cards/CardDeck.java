package org.cervicalcds.engine.cards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.findings.FindingCatalogue;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.jspecify.annotations.Nullable;

/** All card definitions, compiled once; answers any number of charts at the same time. */
public final class CardDeck {
    private final FindingCatalogue catalogue;
    private final Map<String, CardDefinition> cards = new LinkedHashMap<>();
    private final List<Gate> gates;
    private final Rules rules;
    private final Map<String, List<CardDefinition>> byHook = new HashMap<>();
    private final Map<String, Map<String, CardWords>> languages;
    private final Map<String, List<BoundTier>> tiers = new HashMap<>();
    private final Map<String, Set<Need>> needsByCard = new ConcurrentHashMap<>();

    /** Every finding and card that is named must be there; the content loader sees to it. */
    public CardDeck(FindingCatalogue catalogue, Collection<CardDefinition> cards, List<Gate> gates, Rules rules) {
        this(catalogue, cards, gates, rules, Map.of());
    }

    private CardDeck(
            FindingCatalogue catalogue,
            Collection<CardDefinition> cards,
            List<Gate> gates,
            Rules rules,
            Map<String, Map<String, CardWords>> languages) {
        this.languages = languages;
        this.catalogue = catalogue;
        this.gates = List.copyOf(gates);
        this.rules = rules;
        cards.stream()
                .sorted(Comparator.comparingInt(CardDefinition::position).thenComparing(CardDefinition::id))
                .forEach(card -> this.cards.put(card.id(), card));
        for (CardDefinition card : this.cards.values()) {
            tiers.put(card.id(), BoundTier.of(card, catalogue));
            hooks(card).forEach(hook -> byHook.computeIfAbsent(hook, h -> new ArrayList<>())
                    .add(card));
        }
    }

    /** The hooks on which it is evaluated. */
    private static Set<String> hooks(CardDefinition card) {
        Set<String> hooks = new LinkedHashSet<>();
        if (card.showing().isEvaluated()) {
            card.tiers().stream()
                    .filter(tier -> card.showing(tier).isEvaluated())
                    .forEach(tier -> hooks.addAll(tier.hooks()));
        }
        return hooks;
    }

    /** The same deck with one card replaced. */
    public CardDeck with(CardDefinition card) {
        Map<String, CardDefinition> changed = new LinkedHashMap<>(cards);
        changed.put(card.id(), card);
        return new CardDeck(catalogue, changed.values(), gates, rules, languages);
    }

    /** The same deck with another reading of one finding. */
    public CardDeck with(String finding, FindingDefinition definition) {
        return new CardDeck(catalogue.with(finding, definition), cards.values(), gates, rules, languages);
    }

    /**
     * The same deck with other words than English ones.
     *
     * @param words by language (ISO 639, small letters) and card id; a card that is missing there stays English as a whole
     */
    public CardDeck speaking(Map<String, Map<String, CardWords>> words) {
        return new CardDeck(catalogue, cards.values(), gates, rules, Map.copyOf(words));
    }

    /** The languages in which some card speaks, by card id; English is not listed. */
    public Map<String, Map<String, CardWords>> languages() {
        return languages;
    }

    /** What a card says in a language; in English where it has no words in that. */
    public CardWords words(CardDefinition card, Locale locale) {
        Map<String, CardWords> cardsOf = languages.get(locale.getLanguage());
        CardWords words = cardsOf == null ? null : cardsOf.get(card.id());
        return words == null ? CardWords.english(card, rules) : words;
    }

    /** The same deck with a card and all its tiers shown that may be off or kept back; itself where the card is on or not there. */
    public CardDeck withCardOn(String id) {
        CardDefinition card = cards.get(id);
        return card == null || card.isWhollyOn() ? this : with(card.whollyOn());
    }

    /** The findings that the cards which are evaluated, and the gates, are decided by, with all they are made of. */
    public Set<String> findingsInUse() {
        Set<String> findings = new LinkedHashSet<>();
        cards.values().stream()
                .filter(card -> card.showing().isEvaluated())
                .forEach(card -> findings.addAll(findingsInUse(card)));
        gates.forEach(gate -> {
            findings.addAll(gate.when());
            findings.addAll(gate.unless());
        });
        return catalogue.closure(findings);
    }

    /** Decides every card for the chart's hook and returns what is to be sent, the most urgent first (CDSH-RSP-4). */
    public Answer answer(Chart chart) {
        return answer(chart, Suppressor.NONE, Locale.ENGLISH);
    }

    /** As {@link #answer(Chart)}, without the cards that are suppressed. */
    public Answer answer(Chart chart, Suppressor suppressor) {
        return answer(chart, suppressor, Locale.ENGLISH);
    }

    /** As {@link #answer(Chart)}, in a language, without the cards that are suppressed. */
    public Answer answer(Chart chart, Suppressor suppressor, Locale locale) {
        return new CardSelection(this, chart, suppressor, locale).answer();
    }

    /** As {@link #answer}, and says why: every finding of every tier of every card is read. */
    public Answer explain(Chart chart) {
        return explain(chart, Suppressor.NONE, Locale.ENGLISH);
    }

    /** As {@link #explain(Chart)}, without the cards that are suppressed. */
    public Answer explain(Chart chart, Suppressor suppressor) {
        return explain(chart, suppressor, Locale.ENGLISH);
    }

    /** As {@link #explain(Chart)}, in a language, without the cards that are suppressed. */
    public Answer explain(Chart chart, Suppressor suppressor, Locale locale) {
        return new CardSelection(this, chart, suppressor, locale).explained();
    }

    /** What the cards of a hook read, in a fixed order; Patient comes first (CDSH-PFT-11). */
    public List<Need> needs(String hook) {
        Set<String> findings = new LinkedHashSet<>();
        boolean creates = false;
        for (CardDefinition card : withDependencies(hook)) {
            findings.addAll(findingsInUse(card));
            creates |= card.suggestions().stream()
                    .flatMap(suggestion -> suggestion.actions().stream())
                    .anyMatch(CardDefinition.CreateOrder.class::isInstance);
        }
        if (findings.isEmpty()) {
            return List.of();
        }
        for (Gate gate : gates) {
            findings.addAll(gate.when());
            findings.addAll(gate.unless());
        }
        Set<Need> needs = new LinkedHashSet<>(catalogue.needs(findings));
        needs.add(Need.PATIENT);
        needs.add(Need.CONDITIONS);
        needs.add(Need.ENCOUNTER);
        if (creates) {
            needs.add(Need.SERVICE_REQUESTS);
        }
        Hook known = Hook.named(hook);
        if (known == null || known.orders() != Hook.Orders.DISPATCHED) {
            needs.remove(Need.PERFORMER);
        }
        return needs.stream().sorted(PREFETCH_ORDER).toList();
    }

    /** What one card reads, in a fixed order. */
    Set<Need> needs(CardDefinition card) {
        return needsByCard.computeIfAbsent(card.id(), id -> catalogue.needs(findingsInUse(card)).stream()
                .sorted(PREFETCH_ORDER)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** How far back the findings look that read a need; empty where that is not limited. */
    public Optional<Duration> lookBack(Need need) {
        return catalogue.lookBack(need);
    }

    private static final List<Need> FIRST = List.of(
            Need.PATIENT,
            Need.CONDITIONS,
            Need.ENCOUNTER,
            Need.DIAGNOSTIC_REPORTS,
            Need.PROCEDURES,
            Need.IMAGING_STUDIES,
            Need.SERVICE_REQUESTS,
            Need.PERFORMER,
            Need.MEDICATION_REQUESTS,
            Need.MEDICATION_STATEMENTS,
            Need.MEDICATION_DISPENSES,
            Need.MEDICATION_ADMINISTRATIONS);
    private static final Comparator<Need> PREFETCH_ORDER = Comparator.<Need>comparingInt(
                    need -> FIRST.contains(need) ? FIRST.indexOf(need) : FIRST.size())
            .thenComparing(Need::key);

    /** The cards evaluated on a hook, and the cards their findings depend on. */
    private Collection<CardDefinition> withDependencies(String hook) {
        Map<String, CardDefinition> reached = new LinkedHashMap<>();
        List<CardDefinition> open = new ArrayList<>(evaluatedOn(hook));
        while (!open.isEmpty()) {
            CardDefinition card = open.remove(open.size() - 1);
            if (reached.putIfAbsent(card.id(), card) == null) {
                for (String finding : catalogue.closure(findingsOf(card))) {
                    if (catalogue.definition(finding) instanceof SimpleFindings.OtherCard other
                            && cards.containsKey(other.card())) {
                        open.add(cards.get(other.card()));
                    }
                }
            }
        }
        return reached.values();
    }

    /** The findings that a card names, without what those are made of. */
    public static Set<String> findingsOf(CardDefinition card) {
        return findingsOf(card, card.tiers());
    }

    /** As {@link #findingsOf}, without those of tiers that are off. */
    private static Set<String> findingsInUse(CardDefinition card) {
        return findingsOf(
                card,
                card.tiers().stream()
                        .filter(tier -> card.showing(tier).isEvaluated())
                        .toList());
    }

    private static Set<String> findingsOf(CardDefinition card, List<CardDefinition.Tier> tiers) {
        Set<String> findings = new LinkedHashSet<>(card.orders());
        tiers.forEach(tier -> {
            findings.addAll(tier.when());
            findings.addAll(tier.unless());
            tier.says().forEach(line -> {
                findings.addAll(line.when());
                findings.addAll(line.unless());
            });
        });
        card.detail().forEach(line -> {
            findings.addAll(line.when());
            findings.addAll(line.unless());
        });
        card.words().values().forEach(words -> findings.addAll(words.texts().keySet()));
        card.suggestions().forEach(suggestion -> {
            findings.addAll(suggestion.when());
            findings.addAll(suggestion.unless());
            if (suggestion.forEach() != null) {
                findings.add(suggestion.forEach());
            }
        });
        return findings;
    }

    /** The tiers of one of these cards that are evaluated. */
    List<BoundTier> tiers(CardDefinition card) {
        return tiers.getOrDefault(card.id(), List.of());
    }

    List<CardDefinition> evaluatedOn(String hook) {
        return Collections.unmodifiableList(byHook.getOrDefault(hook, List.of()));
    }

    /** Some card is evaluated on the hook. */
    public boolean speaksOn(String hook) {
        return !evaluatedOn(hook).isEmpty();
    }

    public Collection<CardDefinition> definitions() {
        return List.copyOf(cards.values());
    }

    /** The gates that may keep a card back. */
    public List<Gate> gatesOf(CardDefinition card) {
        return gates.stream().filter(gate -> !gate.spares().contains(card.id())).toList();
    }

    public @Nullable CardDefinition card(String id) {
        return cards.get(id);
    }

    FindingCatalogue catalogue() {
        return catalogue;
    }

    List<Gate> gates() {
        return gates;
    }

    public Rules rules() {
        return rules;
    }
}
