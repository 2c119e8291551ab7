package org.cervicalcds.engine.cards;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.cards.CardDefinition.Line;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;

/** Fills in the words of a card that is shown. */
final class CardWriter {
    /** The longest detail, in characters. */
    static final int LONGEST_DETAIL = 1500;

    private final CardDefinition definition;
    private final Tier tier;
    private final List<Tier> matching;
    private final List<Tier> told;
    private final Findings findings;
    private final Rules rules;
    private final CardWords words;
    private final String notKnown;

    /**
     * Writes one card.
     *
     * @param matching the tier and whatever else of the card matches; those of its indicator are told with it
     * @param words those of the card in the reader's language
     * @param notKnown a line that says what did not come; empty for none
     */
    CardWriter(
            CardDefinition definition,
            Tier tier,
            List<Tier> matching,
            Findings findings,
            Rules rules,
            CardWords words,
            String notKnown) {
        this.definition = definition;
        this.tier = tier;
        this.matching = matching;
        this.told = matching.stream()
                .filter(other -> other.indicator() == tier.indicator())
                .limit(definition.together())
                .toList();
        this.findings = findings;
        this.rules = rules;
        this.words = words;
        this.notKnown = notKnown;
    }

    Card card() {
        SuggestionWriter offers = new SuggestionWriter(definition, tier, matching, findings, rules, words);
        List<Suggestion> suggestions = offers.suggestions();
        boolean mayBeOverridden = !suggestions.isEmpty() || tier.indicator() != Indicator.INFO;
        return new Card(
                definition.id(),
                tier.indicator(),
                WordResolver.inSummary(words, findings).fill(tier.summary()),
                detail(),
                words.source(),
                suggestions,
                selectionBehavior(suggestions, offers),
                mayBeOverridden ? words.overrideReasons() : List.of(),
                links(),
                candidate(),
                words.speech().locale());
    }

    private @Nullable String selectionBehavior(List<Suggestion> suggestions, SuggestionWriter offers) {
        if (suggestions.isEmpty()) {
            return null;
        }
        return offers.excludeEachOther() ? "at-most-one" : definition.selectionBehavior();
    }

    /** What decides whether the card is suppressed. */
    Candidate candidate() {
        boolean mayRest = told.stream().allMatch(one -> one.repeatDays() > 0);
        return new Candidate(
                definition.id(), tier.indicator(), evidence(), unsettledBy(), mayRest ? tier.repeatDays() : 0);
    }

    private List<String> unsettledBy() {
        List<String> codes = new ArrayList<>();
        for (OverrideReason reason : definition.overrideReasons()) {
            if (restsOn(reason.unless()) || restsOn(reason.unlessOn().getOrDefault(definition.id(), List.of()))) {
                codes.add(reason.code());
            }
        }
        return List.copyOf(codes);
    }

    /** One of the findings is present and among those that a tier which is told is made of. */
    private boolean restsOn(List<String> names) {
        for (String name : names) {
            if (findings.get(name).isPresent() && told.stream().anyMatch(one -> findings.isPartOf(name, one.when()))) {
                return true;
            }
        }
        return false;
    }

    /** One link for every tier that is told, each once; where none has one of its own, that of the card. */
    private List<Card.Link> links() {
        Set<Card.Link> links = new LinkedHashSet<>();
        for (Tier one : told) {
            if (one.link() != null) {
                links.add(one.link());
            }
        }
        return links.isEmpty() ? definition.links() : List.copyOf(links);
    }

    private List<String> evidence() {
        Set<String> references = new LinkedHashSet<>();
        for (Tier one : told) {
            for (String name : one.when()) {
                for (Entry entry : findings.get(name).evidence()) {
                    if (!(entry instanceof Order order && order.draft())) {
                        references.add(entry.reference());
                    }
                }
            }
        }
        return List.copyOf(references);
    }

    /** What the record says, the lines of the tiers, and those of the card, as far as they fit; what is not known and the closing line always do. */
    private String detail() {
        WordResolver filling = WordResolver.inDetail(words, findings);
        Set<String> lines = new LinkedHashSet<>();
        int left = LONGEST_DETAIL - words.closing().length() - (notKnown.isEmpty() ? 0 : notKnown.length() + 2);
        if (definition.fromRecord() != null) {
            left = add(lines, filling.fill(definition.fromRecord()), left);
        }
        for (Tier one : told) {
            left = add(lines, one.says(), filling, left);
        }
        add(lines, definition.detail(), filling, left);
        if (!notKnown.isEmpty()) {
            lines.add(notKnown);
        }
        lines.add(words.closing());
        return String.join("\n\n", lines);
    }

    private int add(Set<String> lines, List<Line> more, WordResolver filling, int room) {
        int left = room;
        for (Line line : more) {
            if (line.indicators().contains(tier.indicator())
                    && TierResolver.holds(findings, line.when(), line.unless())) {
                left = add(lines, filling.fill(line.text()), left);
            }
        }
        return left;
    }

    private static int add(Set<String> lines, String text, int left) {
        boolean fits = !text.isBlank() && text.length() + 2 <= left;
        return fits && lines.add(text) ? left - text.length() - 2 : left;
    }
}
