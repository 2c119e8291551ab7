package org.cervicalcds.export;

import static org.cervicalcds.export.cql.CqlText.name;
import static org.cervicalcds.export.cql.CqlText.string;
import static org.cervicalcds.export.cql.CqlText.strings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.findings.CompositionCql;
import org.cervicalcds.export.findings.Findings;
import org.cervicalcds.export.findings.Search;

/** The library of one card: its tiers, which of them decides, and what keeps it back. */
final class CardLibrary {
    static final String SHARED = "CervicalFindings";
    private static final String SHOWN = "Is shown on this hook";
    private static final String LINES = "Lines that are told";

    private final Content content;
    private final Findings findings;
    private final CompositionCql compositions;
    private final CardDefinition card;

    CardLibrary(Content content, Findings findings, CardDefinition card) {
        this.content = content;
        this.findings = findings;
        this.compositions =
                new CompositionCql(findings.evidence(), findings.assumed(), name -> !findings.isOfCards(name));
        this.card = card;
    }

    /** The findings about other cards that its tiers ask for, with those made of them. */
    static Set<String> ofCards(Content content, Findings findings, CardDefinition card) {
        Set<String> named = new LinkedHashSet<>();
        card.tiers().forEach(tier -> {
            named.addAll(tier.when());
            named.addAll(tier.unless());
        });
        card.suggestions().forEach(suggestion -> {
            named.addAll(suggestion.when());
            named.addAll(suggestion.unless());
        });
        Set<String> own = new TreeSet<>(content.findings().closure(named));
        own.removeIf(name -> !findings.isOfCards(name));
        return own;
    }

    /** The other cards that it asks about. */
    static Set<String> others(Content content, Findings findings, CardDefinition card) {
        Set<String> others = new TreeSet<>();
        for (String name : ofCards(content, findings, card)) {
            if (content.findings().definition(name) instanceof SimpleFindings.OtherCard other) {
                others.add(other.card());
            }
        }
        return others;
    }

    static String tierName(int index, Tier tier) {
        return "tier " + (index + 1) + ": " + tier.indicator().code()
                + (tier.line().isEmpty() ? "" : ", " + tier.line());
    }

    Library write(String version) {
        LibraryText text = new LibraryText(CqlText.library(card.id()), card.title(), version);
        text.include("CervicalChart", "Chart");
        text.include(SHARED, "Findings");
        others(content, findings, card).forEach(other -> text.include(CqlText.library(other), CqlText.library(other)));
        text.context();
        for (String name : ofCards(content, findings, card)) {
            text.define(ofCard(name));
        }
        for (int i = 0; i < card.tiers().size(); i++) {
            text.define(tier(i));
        }
        text.define(decided());
        text.define(keptBack());
        text.define(outcome());
        suggestions(text);
        return text.library();
    }

    private List<Definition> ofCard(String name) {
        var definition = content.findings().definition(name);
        var written = content.text().findings().get(name);
        List<String> comments =
                List.of(name + (written == null || written.means() == null ? "" : ": " + written.means()));
        List<Definition> definitions = new ArrayList<>();
        if (definition instanceof SimpleFindings.OtherCard other) {
            definitions.add(Definition.of(name, reaches(other)));
        } else if (definition instanceof Composition composition) {
            definitions.addAll(compositions.write(name, composition, false).definitions());
        } else {
            throw new IllegalStateException("no CQL for a finding that rests on another card: " + name);
        }
        definitions.set(0, definitions.get(0).saying(comments));
        return definitions;
    }

    private String reaches(SimpleFindings.OtherCard other) {
        CardDefinition asked = content.deck().card(other.card());
        if (asked == null || !asked.on()) {
            return "false";
        }
        String library = CqlText.library(other.card());
        List<String> indicators = new ArrayList<>();
        for (Indicator indicator : Indicator.values()) {
            if (indicator.atLeast(Indicator.valueOf(other.indicator().toUpperCase(Locale.ROOT)))) {
                indicators.add(indicator.code());
            }
        }
        List<String> conditions = new ArrayList<>();
        conditions.add("Coalesce(" + library + ".\"Indicator\" in " + strings(indicators) + ", false)");
        if (!other.line().isEmpty()) {
            conditions.add("Coalesce(" + library + ".\"Line\" = " + string(other.line()) + ", false)");
        }
        if (other.returned()) {
            conditions.add(library + "." + name(SHOWN));
        }
        return CqlText.all(conditions);
    }

    private Definition tier(int index) {
        Tier tier = card.tiers().get(index);
        List<String> parts = new ArrayList<>();
        tier.when().forEach(finding -> parts.add(compositions.refer(finding, tier.assumesAbsent())));
        tier.unless()
                .forEach(finding -> parts.add(
                        tier.assumesAbsent()
                                ? "(" + compositions.refer(finding, false) + " is not true)"
                                : "not " + compositions.refer(finding, false)));
        return Search.define(
                        tierName(index, tier),
                        List.of(String.join("\n  and ", parts).split("\n")))
                .saying(List.of(
                        tier.summary().toString().replace('\n', ' '), "on " + String.join(", ", sorted(tier.hooks()))));
    }

    private static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().toList();
    }

    private List<Definition> decided() {
        List<String> number = new ArrayList<>(List.of("case"));
        List<String> indicator = new ArrayList<>(List.of("case \"Tier\""));
        List<String> line = new ArrayList<>(List.of("case \"Tier\""));
        List<String> unknown = new ArrayList<>();
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < card.tiers().size(); i++) {
            Tier tier = card.tiers().get(i);
            String name = name(tierName(i, tier));
            number.add("  when " + name + " then " + (i + 1));
            indicator.add(
                    "  when " + (i + 1) + " then " + string(tier.indicator().code()));
            if (!tier.line().isEmpty() && isReadOf(other -> other.line().equals(tier.line()))) {
                line.add("  when " + (i + 1) + " then " + string(tier.line()));
            }
            unknown.add(name);
            all.addAll(tier.hooks());
        }
        number.add("  else null as Integer");
        number.add("end");
        indicator.add("  else null as String");
        indicator.add("end");
        line.add("  else null as String");
        line.add("end");
        List<Definition> decided = new ArrayList<>(List.of(
                Search.define("Matching tier", number)
                        .saying(List.of("The first tier that holds; one that cannot be told is passed over.")),
                Search.define(
                        "Is undetermined",
                        List.of((keptBackForSome().isEmpty() ? "" : "\"Matching tier\" is null and ") + "exists (({ "
                                + String.join(", ", unknown) + " }) T where T is null return all true)")),
                Definition.of("Tier", "if \"Is kept back\" then null as Integer else \"Matching tier\""),
                Search.define("Indicator", indicator),
                Definition.of("Is asked on this hook", "Chart.\"Hook\" in " + strings(all))));
        boolean isRead = isReadOf(SimpleFindings.OtherCard::returned);
        if (isRead || !isShownWhereAsked()) {
            List<String> conditions = new ArrayList<>();
            if (isRead) {
                conditions.add("\"Is asked on this hook\"");
                conditions.add("\"Tier\" is not null");
            }
            hidden(all)
                    .forEach((tiers, hooks) -> conditions.add(
                            "not Coalesce(Chart.\"Hook\" in " + strings(hooks) + " and " + isTier(tiers) + ", false)"));
            decided.add(Search.define(
                    SHOWN, List.of(String.join("\n  and ", conditions).split("\n"))));
        }
        if (isReadOf(other -> !other.line().isEmpty())) {
            decided.add(Search.define("Line", line));
        }
        return decided;
    }

    /** The tiers that are not shown on some hooks of the card, and these. */
    private Map<List<String>, List<String>> hidden(Set<String> hooks) {
        Map<List<String>, List<String>> hidden = new LinkedHashMap<>();
        for (String hook : hooks) {
            List<String> tiers = IntStream.range(0, card.tiers().size())
                    .filter(tier -> !card.tiers().get(tier).hooks().contains(hook))
                    .mapToObj(tier -> String.valueOf(tier + 1))
                    .toList();
            if (!tiers.isEmpty()) {
                hidden.computeIfAbsent(tiers, t -> new ArrayList<>()).add(hook);
            }
        }
        return hidden;
    }

    /** Every tier is shown on every hook of the card. */
    private boolean isShownWhereAsked() {
        return card.tiers().stream()
                        .map(tier -> sorted(tier.hooks()))
                        .distinct()
                        .count()
                == 1;
    }

    /** Some other card asks this of this one. */
    private boolean isReadOf(Predicate<SimpleFindings.OtherCard> asked) {
        return content.findings().names().stream()
                .map(content.findings()::definition)
                .anyMatch(definition -> definition instanceof SimpleFindings.OtherCard other
                        && other.card().equals(card.id())
                        && asked.test(other));
    }

    private static boolean isForAll(Gate gate) {
        return gate.indicators().size() == Indicator.values().length;
    }

    private static String closed(Gate gate) {
        return "Findings." + name("gate " + gate.name());
    }

    /** The gates that keep some tiers back and others not, as conditions. */
    private List<String> keptBackForSome() {
        List<String> reasons = new ArrayList<>();
        for (Gate gate : content.deck().gatesOf(card)) {
            List<String> tiers = new ArrayList<>();
            for (int i = 0; i < card.tiers().size(); i++) {
                if (gate.indicators().contains(card.tiers().get(i).indicator())) {
                    tiers.add(String.valueOf(i + 1));
                }
            }
            if (!isForAll(gate) && !tiers.isEmpty()) {
                reasons.add(
                        tiers.size() == card.tiers().size()
                                ? closed(gate)
                                : "(" + closed(gate) + " and Coalesce(\"Matching tier\" in { "
                                        + String.join(", ", tiers) + " }, false))");
            }
        }
        return reasons;
    }

    private List<Definition> keptBack() {
        List<String> always = new ArrayList<>(List.of("not Chart.\"Has patient\""));
        content.deck().gatesOf(card).stream()
                .filter(CardLibrary::isForAll)
                .map(CardLibrary::closed)
                .forEach(always::add);
        List<String> reasons = new ArrayList<>(List.of("\"Is kept back whatever holds\""));
        reasons.addAll(keptBackForSome());
        return List.of(
                Search.define(
                        "Is kept back", List.of(String.join("\n  or ", reasons).split("\n"))),
                Search.define(
                        "Is kept back whatever holds",
                        List.of(String.join("\n  or ", always).split("\n"))));
    }

    private Definition outcome() {
        return Search.define(
                        "Outcome",
                        List.of(
                                "if not \"Is asked on this hook\" or \"Is kept back whatever holds\" then 'silent'",
                                "else if \"Tier\" is not null then "
                                        + (isShownWhereAsked()
                                                ? "\"Indicator\""
                                                : "(if " + name(SHOWN) + " then \"Indicator\" else 'silent')"),
                                "else if \"Is undetermined\" then 'undetermined'",
                                "else 'silent'"))
                .saying(
                        List.of(
                                "critical, warning, info, silent or undetermined; what holds between cards comes after (CervicalAnswer)."));
    }

    /** When each suggestion is made; whether the same is ordered already is left to the system that shows it. */
    private void suggestions(LibraryText text) {
        boolean several = card.together() > 1
                && card.suggestions().stream()
                        .anyMatch(suggestion -> !suggestion.lines().isEmpty()
                                || !suggestion.notLines().isEmpty());
        if (several) {
            text.define(lines());
        }
        for (int i = 0; i < card.suggestions().size(); i++) {
            text.define(suggestion(i));
        }
    }

    /** What a card that tells several tiers together tells about. */
    private Definition lines() {
        Map<List<String>, List<String>> byHooks = new LinkedHashMap<>();
        for (int i = 0; i < card.tiers().size(); i++) {
            Tier tier = card.tiers().get(i);
            boolean isAsked = card.suggestions().stream()
                    .anyMatch(suggestion -> suggestion.lines().contains(tier.line())
                            || suggestion.notLines().contains(tier.line()));
            if (!isAsked) {
                continue;
            }
            byHooks.computeIfAbsent(sorted(tier.hooks()), hooks -> new ArrayList<>())
                    .add("if " + name(tierName(i, tier)) + " then " + string(tier.line()) + " else null as String");
        }
        List<String> lists = new ArrayList<>();
        byHooks.forEach((hooks, tiers) -> lists.add("  if Chart.\"Hook\" in " + strings(hooks) + " then {\n    "
                + String.join(",\n    ", tiers) + "\n  } else List<String>{}"));
        List<String> body = ("(flatten {\n" + String.join(",\n", lists) + "\n}) L where L is not null")
                .lines()
                .toList();
        return Search.define(LINES, body)
                .saying(List.of("Of every tier that holds on this hook, if a suggestion asks for it."));
    }

    private Definition suggestion(int index) {
        CardDefinition.SuggestionDefinition suggestion = card.suggestions().get(index);
        boolean several = card.together() > 1;
        List<String> tiers = new ArrayList<>();
        List<String> assuming = new ArrayList<>();
        for (int t = 0; t < card.tiers().size(); t++) {
            Tier tier = card.tiers().get(t);
            boolean meant = suggestion.indicators().contains(tier.indicator())
                    && (several
                            || (suggestion.lines().isEmpty()
                                            || suggestion.lines().contains(tier.line()))
                                    && !suggestion.notLines().contains(tier.line()));
            if (meant) {
                tiers.add(String.valueOf(t + 1));
                if (tier.assumesAbsent()) {
                    assuming.add(String.valueOf(t + 1));
                }
            }
        }
        List<String> conditions = new ArrayList<>();
        if (tiers.isEmpty()) {
            conditions.add("false");
        } else if (tiers.size() < card.tiers().size()) {
            conditions.add("Coalesce(" + isTier(tiers) + ", false)");
        }
        if (several && !suggestion.lines().isEmpty()) {
            conditions.add("exists (" + name(LINES) + " L where L in " + strings(sorted(suggestion.lines())) + ")");
        }
        if (several && !suggestion.notLines().isEmpty()) {
            conditions.add(
                    "not exists (" + name(LINES) + " L where L in " + strings(sorted(suggestion.notLines())) + ")");
        }
        suggestion.when().forEach(finding -> conditions.add("(" + read(finding, tiers, assuming) + " is true)"));
        suggestion.unless().forEach(finding -> conditions.add("(" + read(finding, tiers, assuming) + " is not true)"));
        if (conditions.isEmpty()) {
            conditions.add("\"Tier\" is not null");
        }
        return Search.define(
                        suggests(index),
                        List.of(String.join("\n  and ", conditions).split("\n")))
                .saying(List.of(suggestion.label().toString()));
    }

    private static String isTier(List<String> tiers) {
        return "\"Tier\" in { " + String.join(", ", tiers) + " }";
    }

    /**
     * As the tier that decides reads it.
     *
     * @param tiers those that may decide
     * @param assuming those of them that take what is unknown for absent
     */
    private String read(String finding, List<String> tiers, List<String> assuming) {
        String plain = compositions.refer(finding, false);
        String other = compositions.refer(finding, true);
        if (assuming.equals(tiers)) {
            return other;
        }
        return assuming.isEmpty() || other.equals(plain)
                ? plain
                : "(if " + isTier(assuming) + " then " + other + " else " + plain + ")";
    }

    static String suggests(int suggestion) {
        return "makes suggestion " + (suggestion + 1);
    }
}
