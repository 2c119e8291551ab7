package org.cervicalcds.content;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cervicalcds.content.cards.CardText;
import org.cervicalcds.content.cards.EvidenceStatement;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.ClinicalRules;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.findings.FindingCatalogue;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.engine.findings.images.ImageClear;
import org.cervicalcds.engine.findings.images.ImageDanger;

/**
 * The hash of each card: SHA-256 over everything that decides it and everything it says.
 *
 * <p>That is its own file without {@code status}, {@code tier-status} and {@code review}, the findings and gates it depends on with all they are made of, the codes
 * and labels of their value sets and how codes are matched, their phrases with the words that negate them, how image reports are read, the values of the settings
 * they are read with, the tiers and gates of cards they ask about, the evidence it cites, its override reasons with how long they hold, and what holds for all
 * cards. Comments, layout and the order of keys are not in it. What is signed is this and the version of the engine's {@link ClinicalRules}.
 */
final class CardHashes {
    /** Settings that are read for suggestions, whatever the findings say. */
    private static final String EXISTING_ORDERS = "existing-order-days";

    /** Settings by which every record is read and every answer is made. */
    private static final List<String> OF_ALL = List.of("time-zone", "ended-visit-days", "report-text-max", "max-cards");

    private final FindingCatalogue findings;
    private final CardDeck deck;
    private final ContentText text;
    private final ContentSettings settings;
    private final Map<String, EvidenceStatement> evidence;

    CardHashes(
            FindingCatalogue findings,
            CardDeck deck,
            ContentText text,
            ContentSettings settings,
            Map<String, EvidenceStatement> evidence) {
        this.findings = findings;
        this.deck = deck;
        this.text = text;
        this.settings = settings;
        this.evidence = evidence;
    }

    static CardHashes of(Content content) {
        return new CardHashes(
                content.findings(), content.deck(), content.text(), content.settings(), content.evidence());
    }

    Map<String, String> all() {
        Map<String, String> hashes = new LinkedHashMap<>();
        deck.definitions().forEach(card -> hashes.put(card.id(), hash(card)));
        return hashes;
    }

    /** What is signed: the hashes of the content and the version of the clinical rules. */
    static Map<String, String> under(int rules, Map<String, String> contentHashes) {
        Map<String, String> hashes = new LinkedHashMap<>();
        contentHashes.forEach((card, hash) -> hashes.put(card, under(rules, hash)));
        return hashes;
    }

    private static String under(int rules, String contentHash) {
        return sha256(contentHash + "\nclinical rules " + rules);
    }

    /** The earlier version of the clinical rules under which this content has the signed hash; 0 where it has it under none. */
    static int rulesOf(String signed, String contentHash, int rules) {
        for (int earlier = rules - 1; earlier > 0; earlier--) {
            if (under(earlier, contentHash).equals(signed)) {
                return earlier;
            }
        }
        return 0;
    }

    private String hash(CardDefinition card) {
        return sha256(canonical(card));
    }

    /** What is hashed, as JSON with sorted keys. */
    String canonical(CardDefinition card) {
        StringBuilder json = new StringBuilder();
        write(json, whole(card), true);
        return json.toString();
    }

    /** Everything that decides a card and that it says. */
    Map<String, Object> whole(CardDefinition card) {
        Map<String, Object> own = new LinkedHashMap<>(written(card.id()).keys());
        own.remove("status");
        own.remove("tier-status");
        own.remove("review");
        Map<String, Object> gates = new TreeMap<>();
        Set<String> open = new LinkedHashSet<>(CardDeck.findingsOf(card));
        open.addAll(behindGates(card, gates));
        Map<String, Object> reasons = new TreeMap<>();
        for (OverrideReason reason : card.overrideReasons()) {
            List<String> unlessOn = reason.unlessOn().getOrDefault(card.id(), List.of());
            open.addAll(reason.unless());
            open.addAll(unlessOn);
            reasons.put(
                    reason.code(),
                    List.of(
                            reason.display(),
                            reason.settled(),
                            reason.days(),
                            reason.criticalDays(),
                            reason.encounter(),
                            reason.unless(),
                            unlessOn));
        }
        List<String> pair = deck.rules().oneOrderOneCard();
        List<String> ownPair = pair != null && pair.contains(card.id()) ? pair : List.of();
        Map<String, Object> others = new TreeMap<>();
        ownPair.stream()
                .filter(other -> !other.equals(card.id()))
                .forEach(other -> open.addAll(behind(other, others, gates)));
        Set<String> reached = closure(open, others, gates);

        Map<String, Object> whole = new TreeMap<>();
        whole.put("card", own);
        whole.put("gates", gates);
        whole.put("other-cards", others);
        whole.put("override-reasons", reasons);
        whole.put("evidence", statements(card));
        whole.put("closing-line", deck.rules().closing());
        whole.put("units", text.units());
        whole.put("one-order-one-card", ownPair);
        whole.put("info-only-alone-on", new TreeSet<>(deck.rules().infoOnlyAlone()));
        whole.put("code-systems", text.codeSystems());
        Set<String> sets = new LinkedHashSet<>();
        if (own.toString().contains("name}")) {
            whole.put("names", text.names());
            deck.rules().names().names().forEach(name -> sets.add(name.set().id()));
        }
        addFindings(whole, reached, card, sets);
        return whole;
    }

    /** One value as it is hashed. */
    static String canonical(Object value) {
        StringBuilder json = new StringBuilder();
        write(json, value, true);
        return json.toString();
    }

    /** The findings of the gates that may keep a card back, which are gathered on the way. */
    private Set<String> behindGates(CardDefinition card, Map<String, Object> gates) {
        Set<String> findings = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        for (Gate gate : deck.gatesOf(card)) {
            names.add(gate.name());
            gates.put(gate.name(), withoutKey(text.gates().getOrDefault(gate.name(), Map.of()), "spares"));
            findings.addAll(gate.when());
            findings.addAll(gate.unless());
        }
        gates.put("of " + card.id(), names);
        return findings;
    }

    /** @param sets value sets that are read besides those of the findings */
    private void addFindings(
            Map<String, Object> whole, Set<String> reached, CardDefinition card, Collection<String> sets) {
        Map<String, Object> definitions = new TreeMap<>();
        Map<String, Object> valueSets = new TreeMap<>();
        sets.forEach(id -> valueSets.put(id, valueSet(id)));
        Map<String, Object> phrases = new TreeMap<>();
        Map<String, Object> values = new TreeMap<>();
        for (String name : reached) {
            FindingText finding = text.findings().get(name);
            if (finding != null) {
                definitions.put(name, finding.keys());
                finding.valueSets().forEach(id -> valueSets.put(id, valueSet(id)));
                finding.phrases()
                        .forEach(list -> phrases.put(list, text.phrases().getOrDefault(list, List.of())));
                finding.settings().forEach(setting -> values.put(setting, settings.value(setting)));
            }
        }
        OF_ALL.forEach(setting -> values.put(setting, settings.value(setting)));
        written(card.id()).settings().forEach(setting -> values.put(setting, settings.value(setting)));
        card.suggestions().stream()
                .flatMap(suggestion -> suggestion.actions().stream())
                .filter(CreateOrder.class::isInstance)
                .map(CreateOrder.class::cast)
                .forEach(create -> {
                    values.put(EXISTING_ORDERS, settings.value(EXISTING_ORDERS));
                    create.sameOrder().forEach(set -> valueSets.put(set.id(), valueSet(set.id())));
                });
        whole.put("findings", definitions);
        whole.put("value-sets", valueSets);
        whole.put("phrases", phrases);
        boolean readsImages = reached.stream().map(findings::definition).anyMatch(CardHashes::readsImages);
        if (readsImages) {
            whole.put("image-reports", text.imageReports());
        }
        if (readsImages || !phrases.isEmpty()) {
            whole.put("languages", text.languages());
        }
        whole.put("settings", values);
    }

    private static boolean readsImages(FindingDefinition definition) {
        return definition instanceof ImageDanger || definition instanceof ImageClear;
    }

    /** All findings that are reached, also through the tiers of other cards, which are gathered on the way. */
    private Set<String> closure(Set<String> start, Map<String, Object> others, Map<String, Object> gates) {
        Set<String> reached = new LinkedHashSet<>();
        Set<String> open = new LinkedHashSet<>(start);
        while (!open.isEmpty()) {
            Set<String> next = new LinkedHashSet<>();
            for (String name : findings.closure(open)) {
                if (reached.add(name) && findings.definition(name) instanceof SimpleFindings.OtherCard other) {
                    next.addAll(behind(other.card(), others, gates));
                }
            }
            open = next;
        }
        return reached;
    }

    /** The findings by which another card is decided, once; its tiers and gates are gathered on the way. */
    private Set<String> behind(String id, Map<String, Object> others, Map<String, Object> gates) {
        CardDefinition card = deck.card(id);
        Set<String> findings = new LinkedHashSet<>();
        if (card != null && others.put(id, tiers(id)) == null) {
            findings.addAll(behindGates(card, gates));
            card.tiers().forEach(tier -> {
                findings.addAll(tier.when());
                findings.addAll(tier.unless());
            });
        }
        return findings;
    }

    private Map<String, Object> statements(CardDefinition card) {
        Map<String, Object> statements = new TreeMap<>();
        for (String id : card.evidence()) {
            EvidenceStatement statement = evidence.get(id);
            if (statement != null) {
                statements.put(
                        id,
                        List.of(
                                statement.citation(),
                                String.valueOf(statement.address()),
                                statement.strength(),
                                statement.says(),
                                statement.limits()));
            }
        }
        return statements;
    }

    private CardText written(String card) {
        return text.cards().getOrDefault(card, new CardText(card, Map.of(), Set.of()));
    }

    private Object tiers(String card) {
        return written(card).keys().getOrDefault("tiers", List.of());
    }

    private Map<String, Object> valueSet(String id) {
        ValueSetText set = text.valueSets().get(id);
        return set == null
                ? Map.of()
                : Map.of(
                        "title", set.title(),
                        "body-region", set.bodyRegion(),
                        "codes", set.codes(),
                        "never", set.never(),
                        "only-with-neck-named", set.onlyWithNeckNamed(),
                        "only-with-words", set.onlyWithWords(),
                        "never-with-words", set.neverWithWords());
    }

    private static Map<String, Object> withoutKey(Map<String, Object> mapping, String key) {
        Map<String, Object> less = new LinkedHashMap<>(mapping);
        less.remove(key);
        return less;
    }

    /** Keys are sorted, but for the texts of a word, where the first that holds is used. */
    private static void write(StringBuilder json, Object value, boolean sorted) {
        if (value instanceof Map<?, ?> mapping) {
            json.append('{');
            (sorted ? new TreeMap<>(mapping) : mapping).forEach((key, element) -> {
                write(json, key, true);
                json.append(':');
                write(json, element, !key.equals("first") && !key.equals("all"));
                json.append(',');
            });
            json.append('}');
        } else if (value instanceof List<?> list) {
            json.append('[');
            list.forEach(element -> {
                write(json, element, true);
                json.append(',');
            });
            json.append(']');
        } else if (value instanceof BigDecimal number) {
            json.append(number.stripTrailingZeros().toPlainString());
        } else if (value instanceof Boolean) {
            json.append(value);
        } else {
            json.append('"')
                    .append(String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
