package org.cervicalcds.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.CdsService;
import org.cervicalcds.cards.OverrideReason;
import org.cervicalcds.findings.FindingCatalogue;
import org.cervicalcds.findings.FindingDefinition;
import org.cervicalcds.terminology.CodeSystem;
import org.cervicalcds.terminology.CodeSystem.Matching;
import org.cervicalcds.terminology.Terminology;

/** Reads all files in the order in which they name one another. */
final class ContentLoader {
    private final ContentFiles files;
    private final Problems problems = new Problems();
    private final YamlFiles yaml;

    ContentLoader(ContentFiles files) {
        this.files = files;
        this.yaml = new YamlFiles(files, problems);
    }

    Content load() {
        Settings settings = settings();
        Map<String, CodeSystem> systems = codeSystems();
        ValueSetFiles valueSetFiles = new ValueSetFiles(yaml, systems, problems);
        Terminology terminology = valueSetFiles.read(!Boolean.FALSE.equals(settings.flag("cpt-codes-enabled")));
        Map<String, EvidenceStatement> evidence = evidence();
        Map<String, OverrideReason> reasons = overrideReasons();
        FindingFiles findingFiles = new FindingFiles(yaml, terminology, systems, settings, problems);
        Map<String, FindingDefinition> findings = findingFiles.read();
        CardFiles cardFiles =
                new CardFiles(yaml, terminology, systems, findings, evidence, reasons, settings, problems);
        List<CardDefinition> cards = cardFiles.read();
        CommonFiles common = new CommonFiles(yaml, settings, findings.keySet(), cardIds(cards), problems);
        List<CdsService> services = common.services();
        var gates = common.gates();
        var rules = common.rules();
        findingFiles.checkOtherCards(cardIds(cards));
        Map<String, SignOff> signOffs = SignOffFile.read(yaml, cards, problems);
        yaml.refuseUnread();
        problems.throwIfAny();
        FindingCatalogue catalogue = new FindingCatalogue(findings);
        CardDeck deck = new CardDeck(catalogue, cards, gates, rules);
        ContentText text = new ContentText(
                cardFiles.written(settings.names()),
                findingFiles.written(),
                valueSetFiles.written(),
                findingFiles.writtenPhrases(),
                common.writtenGates());
        return new Content(
                terminology,
                settings,
                catalogue,
                evidence,
                deck,
                services,
                new CardHashes(catalogue, deck, text, settings, evidence).all(),
                signOffs,
                text,
                files);
    }

    private static Set<String> cardIds(List<CardDefinition> cards) {
        Map<String, Boolean> ids = new LinkedHashMap<>();
        cards.forEach(card -> ids.put(card.id(), true));
        return ids.keySet();
    }

    private Settings settings() {
        Map<String, Object> values = new TreeMap<>();
        yaml.required("settings.yaml").each((name, value) -> {
            if (value.isNumber()) {
                values.put(name, value.decimalValue());
            } else if (value.isBoolean()) {
                values.put(name, value.asBoolean());
            } else if (value.isString()) {
                values.put(name, value.asString());
            } else {
                problems.add("settings.yaml", name, "must be a number, true, false or a text");
            }
        });
        return new Settings(values);
    }

    private Map<String, CodeSystem> codeSystems() {
        Map<String, CodeSystem> systems = new LinkedHashMap<>();
        yaml.required("code-systems.yaml")
                .eachObject((name, fields) -> systems.put(
                        name,
                        new CodeSystem(
                                name,
                                fields.text("uri"),
                                fields.texts("aliases"),
                                fields.word("matching", Matching.class, null))));
        return systems;
    }

    private Map<String, EvidenceStatement> evidence() {
        Map<String, EvidenceStatement> evidence = new LinkedHashMap<>();
        yaml.required("evidence.yaml")
                .eachObject((id, fields) -> evidence.put(
                        id,
                        new EvidenceStatement(
                                id,
                                fields.text("citation"),
                                fields.optionalText("doi"),
                                fields.optionalText("url"),
                                fields.text("strength"),
                                fields.text("says"),
                                fields.text("limits"))));
        return evidence;
    }

    private Map<String, OverrideReason> overrideReasons() {
        Map<String, OverrideReason> reasons = new LinkedHashMap<>();
        yaml.required("override-reasons.yaml")
                .eachObject((code, fields) -> reasons.put(
                        code,
                        new OverrideReason(
                                code,
                                fields.text("display"),
                                fields.flag("settled", false),
                                fields.number("days"),
                                fields.number("critical-days"))));
        return reasons;
    }

    /** Names in a list, checked against what is known. */
    static List<String> known(Fields fields, String key, String kind, Set<String> known) {
        List<String> names = new ArrayList<>();
        for (String name : fields.texts(key)) {
            if (known.contains(name)) {
                names.add(name);
            } else {
                fields.problems().unknown(fields.file(), fields.path(key), kind, name, known);
            }
        }
        return List.copyOf(names);
    }
}
