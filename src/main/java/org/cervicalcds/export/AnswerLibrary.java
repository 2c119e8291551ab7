package org.cervicalcds.export;

import static org.cervicalcds.export.CqlText.strings;

import java.util.List;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Rules;

/** The library of all cards together: what becomes of each beside the others. */
final class AnswerLibrary {
    static final String NAME = "CervicalAnswer";

    private AnswerLibrary() {}

    static Library write(List<CardDefinition> cards, Rules rules, String version) {
        LibraryText text = new LibraryText(
                NAME, "All cards together: information is sent only where nothing more urgent is", version);
        text.include("CervicalChart", "Chart");
        cards.forEach(card -> text.include(CqlText.library(card.id()), CqlText.library(card.id())));
        text.context();
        text.comment(
                "Not said in CQL: one order one card, and that no more than " + rules.maxCards() + " cards are sent.");
        List<String> outcomes = cards.stream()
                .filter(CardDefinition::on)
                .map(card -> CqlText.library(card.id()) + ".\"Outcome\"")
                .toList();
        text.define(Definition.of(
                "Is more urgent than information",
                "exists (({ " + String.join(", ", outcomes) + " }) O where O in { 'critical', 'warning' })"));
        List<String> hooks = rules.infoOnlyAlone().stream().sorted().toList();
        for (CardDefinition card : cards) {
            String outcome = CqlText.library(card.id()) + ".\"Outcome\"";
            text.define(Search.define(
                    card.id(),
                    List.of(
                            "if " + outcome + " = 'info' and Chart.\"Hook\" in " + strings(hooks),
                            "  then (if \"Is more urgent than information\" then 'silent' else 'info')",
                            "  else " + outcome)));
        }
        return text.library();
    }
}
