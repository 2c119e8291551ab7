package org.cervicalcds.content.cards;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.HookNames;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Line;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the cards: one folder each, whose name is the id of the card. */
public final class CardFiles {
    private static final Pattern EVIDENCE_ID = Pattern.compile("\\bEV-\\d+\\b");

    private final YamlFiles yaml;
    private final Map<String, FindingDefinition> findings;
    private final Map<String, EvidenceStatement> evidence;
    private final Map<String, OverrideReason> reasons;
    private final ContentSettings settings;
    private final SuggestionFields suggestionFields;
    private final SharedWords shared;
    private final CardTemplates templates;
    private final Problems problems;
    private final Map<String, Map<String, Object>> written = new LinkedHashMap<>();

    public CardFiles(
            YamlFiles yaml,
            Terminology terminology,
            Map<String, CodeSystem> systems,
            Map<String, FindingDefinition> findings,
            Map<String, EvidenceStatement> evidence,
            Map<String, OverrideReason> reasons,
            ContentSettings settings,
            Problems problems) {
        this.yaml = yaml;
        this.findings = findings;
        this.evidence = evidence;
        this.reasons = reasons;
        this.settings = settings;
        this.templates = new CardTemplates(settings);
        this.suggestionFields = new SuggestionFields(terminology, systems, findings.keySet(), settings, templates);
        this.shared = new SharedWords(yaml, findings.keySet(), templates, problems);
        this.problems = problems;
    }

    public CardTemplates templates() {
        return templates;
    }

    /** Names of the words that several cards share. */
    public Set<String> sharedWords() {
        return shared.names();
    }

    public List<CardDefinition> read() {
        List<CardDefinition> cards = new ArrayList<>();
        for (String path : yaml.paths()) {
            if (path.endsWith("/card.yaml")) {
                Fields fields = yaml.read(path);
                String id = path.substring(0, path.length() - "/card.yaml".length());
                CardDefinition card = card(id, fields);
                cards.add(card);
                Map<String, Object> keys = new LinkedHashMap<>(fields.plain());
                keys.put("shared-words", shared.written(card.words().keySet()));
                written.put(id, keys);
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
    public Map<String, CardText> written(Set<String> settings) {
        Map<String, CardText> cards = new LinkedHashMap<>();
        written.forEach((id, keys) -> {
            Set<String> texts = new TreeSet<>();
            collectTexts(keys, texts);
            Set<String> named = new TreeSet<>();
            texts.forEach(text -> named.addAll(CardTemplates.places(text)));
            named.addAll(texts);
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
        List<String> statements = fields.known("evidence", "evidence statement", evidence.keySet());
        List<Tier> tiers = tiers(fields);
        List<Line> detail = lines(fields, "detail");
        Template fromRecord = fields.has("from-record") ? templates.parse(fields.text("from-record")) : null;
        if (detail.isEmpty() && fromRecord == null) {
            fields.problem("detail", "is missing");
        }
        var suggestions = suggestionFields.read(fields, lineNames(tiers));
        Map<String, Words> words = words(fields);
        shared.add(words, placesOf(tiers, fromRecord, detail, suggestions));
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
                fields.number("tells-together", 1),
                fields.known("orders", "finding", findings.keySet()),
                words,
                fromRecord,
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
            HookNames.check(tier, "hooks", hooks);
            required(tier, "when");
            List<Line> says = lines(tier, "says");
            String line = tier.optionalText("line");
            tiers.add(new Tier(
                    indicator,
                    line == null ? "" : line,
                    new LinkedHashSet<>(hooks),
                    tier.known("when", "finding", findings.keySet()),
                    tier.known("unless", "finding", findings.keySet()),
                    tier.has("unknown") && tier.word("unknown", Unknown.class, null) == Unknown.ABSENT,
                    templates.parse(tier.text("summary")),
                    says,
                    link(says.stream().flatMap(one -> one.evidence().stream()).toList()),
                    tier.has("repeat-days") ? settings.days(tier, "repeat-days") : 0));
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
        fields.optional("words", all -> words.putAll(SharedWords.read(all, findings.keySet(), templates)));
        return words;
    }

    /** What an unknown finding counts as where its absence is asked for. */
    private enum Unknown {
        ABSENT,
        PRESENT
    }

    /** Lines of the detail: a text alone, or a text with what it takes; evidence that it names is evidence of the line. */
    private List<Line> lines(Fields fields, String key) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode element : fields.has(key) ? fields.elements(key) : List.<JsonNode>of()) {
            if (element.isValueNode()) {
                lines.add(line(element.asString(), fields, fields.path(key)));
            } else {
                Fields line = new Fields(element, fields.file(), fields.path(key), problems);
                Line plain = line(line.text("text"), line, line.path("text"));
                Set<String> named = new LinkedHashSet<>(plain.evidence());
                named.addAll(line.known("evidence", "evidence statement", evidence.keySet()));
                lines.add(new Line(
                        plain.text(),
                        CommonFiles.indicators(line, "tiers"),
                        line.known("when", "finding", findings.keySet()),
                        line.known("unless", "finding", findings.keySet()),
                        List.copyOf(named)));
                line.end();
            }
        }
        return lines;
    }

    private Line line(String text, Fields fields, String path) {
        List<String> named = new ArrayList<>();
        Matcher ids = EVIDENCE_ID.matcher(text);
        while (ids.find()) {
            if (evidence.containsKey(ids.group())) {
                named.add(ids.group());
            } else {
                problems.unknown(fields.file(), path, "evidence statement", ids.group(), evidence.keySet());
            }
        }
        return new Line(templates.parse(text), EnumSet.allOf(Indicator.class), List.of(), List.of(), named);
    }

    private static Set<String> lineNames(List<Tier> tiers) {
        Set<String> names = new LinkedHashSet<>();
        tiers.forEach(tier -> names.add(tier.line()));
        names.remove("");
        return names;
    }

    private static Set<String> placesOf(
            List<Tier> tiers,
            @Nullable Template fromRecord,
            List<Line> detail,
            List<CardDefinition.SuggestionDefinition> suggestions) {
        Set<String> places = new LinkedHashSet<>();
        for (Tier tier : tiers) {
            places.addAll(tier.summary().places());
            tier.says().forEach(line -> places.addAll(line.text().places()));
        }
        if (fromRecord != null) {
            places.addAll(fromRecord.places());
        }
        detail.forEach(line -> places.addAll(line.text().places()));
        suggestions.forEach(suggestion -> {
            places.addAll(suggestion.label().places());
            suggestion.actions().forEach(action -> places.addAll(SuggestionFields.places(action)));
        });
        return places;
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
        for (String code : fields.known("override-reasons", "override reason", reasons.keySet())) {
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

    private List<Card.Link> links(List<String> statements) {
        Card.Link link = link(statements);
        return link == null ? List.of() : List.of(link);
    }

    /** The address of the first evidence that has one. */
    private Card.@Nullable Link link(List<String> statements) {
        for (String id : statements) {
            EvidenceStatement statement = evidence.get(id);
            String address = statement == null ? null : statement.address();
            if (statement != null && address != null) {
                return new Card.Link(id + ": " + statement.citation(), address);
            }
        }
        return null;
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
