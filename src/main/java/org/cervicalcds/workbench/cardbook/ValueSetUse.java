package org.cervicalcds.workbench.cardbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;

/** Which findings read a value set, and which cards rest on it, through all that findings are made of. */
final class ValueSetUse {
    private final Content content;
    private final Map<String, List<String>> findings = new LinkedHashMap<>();
    private final Map<String, List<Named>> cards = new LinkedHashMap<>();

    /** A thing of the content under its id, in words. */
    record Named(String id, String title) {}

    ValueSetUse(Content content) {
        this.content = content;
        for (FindingText finding : content.text().findings().values()) {
            finding.valueSets().forEach(set -> findings.computeIfAbsent(set, s -> new ArrayList<>())
                    .add(finding.name()));
        }
        for (CardDefinition card : content.deck().definitions()) {
            Set<String> read = content.findings().closure(CardDeck.findingsOf(card));
            for (String set : content.text().valueSets().keySet()) {
                if (findings(set).stream().anyMatch(read::contains) || comparesOrdersWith(card, set)) {
                    cards.computeIfAbsent(set, s -> new ArrayList<>()).add(new Named(card.id(), card.title()));
                }
            }
        }
    }

    private static boolean comparesOrdersWith(CardDefinition card, String set) {
        return card.suggestions().stream()
                .flatMap(suggestion -> suggestion.actions().stream())
                .anyMatch(action -> action instanceof CreateOrder create
                        && create.sameOrder().stream()
                                .anyMatch(same -> same.id().equals(set)));
    }

    /** Names of the findings that name the set themselves. */
    List<String> findings(String set) {
        return findings.getOrDefault(set, List.of());
    }

    List<Named> cards(String set) {
        return cards.getOrDefault(set, List.of());
    }

    /** The value sets that a finding rests on, with those of the findings it is made of. */
    List<Named> valueSetsOf(String finding) {
        Set<String> parts = content.findings().closure(List.of(finding));
        List<Named> sets = new ArrayList<>();
        for (ValueSetText set : content.text().valueSets().values()) {
            if (findings(set.id()).stream().anyMatch(parts::contains)) {
                sets.add(new Named(set.id(), set.title()));
            }
        }
        return sets;
    }
}
