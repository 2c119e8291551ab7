package org.cervicalcds.content;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.cards.Card;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.CardDefinition.Line;
import org.cervicalcds.cards.CardDefinition.Tier;
import org.cervicalcds.cards.Indicator;
import org.cervicalcds.cards.OverrideReason;
import org.cervicalcds.cards.Template;
import org.cervicalcds.cards.Words;
import org.cervicalcds.findings.FindingDefinition;
import org.cervicalcds.terminology.CodeSystem;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** Reads the cards: one folder each, whose name is the id of the card. */
final class CardFiles {
    private static final Set<String> HOOKS = Set.of("patient-view", "order-select", "order-sign");

    private final YamlFiles yaml;
    private final Map<String, FindingDefinition> findings;
    private final Map<String, EvidenceStatement> evidence;
    private final Map<String, OverrideReason> reasons;
    private final SuggestionFields suggestionFields;
    private final Problems problems;
    private final Map<String, Map<String, Object>> written = new LinkedHashMap<>();

    CardFiles(
            YamlFiles yaml,
            Terminology terminology,
            Map<String, CodeSystem> systems,
            Map<String, FindingDefinition> findings,
            Map<String, EvidenceStatement> evidence,
            Map<String, OverrideReason> reasons,
            Settings settings,
            Problems problems) {
        this.yaml = yaml;
        this.findings = findings;
        this.evidence = evidence;
        this.reasons = reasons;
        this.suggestionFields = new SuggestionFields(terminology, systems, findings.keySet(), settings);
        this.problems = problems;
    }

    List<CardDefinition> read() {
        List<CardDefinition> cards = new ArrayList<>();
        for (String path : yaml.paths()) {
            if (path.endsWith("/card.yaml")) {
                Fields fields = yaml.read(path);
                String id = path.substring(0, path.length() - "/card.yaml".length());
                cards.add(card(id, fields));
                written.put(id, fields.plain());
                fields.end();
            } else if (path.endsWith("/vignettes.yaml")) {
                yaml.leave(path);
                if (!yaml.paths().contains(path.replace("/vignettes.yaml", "/card.yaml"))) {
                    problems.add(path, "", "stands beside no card.yaml");
                }
            }
        }
        return cards;
    }

    /** The cards as they were written, by id; a text that is the name of a setting stands for it. */
    Map<String, CardText> written(Set<String> settings) {
        Map<String, CardText> cards = new LinkedHashMap<>();
        written.forEach((id, keys) -> {
            Set<String> named = new TreeSet<>();
            collectTexts(keys, named);
            named.retainAll(settings);
            cards.put(id, new CardText(id, keys, named));
        });
        return cards;
    }

    private static void collectTexts(Object value, Set<String> texts) {
        if (value instanceof Map<?, ?> mapping) {
            mapping.values().forEach(element -> collectTexts(element, texts));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collectTexts(element, texts));
        } else if (value instanceof String text) {
            texts.add(text);
        }
    }

    private CardDefinition card(String id, Fields fields) {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            fields.problem("", "the folder must be written in lower case with hyphens");
        }
        List<Tier> tiers = tiers(fields);
        Map<String, Words> words = words(fields);
        List<Line> detail = detail(fields);
        var suggestions = suggestionFields.read(fields);
        List<String> statements = ContentLoader.known(fields, "evidence", "evidence statement", evidence.keySet());
        if (statements.isEmpty()) {
            fields.problem("evidence", "is missing");
        }
        CardDefinition card = new CardDefinition(
                id,
                fields.text("title"),
                fields.number("position"),
                StatusFields.card(fields),
                StatusFields.tiers(fields, tiers),
                tiers,
                ContentLoader.known(fields, "orders", "finding", findings.keySet()),
                words,
                detail,
                suggestions,
                selectionBehavior(fields, !suggestions.isEmpty()),
                overrideReasons(fields),
                source(fields, statements),
                links(statements),
                statements,
                required(fields, "known-limits"),
                review(fields));
        new CardChecks(card, fields, findings.keySet()).check();
        return card;
    }

    private List<Tier> tiers(Fields fields) {
        List<Tier> tiers = new ArrayList<>();
        Indicator before = Indicator.CRITICAL;
        for (Fields tier : fields.objects("tiers")) {
            Indicator indicator = tier.word("indicator", Indicator.class, null);
            if (indicator.compareTo(before) < 0) {
                tier.problem("indicator", "comes after a less urgent tier; the most urgent come first");
            }
            before = indicator;
            List<String> hooks = required(tier, "hooks");
            hooks.stream()
                    .filter(hook -> !HOOKS.contains(hook))
                    .forEach(hook -> problems.unknown(tier.file(), tier.path("hooks"), "hook", hook, HOOKS));
            required(tier, "when");
            tiers.add(new Tier(
                    indicator,
                    new LinkedHashSet<>(hooks),
                    ContentLoader.known(tier, "when", "finding", findings.keySet()),
                    ContentLoader.known(tier, "unless", "finding", findings.keySet()),
                    Template.parse(tier.text("summary"))));
            tier.end();
        }
        if (tiers.isEmpty()) {
            fields.problem("tiers", "is missing");
        }
        return tiers;
    }

    private static List<String> required(Fields fields, String key) {
        List<String> texts = fields.texts(key);
        if (texts.isEmpty()) {
            fields.problem(key, "is missing");
        }
        return texts;
    }

    private Map<String, Words> words(Fields fields) {
        Map<String, Words> words = new LinkedHashMap<>();
        fields.optional(
                "words",
                all -> all.eachObject((name, word) -> {
                    boolean every = word.has("all");
                    String key = every ? "all" : "first";
                    if (!word.has(key)) {
                        word.problem("first", "is missing (or all)");
                    }
                    Map<String, Template> texts = new LinkedHashMap<>();
                    word.textsByName(key).forEach((finding, text) -> {
                        if (findings.containsKey(finding)) {
                            texts.put(finding, Template.parse(text));
                        } else {
                            problems.unknown(word.file(), word.path(key), "finding", finding, findings.keySet());
                        }
                    });
                    String otherwise = word.optionalText("otherwise");
                    words.put(name, new Words(every, texts, otherwise == null ? "" : otherwise));
                }));
        return words;
    }

    private List<Line> detail(Fields fields) {
        List<Line> lines = new ArrayList<>();
        for (Fields line : fields.objects("detail")) {
            lines.add(new Line(
                    Template.parse(line.text("text")),
                    CommonFiles.indicators(line, "tiers"),
                    ContentLoader.known(line, "when", "finding", findings.keySet()),
                    ContentLoader.known(line, "unless", "finding", findings.keySet()),
                    ContentLoader.known(line, "evidence", "evidence statement", evidence.keySet())));
            line.end();
        }
        if (lines.isEmpty()) {
            fields.problem("detail", "is missing");
        }
        return lines;
    }

    private static @Nullable String selectionBehavior(Fields fields, boolean suggests) {
        String behavior = fields.optionalText("selection-behavior");
        if (suggests && behavior == null) {
            fields.problem("selection-behavior", "is missing: it goes with suggestions");
        } else if (!suggests && behavior != null) {
            fields.problem("selection-behavior", "goes with suggestions, and there are none");
        } else if (behavior != null && !behavior.equals("any") && !behavior.equals("at-most-one")) {
            fields.problem("selection-behavior", "is '" + behavior + "'; it must be one of any, at-most-one");
        }
        return behavior;
    }

    private List<OverrideReason> overrideReasons(Fields fields) {
        List<OverrideReason> named = new ArrayList<>();
        for (String code : ContentLoader.known(fields, "override-reasons", "override reason", reasons.keySet())) {
            OverrideReason reason = reasons.get(code);
            if (reason != null) {
                named.add(reason);
            }
        }
        return named;
    }

    private Card.Source source(Fields fields, List<String> statements) {
        List<Card.Link> links = links(statements);
        return new Card.Source(
                fields.text("source"), links.isEmpty() ? "" : links.get(0).url());
    }

    /** The address of the first evidence that has one. */
    private List<Card.Link> links(List<String> statements) {
        for (String id : statements) {
            EvidenceStatement statement = evidence.get(id);
            String address = statement == null ? null : statement.address();
            if (statement != null && address != null) {
                return List.of(new Card.Link(statement.citation(), address));
            }
        }
        return List.of();
    }

    private static CardDefinition.Review review(Fields fields) {
        Fields review = fields.object("review");
        CardDefinition.Review read = new CardDefinition.Review(
                review.text("author"),
                review.optionalText("clinician"),
                date(review, "reviewed"),
                date(review, "next"));
        review.end();
        return read;
    }

    private static @Nullable LocalDate date(Fields fields, String key) {
        String text = fields.optionalText(key);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            fields.problem(key, "must be a date like 2026-11-21");
            return null;
        }
    }
}
