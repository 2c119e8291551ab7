package org.cervicalcds.cards;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.cards.CardDefinition.Line;
import org.cervicalcds.cards.CardDefinition.Tier;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.Order;
import org.cervicalcds.findings.Findings;

/** Fills in the words of a card that is shown. */
final class CardWriter {
    /** The longest detail, in characters. */
    static final int LONGEST_DETAIL = 1500;

    private final CardDefinition definition;
    private final Tier tier;
    private final Findings findings;
    private final Rules rules;

    CardWriter(CardDefinition definition, Tier tier, Findings findings, Rules rules) {
        this.definition = definition;
        this.tier = tier;
        this.findings = findings;
        this.rules = rules;
    }

    Card card() {
        List<Suggestion> suggestions = new SuggestionWriter(definition, tier, findings, rules).suggestions();
        boolean mayBeOverridden = !suggestions.isEmpty() || tier.indicator() != Indicator.INFO;
        return new Card(
                definition.id(),
                tier.indicator(),
                WordFilling.inSummary(definition, findings).fill(tier.summary()),
                detail(),
                definition.source(),
                suggestions,
                suggestions.isEmpty() ? null : definition.selectionBehavior(),
                mayBeOverridden ? definition.overrideReasons() : List.of(),
                definition.links(),
                evidence());
    }

    private List<String> evidence() {
        Set<String> references = new LinkedHashSet<>();
        for (String name : tier.when()) {
            for (Entry entry : findings.get(name).evidence()) {
                if (!(entry instanceof Order order && order.draft())) {
                    references.add(entry.reference());
                }
            }
        }
        return List.copyOf(references);
    }

    /** The lines that apply, in their order, as far as they fit; the closing line always does. */
    private String detail() {
        WordFilling filling = WordFilling.inDetail(definition, findings);
        List<String> lines = new ArrayList<>();
        int left = LONGEST_DETAIL - rules.closing().length();
        for (Line line : definition.detail()) {
            if (line.indicators().contains(tier.indicator())
                    && Deliberation.holds(findings, line.when(), line.unless())) {
                String text = filling.fill(line.text());
                if (!text.isBlank() && text.length() + 2 <= left) {
                    lines.add(text);
                    left -= text.length() + 2;
                }
            }
        }
        lines.add(rules.closing());
        return String.join("\n\n", lines);
    }
}
