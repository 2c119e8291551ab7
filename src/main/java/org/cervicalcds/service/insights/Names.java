package org.cervicalcds.service.insights;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Suppression;

/** What cards and reasons are called on the page; a code stands for itself where the content in force does not know it. */
public final class Names {
    private static final Map<String, String> RULES = Map.of(
            "rule:" + Suppression.ENCOUNTER,
            "Shown already in this encounter",
            "rule:" + Suppression.REPEAT,
            "Shown already within its days",
            "rule:silent",
            "Silent mode: decided, never shown",
            "rule:not-on-this-hook",
            "Not for this hook");

    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, String> overrides = new HashMap<>();

    /** Those of the cards in force. */
    Names(Iterable<CardDefinition> cards) {
        cards.forEach(card -> {
            titles.put(card.id(), card.title());
            card.overrideReasons().forEach(reason -> overrides.put(reason.code(), reason.display()));
        });
    }

    /** Titles of the cards in force, by id, in their order. */
    Map<String, String> titles() {
        return titles;
    }

    /** Its title. */
    public String card(String id) {
        return titles.getOrDefault(id, id);
    }

    /** A reason of an override, of a card that was suppressed, or of one that could not be decided: then it is a finding. */
    public String reason(String code) {
        if (code.isEmpty()) {
            return "No reason given";
        }
        String snooze = "rule:" + Suppression.SNOOZE;
        if (code.startsWith(snooze)) {
            return "Snoozed: " + reason(code.substring(snooze.length()));
        }
        String known = RULES.getOrDefault(code, overrides.get(code));
        return known == null ? sentence(code.substring(code.indexOf(':') + 1)) : known;
    }

    /** Names of findings are words with hyphens between them. */
    private static String sentence(String name) {
        String words = name.replace('-', ' ');
        return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
