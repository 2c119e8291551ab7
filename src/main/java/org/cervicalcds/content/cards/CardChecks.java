package org.cervicalcds.content.cards;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Line;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.SummaryLength;
import org.cervicalcds.engine.words.Speech;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;

/** What must hold inside one card, beyond its keys. */
final class CardChecks {
    private static final Set<String> PARTS =
            Set.of("date", "first-date", "day", "first-day", "what", "name", "names", "value");

    private final CardDefinition card;
    private final Fields fields;
    private final Set<String> findings;
    private final Set<String> usedWords = new HashSet<>();

    CardChecks(CardDefinition card, Fields fields, Set<String> findings) {
        this.card = card;
        this.fields = fields;
        this.findings = findings;
    }

    void check() {
        for (int i = 0; i < card.tiers().size(); i++) {
            Tier tier = card.tiers().get(i);
            String key = "tiers[" + i + "].summary";
            checkPlaces(key, tier.summary());
            int longest = SummaryLength.longest(tier.summary(), card.words(), Speech.ENGLISH);
            if (longest >= SummaryLength.LIMIT) {
                fields.problem(
                        key, "can become " + longest + " characters long; it must stay under " + SummaryLength.LIMIT);
            }
            for (int j = 0; j < tier.says().size(); j++) {
                checkLine("tiers[" + i + "].says[" + j + "]", tier.says().get(j));
            }
            if (tier.summary().toString().indexOf('\n') >= 0) {
                fields.problem(key, "must be one line");
            }
            if (card.overrideReasons().isEmpty() && tier.indicator() != Indicator.INFO) {
                fields.problem("override-reasons", "is missing: a critical or warning card needs some");
            }
        }
        if (card.fromRecord() != null) {
            checkPlaces("from-record", card.fromRecord());
        }
        for (int i = 0; i < card.detail().size(); i++) {
            checkLine("detail[" + i + "]", card.detail().get(i));
        }
        card.suggestions().forEach(suggestion -> checkPlaces("suggestions", suggestion.label(), "order"));
        card.words().forEach((name, words) -> words.texts().values().forEach(text -> text.places().stream()
                .filter(place -> !PARTS.contains(place))
                .forEach(place -> checkInsideWord("words." + name, place))));
        for (String name : card.words().keySet()) {
            if (!usedWords.contains(name)) {
                fields.problem("words." + name, "is used nowhere");
            }
        }
    }

    private void checkLine(String key, Line line) {
        checkPlaces(key + ".text", line.text());
        for (String id : line.evidence()) {
            if (!card.evidence().contains(id)) {
                fields.problem(key + ".evidence", "names " + id + ", which is not in the card's evidence");
            }
        }
        String figure = StatedFigures.first(line.text().toString());
        if (line.evidence().isEmpty() && figure != null) {
            fields.problem(key, "states the figure '" + figure + "' and names no evidence");
        }
    }

    /** A word is not made of words: it could be made of itself. */
    private void checkInsideWord(String key, String place) {
        if (place.indexOf('.') > 0 || place.equals("age")) {
            checkPlace(key, place);
        } else {
            fields.problem(
                    key,
                    "asks for {" + place + "}; a word may ask for " + String.join(", ", sorted(PARTS))
                            + ", age or finding.part");
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private void checkPlaces(String key, Template template, String... builtIn) {
        template.places().forEach(place -> checkPlace(key, place, builtIn));
    }

    private void checkPlace(String key, String place, String... builtIn) {
        int dot = place.indexOf('.');
        if (dot > 0) {
            String finding = place.substring(0, dot);
            if (!findings.contains(finding)) {
                fields.problems().unknown(fields.file(), fields.path(key), "finding", finding, findings);
            }
            if (!PARTS.contains(place.substring(dot + 1))) {
                fields.problem(key, "asks for {" + place + "}; a finding has " + String.join(", ", sorted(PARTS)));
            }
        } else if (!place.equals("age") && !List.of(builtIn).contains(place)) {
            Map<String, Words> words = card.words();
            usedWords.add(place);
            if (!words.containsKey(place)) {
                fields.problems().unknown(fields.file(), fields.path(key), "word", place, words.keySet());
            }
        }
    }
}
