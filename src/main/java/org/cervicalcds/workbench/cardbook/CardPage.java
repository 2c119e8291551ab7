package org.cervicalcds.workbench.cardbook;

import gg.jte.Content;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cervicalcds.content.CardChanges;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.content.cards.EvidenceStatement;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.content.vignettes.VignetteResult;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.AddNoteToOrder;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CardDefinition.DeleteOrder;
import org.cervicalcds.engine.cards.CardDefinition.LimitSupplyOfOrder;
import org.cervicalcds.engine.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.engine.cards.CardWords;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;
import org.cervicalcds.pages.Labels;
import org.jspecify.annotations.Nullable;

/** What the book says of one card: when it speaks, what it says, on what it rests, and who answers for it. */
public final class CardPage {
    private final org.cervicalcds.content.Content content;
    private final org.cervicalcds.content.@Nullable Content before;
    private final CardDefinition card;
    private final List<VignetteResult> played;
    private final FindingWords words;
    private final Labels labels;
    private final @Nullable String open;

    CardPage(
            org.cervicalcds.content.Content content,
            org.cervicalcds.content.@Nullable Content before,
            CardDefinition card,
            List<VignetteResult> played,
            FindingWords words,
            Labels labels,
            @Nullable String open) {
        this.content = content;
        this.before = before;
        this.card = card;
        this.played = played;
        this.words = words;
        this.labels = labels;
        this.open = open;
    }

    /** The card itself. */
    public CardDefinition card() {
        return card;
    }

    /** Its vignettes, played. */
    public List<VignetteResult> played() {
        return played;
    }

    /** How many of its vignettes do not hold. */
    public long faulty() {
        return played.stream().filter(one -> !one.faults().isEmpty()).count();
    }

    /** The urgencies that it has. */
    public List<String> indicators() {
        return card.tiers().stream()
                .map(tier -> tier.indicator().code())
                .distinct()
                .toList();
    }

    /** Whether it is shown. */
    public String showing() {
        return switch (card.showing()) {
            case ON -> card.tierShowing().isEmpty() ? labels.of("on") : labels.of("on, but {0}", tiers());
            case SILENT -> labels.of("silent: counted, not shown");
            case UNSIGNED -> labels.of("not shown until it is signed");
            case OFF -> labels.of("off");
        };
    }

    private String tiers() {
        return new TreeMap<>(card.tierShowing())
                .entrySet().stream()
                        .map(tier -> labels.of(tier.getKey().code()) + " "
                                + labels.of(tier.getValue().code()))
                        .collect(Collectors.joining(", "));
    }

    /** Whether somebody has signed it. */
    public String signOff() {
        SignOff signOff = content.signOffs().get(card.id());
        if (signOff == null) {
            return labels.of("not signed by a clinician");
        }
        String by = signOff.name() + ", " + signOff.role() + ", " + signOff.date();
        return content.signOff(card.id()) == SignOff.State.SIGNED
                ? labels.of("signed by {0}", by)
                : labels.of("changed since it was signed by {0}", by);
    }

    /** Over everything that decides the card. */
    public String hash() {
        return String.valueOf(content.hashes().get(card.id()));
    }

    /** A date of the review, or what is said where there is none. */
    public String date(@Nullable LocalDate date, String otherwise) {
        return date == null ? labels.of(otherwise) : date.toString();
    }

    /**
     * What has changed since it was signed.
     *
     * @param signedBy who signed the card that it is compared with, and when; null where nobody did
     * @param changes null where the card is new
     */
    public record Changes(@Nullable SignOff signedBy, @Nullable List<CardChanges.Change> changes) {}

    /** Null where there is nothing to compare with. */
    public @Nullable Changes changes() {
        if (before == null) {
            return null;
        }
        SignOff signed =
                content.wasSignedIn(before, card.id()) ? content.signOffs().get(card.id()) : null;
        return new Changes(signed, CardChanges.between(before, content, card.id()));
    }

    /** Findings with links and with what they mean. */
    public List<List<Inline>> findings(List<String> names) {
        return names.stream().map(words::named).toList();
    }

    /** Gates of the card; empty where none keeps it back. */
    public String gates() {
        return content.deck().gatesOf(card).stream()
                .map(gate -> gate.name().replace('-', ' ')
                        + (gate.indicators().size() == Indicator.values().length
                                ? ""
                                : " (" + labels.of("{0} only", joined(gate.indicators())) + ")"))
                .collect(Collectors.joining("; "));
    }

    private String joined(Collection<Indicator> indicators) {
        return indicators.stream().map(indicator -> labels.of(indicator.code())).collect(Collectors.joining(", "));
    }

    /** A card that was sent for a vignette. */
    public record Example(String title, Card card) {}

    /** One for each indicator. */
    public List<Example> examples() {
        List<Example> shown = new ArrayList<>();
        Set<Indicator> seen = EnumSet.noneOf(Indicator.class);
        for (VignetteResult one : played) {
            Card sent = one.card();
            if (sent != null && seen.add(sent.indicator())) {
                shown.add(new Example(one.vignette().title(), sent));
            }
        }
        return shown;
    }

    /** When a line or a suggestion is there. */
    public List<Inline> condition(Set<Indicator> indicators, List<String> when, List<String> unless) {
        List<Inline> line = new ArrayList<>();
        line.add(
                Inline.text(indicators.size() == Indicator.values().length ? labels.of("always") : joined(indicators)));
        findings(line, "when", when, "and");
        findings(line, "unless", unless, "or");
        return line;
    }

    private void findings(List<Inline> line, String heading, List<String> names, String between) {
        String before = ", " + labels.of(heading) + " ";
        for (String name : names) {
            line.add(Inline.text(before));
            line.add(Inline.finding(name));
            before = " " + labels.of(between) + " ";
        }
    }

    /** What a place of the texts stands for. */
    public List<Said> said(Words word) {
        return word.texts().entrySet().stream()
                .map(text -> new Said(
                        Inline.finding(text.getKey()),
                        DetailText.plain(text.getValue().toString())))
                .toList();
    }

    /** What is said for a finding. */
    public record Said(Inline finding, Content text) {}

    /** The finding for each of whose orders a suggestion is made; null for once. */
    public @Nullable Inline forEach(SuggestionDefinition suggestion) {
        return suggestion.forEach() == null ? null : Inline.finding(suggestion.forEach());
    }

    /** What an action of a suggestion does. */
    public Content action(ActionDefinition action) {
        return DetailText.plain(inWords(action));
    }

    private String inWords(ActionDefinition action) {
        if (action instanceof CreateOrder create) {
            String unless = create.sameOrder().isEmpty()
                    ? labels.of("the same")
                    : create.sameOrder().stream()
                            .map(set -> set.title())
                            .collect(Collectors.joining(" " + labels.of("or") + " "));
            return create.description() + " – " + create.display() + " (" + system(create) + " " + create.code() + ")"
                    + (create.note() == null ? "" : ", " + labels.of("note “{0}”", create.note()))
                    + "; " + labels.of("not where this is ordered already: {0}", unless);
        }
        if (action instanceof DeleteOrder delete) {
            return delete.description().toString();
        }
        if (action instanceof AddNoteToOrder note) {
            return note.description() + " – " + labels.of("note “{0}”", note.note());
        }
        LimitSupplyOfOrder limit = (LimitSupplyOfOrder) action;
        return limit.description() + " – "
                + labels.of("at most {0} days, days used already taken off", Integer.toString(limit.days()));
    }

    private String system(CreateOrder create) {
        CodeSystem system = content.terminology()
                .coding(create.system(), create.code(), null)
                .system();
        return system == null ? create.system() : system.name();
    }

    /** The evidence it rests on. */
    public List<EvidenceStatement> evidence() {
        List<EvidenceStatement> statements = new ArrayList<>();
        for (String id : card.evidence()) {
            EvidenceStatement statement = content.evidence().get(id);
            if (statement != null) {
                statements.add(statement);
            }
        }
        return statements;
    }

    /**
     * A finding, taken apart where it is met first.
     *
     * @param again it was taken apart before
     * @param definition what it is read from; empty where it is made of others
     */
    public record Tree(List<Inline> line, boolean again, List<Inline> definition, List<Branch> branches) {}

    /** Findings that another is made of. */
    public record Branch(String heading, List<Tree> parts) {}

    /** All findings of the card as nested lists. */
    public List<Tree> findings() {
        Set<String> named = new LinkedHashSet<>();
        card.tiers().forEach(tier -> {
            named.addAll(tier.when());
            named.addAll(tier.unless());
        });
        named.addAll(CardDeck.findingsOf(card));
        Set<String> taken = new HashSet<>();
        List<Tree> trees = new ArrayList<>();
        for (String name : named) {
            if (!taken.contains(name)) {
                trees.add(tree(name, taken));
            }
        }
        return trees;
    }

    private Tree tree(String name, Set<String> taken) {
        FindingText finding = content.text().findings().get(name);
        List<Inline> line = words.named(name);
        if (finding == null) {
            return new Tree(line, false, List.of(), List.of());
        }
        if (!taken.add(name)) {
            return new Tree(line, true, List.of(), List.of());
        }
        if (!FindingWords.isComposed(finding)) {
            return new Tree(line, false, words.definition(finding), List.of());
        }
        List<Branch> branches = words.parts(finding).stream()
                .map(part -> new Branch(
                        part.heading(),
                        part.names().stream().map(inner -> tree(inner, taken)).toList()))
                .toList();
        return new Tree(line, false, List.of(), branches);
    }

    /** The card in another language, beside the English. */
    public record Translated(
            String language, String name, boolean open, boolean signed, String hash, List<Pair> texts) {}

    /** A text in both languages. */
    public record Pair(Content english, Content translated) {}

    /** For who signs them. */
    public List<Translated> translations() {
        List<Translated> all = new ArrayList<>();
        new TreeMap<>(content.translations().words()).forEach((language, cards) -> {
            CardWords said = cards.get(card.id());
            if (said != null) {
                all.add(new Translated(
                        language,
                        labels.name(language),
                        language.equals(open),
                        content.signOff(card.id(), language) == SignOff.State.SIGNED,
                        String.valueOf(content.translations().hash(language, card.id())),
                        texts().values().stream()
                                .map(text -> new Pair(DetailText.template(text), DetailText.template(said.of(text))))
                                .toList()));
            }
        });
        return all;
    }

    /** By themselves, so that what is said twice stands once. */
    private Map<String, Template> texts() {
        List<Template> all = new ArrayList<>();
        card.tiers().forEach(tier -> {
            all.add(tier.summary());
            tier.says().forEach(line -> all.add(line.text()));
        });
        card.detail().forEach(line -> all.add(line.text()));
        card.suggestions().forEach(suggestion -> all.add(suggestion.label()));
        Map<String, Template> texts = new LinkedHashMap<>();
        all.forEach(text -> texts.putIfAbsent(text.toString(), text));
        return texts;
    }
}
